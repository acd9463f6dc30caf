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

/// <summary>The entries about draws in <c>acts</c> and how their contents read.</summary>
public static class DrawActs
{
    public const string Committed = "draw.committed.v1";
    public const string Drawn = "draw.drawn.v1";
    public const string Recused = "draw.recused.v1";
    public const string Published = "draw.published.v1";

    /// <summary>
    /// Who stands in the entry of a computed draw: nobody decided anything, it follows from the commitment, which is a
    /// person's.
    /// </summary>
    public const string ByRule = "rule";

    public const string Clause = Draw.Plan + " " + Draw.PlanArticle;
    public const string OfficersClause = "行政处罚法 第四十二条";
    public const string PowerToRun = "draw.run";

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

    internal static JsonObject WritePublished(string draw) => new() { ["draw"] = draw };

    internal static DrawCommitment ReadCommitment(JsonObject c) => new(
        Text(c, "draw"), Text(c, "title"), Text(c, "objects"), (int)Number(c, "objectCount"), Text(c, "inspectors"),
        (int)Number(c, "inspectorCount"), Text(c, "rules"));

    internal static DrawComputed ReadComputed(JsonObject c) => new(
        Text(c, "draw"), Text(c, "note"), Text(c, "seed"), Text(c, "result"), (int)Number(c, "tasks"));

    internal static DrawRecusal ReadRecusal(JsonObject c) => new(
        Text(c, "draw"), Text(c, "subject"), Text(c, "inspector"), Text(c, "substitute"), Text(c, "reason"));

    private static string Text(JsonObject content, string key) =>
        content[key]?.GetValue<string>() ?? throw new FormatException($"{key} is missing");

    private static long Number(JsonObject content, string key) =>
        content[key]?.GetValue<long>() ?? throw new FormatException($"{key} is missing");
}
