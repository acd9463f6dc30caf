using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using Qingyuan.App.Screens.Draws;
using Qingyuan.App.Screens.Interventions;
using Qingyuan.App.Screens.Reports;
using Qingyuan.Ledger;
using Qingyuan.Supervision;

namespace Qingyuan.App.Web;

/// <summary>What of Supervision (监督) a web host runs: the use cases over the node's ledger, and their routes.</summary>
internal static class SupervisionServices
{
    // One for a node: numbers without a gap come from one queue.
    private static readonly ConditionalWeakTable<Node, Interventions> OfNode = [];

    public static void AddSupervision(this IServiceCollection services, Node node)
    {
        services.AddSingleton(InterventionsOf(node));
        services.AddSingleton<InterventionDrafts>();
        services.AddSingleton(DrawsOf(node));
        services.AddHostedService<DrawWatch>();
        services.AddSingleton(ReportsOf(node));
        // What is handed in stays in memory until it is sealed; the framework would put it into a file meanwhile.
        services.Configure<FormOptions>(form => form.MemoryBufferThreshold = (int)InterventionFiles.BodyBytesMax);
    }

    public static void MapSupervision(this WebApplication app)
    {
        InterventionFiles.Map(app);
        DrawFiles.Map(app);
        ReportFiles.Map(app);
    }

    /// <summary>Over the node's ledger, attachments and keys.</summary>
    public static Interventions InterventionsOf(Node node) => OfNode.GetValue(node, static node => new(
        () => Load(node, InterventionTable.Load), node.Blobs,
        new ReaderKeyFiles(Path.Combine(node.Options.Keys, "readers")),
        (act, cancel) => Do(node, act, "interventions", cancel), node.Clock));

    public static Reports ReportsOf(Node node) => new(
        node.Matters, node.Tables, node.Blobs,
        new ReportVault(Path.Combine(node.Options.Keys, "report-desk.pem"),
            Path.Combine(node.Options.Data, "reporters")),
        (act, cancel) => Do(node, act, "registry", cancel), node.Clock);

    public static Draws DrawsOf(Node node) => new(
        () => Load(node, DrawTable.Load), node.Blobs, node.Acts, () => node.Acts.Witnessed?.Note,
        (act, cancel) => Do(node, act, "draws", cancel), node.Clock);

    /// <summary>Appends an act and waits until the follower of its subject has it.</summary>
    public static async Task<long> Do(Node node, Registry.Act act, string follower, CancellationToken cancel)
    {
        long position = await node.Do(act, cancel);
        await node.Followers.WhenFollowed(follower, "acts", position).WaitAsync(cancel);
        return position;
    }

    public static T Load<T>(Node node, Func<System.Data.Common.DbConnection, T> load)
    {
        using var reader = node.Tables.Reader();
        return load(reader);
    }
}
