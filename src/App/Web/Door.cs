using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Qingyuan.App.Web;

/// <summary>
/// Says who a request comes from (门): a direct request of this machine, the holder of the bootstrap password, or
/// nobody. Never believes a header from a proxy that is not listed.
/// </summary>
internal sealed class Door(
    Bootstrap bootstrap, WebOptions options, IDataProtectionProvider protection, TimeProvider clock)
{
    // Security reference §6 (v5.0.0-7.3.1, 7.3.2): idle 30 minutes, at most 12 hours.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30), Whole = TimeSpan.FromHours(12);
    private static readonly TimeSpan Renew = TimeSpan.FromMinutes(2);

    private readonly IDataProtector _tickets = protection.CreateProtector("qingyuan.workspace.session.v1");

    /// <summary>Puts the caller into <c>context.User</c>.</summary>
    public void Identify(HttpContext context)
    {
        if (Ticket(context) is { } ticket)
        {
            context.User = Known(context, "password");
            var now = clock.GetUtcNow();
            if (now - ticket.Seen > Renew)
                Issue(context, ticket.Start, now);
        }
        else if (options.LoopbackOpen && IsLocal(context))
            context.User = Known(context, "loopback");
        else
            context.User = new ClaimsPrincipal(new ClaimsIdentity());
    }

    /// <summary>
    /// Straight from this machine: both ends loopback, a local name asked for (else a page elsewhere could point its
    /// own name here, DNS rebinding), HTTP/1.1 or newer (proxies speak 1.0 by default), and no trace of a proxy.
    /// </summary>
    internal static bool IsLocal(HttpContext context)
    {
        var request = context.Request;
        if (context.Connection.RemoteIpAddress is not { } peer || !IPAddress.IsLoopback(peer))
            return false;
        if (context.Items.ContainsKey(ForwardedKey) || request.Protocol is "HTTP/1.0" or "HTTP/0.9")
            return false;
        string host = request.Host.Host;
        return host is "localhost"
            || IPAddress.TryParse(host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named);
    }

    /// <summary>Set before the forwarded headers of listed proxies are taken in and removed.</summary>
    internal static readonly object ForwardedKey = new();

    internal static bool WasForwarded(HttpContext context) =>
        context.Request.Headers.Keys.Any(k => k.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || k.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
            || k.Equals("Via", StringComparison.OrdinalIgnoreCase)
            || k.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase));

    public async Task<bool> SignIn(HttpContext context, string? password)
    {
        if (!await bootstrap.Holds(password, context.RequestAborted))
            return false;
        var now = clock.GetUtcNow();
        Issue(context, now, now);
        return true;
    }

    public static void SignOut(HttpContext context)
    {
        context.Response.Cookies.Delete(Name(context), Cookie(context));
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
    }

    private void Issue(HttpContext context, DateTimeOffset start, DateTimeOffset seen)
    {
        string ticket = string.Create(CultureInfo.InvariantCulture,
            $"{bootstrap.Stamp} {start.ToUnixTimeSeconds()} {seen.ToUnixTimeSeconds()}");
        context.Response.Cookies.Append(Name(context), _tickets.Protect(ticket), Cookie(context));
    }

    private (DateTimeOffset Start, DateTimeOffset Seen)? Ticket(HttpContext context)
    {
        if (context.Request.Cookies[Name(context)] is not { Length: > 0 and < 1024 } sent)
            return null;
        try
        {
            string[] parts = _tickets.Unprotect(sent).Split(' ');
            if (parts is not [var stamp, var s, var l] || stamp != bootstrap.Stamp)
                return null;
            var start = DateTimeOffset.FromUnixTimeSeconds(long.Parse(s, CultureInfo.InvariantCulture));
            var seen = DateTimeOffset.FromUnixTimeSeconds(long.Parse(l, CultureInfo.InvariantCulture));
            var now = clock.GetUtcNow();
            return now - seen <= Idle && now - start <= Whole ? (start, seen) : null;
        }
        catch (CryptographicException)
        {
            return null; // Of another node, or changed.
        }
    }

    private static ClaimsPrincipal Known(HttpContext context, string how)
    {
        ActorOf.Set(context, ActorOf.Bootstrap);
        return new(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, "bootstrap"), new Claim("by", how)], "door"));
    }

    private static string Name(HttpContext context) => context.Request.IsHttps ? "__Host-qingyuan" : "qingyuan";

    private static CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        Secure = context.Request.IsHttps,
        SameSite = context.Request.IsHttps ? SameSiteMode.Lax : SameSiteMode.Strict,
    };
}
