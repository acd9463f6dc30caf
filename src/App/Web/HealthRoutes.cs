using System.Globalization;
using System.Text;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Web;

/// <summary>Alive, ready, and the figures for Prometheus (text format 0.0.4).</summary>
internal static class HealthRoutes
{
    /// <summary>Followers that stand further behind than this are not caught up.</summary>
    public const long LagMax = 10_000;

    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok\n")).ExcludeFromDescription();
        app.MapGet("/readyz", Ready).ExcludeFromDescription();
        app.MapGet("/metrics", (Node node, LiveFeed live) =>
            TypedResults.Text(Metrics(node, live), "text/plain; version=0.0.4; charset=utf-8"))
            .ExcludeFromDescription();
    }

    private static IResult Ready(Node node)
    {
        if (!node.Frames.State.Accepting || !node.Acts.State.Accepting)
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "ledger.notAccepting",
                "账本不能写入：" + (node.Frames.State.Fault ?? node.Acts.State.Fault ?? "正在等待磁盘"));
        if (node.Followers.Faults.Count > 0)
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "node.followerStopped",
                "计算停住了：" + string.Join("，", node.Followers.Faults.Keys));
        var behind = node.Followers.Lag.Where(l => l.Value > LagMax).ToList();
        return behind.Count == 0
            ? TypedResults.Text("ready\n")
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "node.catchingUp",
                "正在追赶账本：" + string.Join("，", behind.Select(b => $"{b.Key} 还差 {b.Value} 条")));
    }

    private static string Metrics(Node node, LiveFeed live)
    {
        var text = new StringBuilder();
        GatewayCounts counts = node.Gateway.Counts;
        Line(text, "gauge", "qingyuan_gateway_connections", "Open connections of data loggers.", counts.Open);
        Line(text, "gauge", "qingyuan_gateway_held_bytes", "Memory of half-received frames.", counts.HeldBytes);
        Line(text, "counter", "qingyuan_gateway_connections_total", "Connections accepted.", counts.Connections);
        Line(text, "counter", "qingyuan_gateway_frames_total", "Frames received.", counts.Frames);
        Line(text, "counter", "qingyuan_gateway_rejected_total", "Rejected pieces received.", counts.Rejected);
        Line(text, "counter", "qingyuan_gateway_fragments_total", "Fragments received.", counts.Fragments);
        Line(text, "counter", "qingyuan_gateway_acknowledged_total",
            "Frames answered after they were durable.", counts.Acknowledged);
        Line(text, "counter", "qingyuan_gateway_bytes_total", "Bytes received.", counts.Bytes);
        Family(text, "counter", "qingyuan_gateway_refusals_total", "Rejected pieces and closed connections by reason.",
            counts.ByReason.Select(r => ($"{{reason=\"{Escape(r.Key)}\"}}", r.Value)));
        Family(text, "gauge", "qingyuan_ledger_durable_entries", "Entries covered by a data sync.",
            [("{log=\"frames\"}", node.Frames.DurableSize), ("{log=\"acts\"}", node.Acts.DurableSize)]);
        Family(text, "gauge", "qingyuan_ledger_published_entries", "Entries under the latest checkpoint.",
            [("{log=\"frames\"}", node.Frames.Published.Size), ("{log=\"acts\"}", node.Acts.Published.Size)]);
        Family(text, "gauge", "qingyuan_follower_lag_entries", "Entries a follower has still to read.",
            node.Followers.Lag.Select(l => ($"{{follower=\"{Escape(l.Key)}\"}}", l.Value)));
        Line(text, "gauge", "qingyuan_live_clients", "Pages connected to /events.", live.Clients);
        Line(text, "gauge", "process_resident_memory_bytes", "Resident memory.", Environment.WorkingSet);
        Line(text, "gauge", "dotnet_gc_heap_bytes", "Managed heap.", GC.GetTotalMemory(false));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string type, string name, string help, long value) =>
        Family(text, type, name, help, [("", value)]);

    private static void Family(
        StringBuilder text, string type, string name, string help, IEnumerable<(string Labels, long Value)> values)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value) in values)
            text.Append(name).Append(labels).Append(' ').Append(CultureInfo.InvariantCulture, $"{value}\n");
    }

    private static string Escape(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
