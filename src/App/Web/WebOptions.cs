using System.Net;

namespace Qingyuan.App.Web;

/// <summary>Where and how a node answers the web; given by the verbs <c>serve</c> and <c>demo</c>.</summary>
public sealed record WebOptions(IPEndPoint Http)
{
    /// <summary>Where data loggers connect (数采仪接入), on the same Kestrel; null = not here.</summary>
    public IPEndPoint? Hj212 { get; init; }

    /// <summary>
    /// Reverse proxies whose forwarded headers are believed. From anybody else such headers only prove that the
    /// request is not local.
    /// </summary>
    public IReadOnlyList<IPAddress> TrustedProxies { get; init; } = [];

    /// <summary>The workspace answers a direct loopback request without the bootstrap password.</summary>
    public bool LoopbackOpen { get; init; } = true;

    /// <summary>Where the bootstrap password is printed, once, when it is made.</summary>
    public TextWriter Terminal { get; init; } = Console.Out;

    public string Title { get; init; } = "西藏生态环境监测数据公开";
    public string Organisation { get; init; } = "清源演示站点";

    /// <summary>Largest request body: an import file (security reference §10).</summary>
    public const long BodyBytesMax = 20 << 20;
}
