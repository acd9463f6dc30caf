using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Qingyuan.App.SignIn;
using Qingyuan.Registry;

namespace Qingyuan.App.Web;

/// <summary>
/// Says who a request comes from (门): a person who signed in, or nobody. Until the ceremony also a direct request of
/// this machine and the holder of the bootstrap password. Never believes a header from a proxy that is not listed.
/// </summary>
internal sealed class Door(
    Bootstrap bootstrap, WebOptions options, IDataProtectionProvider protection, TimeProvider clock, Node node,
    Sessions sessions, Accounts accounts)
{
    // Security reference §6 (v5.0.0-7.3.1, 7.3.2): idle 30 minutes, at most 12 hours.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30), Whole = TimeSpan.FromHours(12);
    private static readonly TimeSpan Renew = TimeSpan.FromMinutes(2);
    private static readonly object SessionKey = new();

    private readonly IDataProtector _tickets = protection.CreateProtector("qingyuan.workspace.session.v1");

    /// <summary>The caller's session; null = they are not signed in as a person.</summary>
    public static Session? SessionOf(HttpContext context) => context.Items[SessionKey] as Session;

    /// <summary>Puts the caller into <c>context.User</c> and <see cref="ActorOf"/>.</summary>
    public void Identify(HttpContext context)
    {
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        string sent = context.Request.Cookies[Name(context)] ?? "";
        if (sent.Length is > 0 and <= 64)
            IdentifyPerson(context, sent);
        else if (node.People.IsCeremonyHeld)
            return;
        else if (Ticket(sent) is { } ticket)
        {
            Known(context, "password");
            var now = clock.GetUtcNow();
            if (now - ticket.Seen > Renew)
                Issue(context, ticket.Start, now);
        }
        else if (options.LoopbackOpen && IsLocal(context))
            Known(context, "loopback");
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

    /// <summary>By the bootstrap password, until the ceremony.</summary>
    public async Task<bool> SignIn(HttpContext context, string? password)
    {
        if (node.People.IsCeremonyHeld || !await bootstrap.Holds(password, context.RequestAborted))
            return false;
        var now = clock.GetUtcNow();
        Issue(context, now, now);
        return true;
    }

    /// <summary>
    /// Begins a session of a person who proved who they are. Refuses whoever may not enter, also when the account's
    /// side of the separation of duties is not that of the register.
    /// </summary>
    public bool Enter(HttpContext context, string person, string how)
    {
        if (!accounts.MayEnter(person))
            return false;
        // A new session for each sign-in: nobody can plant one beforehand (v5.0.0-7.2.4).
        if (SessionOf(context) is { } old)
            sessions.End(old.Hash);
        string token = sessions.Begin(person, how, context.Request.Headers.UserAgent.ToString());
        context.Response.Cookies.Append(Name(context), token, Cookie(context));
        return true;
    }

    public void SignOut(HttpContext context)
    {
        if (SessionOf(context) is { } session)
            sessions.End(session.Hash);
        context.Response.Cookies.Delete(Name(context), Cookie(context));
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
    }

    private void IdentifyPerson(HttpContext context, string token)
    {
        if (sessions.PersonOf(token) is not { } person
            || sessions.Find(token, node.People.Class(person), Renews(context)) is not { } session)
            return;
        // As in force now: a power that was withdrawn is gone with the next request (v5.0.0-8.3.2).
        var actor = node.People.ActorOf(person, clock.GetUtcNow());
        if (actor.IsNobody)
        {
            sessions.EndAll(person);
            return;
        }
        context.Items[SessionKey] = session;
        ActorOf.Set(context, actor);
        context.User = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, person), new Claim("by", session.How)], "door"));
    }

    /// <summary>What a live page asks by itself does not keep a session awake; what a person does, does.</summary>
    private static bool Renews(HttpContext context) =>
        context.Request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document"
        || HttpMethods.IsPost(context.Request.Method);

    private void Issue(HttpContext context, DateTimeOffset start, DateTimeOffset seen)
    {
        string ticket = string.Create(CultureInfo.InvariantCulture,
            $"{bootstrap.Stamp} {start.ToUnixTimeSeconds()} {seen.ToUnixTimeSeconds()}");
        context.Response.Cookies.Append(Name(context), _tickets.Protect(ticket), Cookie(context));
    }

    private (DateTimeOffset Start, DateTimeOffset Seen)? Ticket(string sent)
    {
        if (sent.Length is 0 or >= 1024)
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

    private static void Known(HttpContext context, string how)
    {
        ActorOf.Set(context, ActorOf.Bootstrap);
        context.User = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, PeopleActs.Bootstrap), new Claim("by", how)], "door"));
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
