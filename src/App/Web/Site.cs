using Qingyuan.Hj212;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Web;

/// <summary>What every page says about the site itself (站点).</summary>
internal sealed class Site(Node node, WebOptions options)
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private DateTimeOffset _counted;
    private int _waiting;

    public string Title => options.Title;
    public string Host => options.Organisation;
    public bool Demo => node.Options.Demo;
    public DateTimeOffset Now => node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
    public string NowText => Screens.Shell.Says.Minute(Now);

    /// <summary>Devices heard that nobody has registered; counted at most every two seconds.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                if (Now - _counted > CountEvery)
                {
                    using var reader = node.Tables.Reader();
                    (_waiting, _counted) = (SeriesQueries.Waiting(reader, node.Register).Count, Now);
                }
                return _waiting;
            }
        }
    }
}
