using System.Net;
using Microsoft.AspNetCore.Builder;
using Qingyuan.App;
using Microsoft.Extensions.DependencyInjection;
using Qingyuan.App.SignIn;
using Qingyuan.App.Web;

namespace Qingyuan.Tests.App;

/// <summary>A real node with its real web host on a free loopback port, in a directory of its own.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly string _directory;

    private WebSite(string directory, Node node, WebApplication app, string password)
    {
        (_directory, Node, App, Password) = (directory, node, app, password);
    }

    public Node Node { get; }
    public WebApplication App { get; }

    /// <summary>As it was printed at the first start.</summary>
    public string Password { get; }

    public HttpClient Client { get; private set; } = null!;

    public static async Task<WebSite> Start(Action<WebApplication>? more = null, bool demo = false)
    {
        string directory = Directory.CreateTempSubdirectory("qingyuan-web-").FullName;
        var node = Node.Open(new NodeOptions(directory) { Demo = demo }, TimeProvider.System);
        using var terminal = new StringWriter();
        var options = new WebOptions(new IPEndPoint(IPAddress.Loopback, 0)) { Terminal = terminal };
        var app = WebHost.Build(node, options);
        more?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        string password = terminal.ToString().Split(": ").Last().Trim();
        var site = new WebSite(directory, node, app, password);
        site.Client = site.NewClient();
        return site;
    }

    /// <summary>A client with its own cookies that follows no redirect.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(App.Urls.First()),
    };

    /// <summary>A client that a demo person is signed in with.</summary>
    public HttpClient As(string person)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Add("Cookie", "qingyuan="
            + App.Services.GetRequiredService<Sessions>().Begin(person, "demo", "test"));
        return client;
    }

    /// <summary>A request as it comes through a proxy that nobody listed.</summary>
    public static HttpRequestMessage FromOutside(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync(TestContext.Current.CancellationToken);
        await App.DisposeAsync();
        await Node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
