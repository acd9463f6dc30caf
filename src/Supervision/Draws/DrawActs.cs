using System.Text.Json.Nodes;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>What stands in the ledger of a committed draw (名单封存): digests of the lists and the rules as text.</summary>
/// <param name="Id">E.g. <c>2026-07</c>; of one id only the first commitment counts, so nothing is drawn twice.</param>
public sealed record DrawCommitment(
    string Id, string Title, string Objects, int ObjectCount, string Inspectors, int InspectorCount, string Rules);

/// <summary>What stands in the ledger of a computed draw (抽取).</summary>
/// <param name="Note">The seed's checkpoint with its cosignatures, as a whole.</param>
/// <param name="Result">SHA-256 of the result's text.</param>
public sealed record DrawComputed(string Id, string Note, string Seed, string Result, int Tasks);

/// <summary>A recusal (回避) and who took the place; the substitute follows from the rule.</summary>
public sealed record DrawRecusal(string Id, string Subject, string Inspector, string Substitute, string Reason);

/// <summary>What two officers recorded on the spot (现场检查记录).</summary>
/// <param name="Files">Digests of photos and papers.</param>
public sealed record DrawVisit(
    string Id, string Subject, string Second, DateTimeOffset At, string Place, string Facts, string Outcome,
    IReadOnlyList<string> Files);

/// <summary>The entries about draws in <c>acts</c> and how their contents read.</summary>
public static class DrawActs
{
    public const string Committed = "draw.committed.v1";
    public const string Drawn = "draw.drawn.v1";
    public const string Recused = "draw.recused.v1";
    public const string Visited = "draw.visited.v1";
    public const string Countersigned = "draw.countersigned.v1";
    public const string ResultPublished = "draw.result.published.v1";

    public const string Clause = Draw.Plan + " " + Draw.PlanArticle;
    public const string OfficersClause = "行政处罚法 第四十二条";
    public const string PowerToRun = "draw.run", PowerToInspect = "inspection.do";

    public static bool IsOne(string kind) => kind.StartsWith("draw.", StringComparison.Ordinal);

    /// <summary>The draw that an entry is about; every kind names it.</summary>
    internal static string IdOf(Act act) => Text(act.Content, "draw");

    internal static JsonObject Write(DrawCommitment c) => new()
    {
        ["draw"] = c.Id,
        ["title"] = c.Title,
        ["objects"] = c.Objects,
        ["objectCount"] = c.ObjectCount,
        ["inspectors"] = c.Inspectors,
        ["inspectorCount"] = c.InspectorCount,
        ["rules"] = c.Rules,
    };

    internal static JsonObject Write(DrawComputed c) => new()
    {
        ["draw"] = c.Id,
        ["note"] = c.Note,
        ["seed"] = c.Seed,
        ["result"] = c.Result,
        ["tasks"] = c.Tasks,
    };

    internal static JsonObject Write(DrawRecusal r) => new()
    {
        ["draw"] = r.Id,
        ["subject"] = r.Subject,
        ["inspector"] = r.Inspector,
        ["substitute"] = r.Substitute,
        ["reason"] = r.Reason,
    };

    internal static JsonObject Write(DrawVisit v) => new()
    {
        ["draw"] = v.Id,
        ["subject"] = v.Subject,
        ["second"] = v.Second,
        ["visited"] = v.At.ToUnixTimeMilliseconds(),
        ["place"] = v.Place,
        ["facts"] = v.Facts,
        ["outcome"] = v.Outcome,
        ["files"] = new JsonArray([.. v.Files.Select(f => (JsonNode)f)]),
    };

    /// <summary>Of the confirmation by the second officer, and of the publication.</summary>
    internal static JsonObject Write(string draw, string subject, long about) => new()
    {
        ["draw"] = draw,
        ["subject"] = subject,
        ["about"] = about,
    };

    internal static DrawCommitment ReadCommitment(JsonObject c) => new(
        Text(c, "draw"), Text(c, "title"), Text(c, "objects"), (int)Number(c, "objectCount"), Text(c, "inspectors"),
        (int)Number(c, "inspectorCount"), Text(c, "rules"));

    internal static DrawComputed ReadComputed(JsonObject c) => new(
        Text(c, "draw"), Text(c, "note"), Text(c, "seed"), Text(c, "result"), (int)Number(c, "tasks"));

    internal static DrawRecusal ReadRecusal(JsonObject c) => new(
        Text(c, "draw"), Text(c, "subject"), Text(c, "inspector"), Text(c, "substitute"), Text(c, "reason"));

    internal static DrawVisit ReadVisit(JsonObject c) => new(
        Text(c, "draw"), Text(c, "subject"), Text(c, "second"), Hj212.Beijing.FromMilliseconds(Number(c, "visited")),
        Text(c, "place"), Text(c, "facts"), Text(c, "outcome"),
        [.. (c["files"] as JsonArray ?? throw new FormatException("files is missing")).Select(f =>
            f!.GetValue<string>())]);

    internal static (string Subject, long About) ReadAbout(JsonObject c) => (Text(c, "subject"), Number(c, "about"));

    private static string Text(JsonObject content, string key) =>
        content[key]?.GetValue<string>() ?? throw new FormatException($"{key} is missing");

    private static long Number(JsonObject content, string key) =>
        content[key]?.GetValue<long>() ?? throw new FormatException($"{key} is missing");
}
