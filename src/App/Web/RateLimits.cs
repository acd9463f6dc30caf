using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;

namespace Qingyuan.App.Web;

/// <summary>
/// How often one address may ask (security reference §6). This machine and the signed-in are not limited.
/// </summary>
internal static class RateLimits
{
    private const int SignInPerMinute = 20, BootstrapPerMinute = 5, EvidencePerMinute = 12, ApiPerMinute = 60,
        PagesPerMinute = 300, FilesPerMinute = 3000, ReportsPerHour = 5, FollowsPerMinute = 20;

    public static void AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        options.OnRejected = (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                context.HttpContext.Response.Headers.RetryAfter =
                    ((int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    });

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        var path = context.Request.Path;
        string who = Address(context.Connection.RemoteIpAddress);
        // Trying passwords is limited for everybody; by address, so that strangers cannot lock the holder out.
        if (HttpMethods.IsPost(context.Request.Method) && (path.StartsWithSegments("/sign-in")
            || path.StartsWithSegments("/enrol") || path.StartsWithSegments("/ceremony")))
            return path == "/sign-in" && !context.RequestServices.GetRequiredService<Node>().People.IsCeremonyHeld
                ? Window("bootstrap " + who, BootstrapPerMinute) : Window("sign-in " + who, SignInPerMinute);
        if (context.User.Identity?.IsAuthenticated == true)
            return RateLimitPartition.GetNoLimiter("known");
        // Each costs about a second of a core.
        if (path.StartsWithSegments("/evidence")
            || (path.StartsWithSegments("/verify") && HttpMethods.IsPost(context.Request.Method)))
            return Window("evidence " + who, EvidencePerMinute);
        // Security reference §6: an anonymous report 5 times an hour. Nothing but this limiter knows the address.
        if (path == "/report" && HttpMethods.IsPost(context.Request.Method))
            return Hour("report " + who, ReportsPerHour);
        // A code has 128 bits; this only keeps the machine free.
        if (path == "/report/follow" && HttpMethods.IsPost(context.Request.Method))
            return Window("follow " + who, FollowsPerMinute);
        if (path.StartsWithSegments("/assets") || path.StartsWithSegments("/ledger"))
            return Window("files " + who, FilesPerMinute);
        return path.StartsWithSegments("/api")
            ? Window("api " + who, ApiPerMinute)
            : Window("pages " + who, PagesPerMinute);
    }

    private static RateLimitPartition<string> Hour(string key, int permits) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = TimeSpan.FromHours(1),
            SegmentsPerWindow = 12,
            QueueLimit = 0,
        });

    private static RateLimitPartition<string> Window(string key, int perMinute) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        });

    /// <summary>An IPv6 customer has a /64 to himself; he counts as one.</summary>
    private static string Address(IPAddress? address)
    {
        if (address is null)
            return "?";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        byte[] bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 8)));
    }
}
