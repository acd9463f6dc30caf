using System.Text.Json.Nodes;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>What stands in the ledger of a sealed record: nothing of its content, and not who wrote it.</summary>
/// <param name="Number">Gapless from 1.</param>
/// <param name="Box">SHA-256 of the sealed bytes, which lie among the attachments.</param>
/// <param name="Files">SHA-256 of the sealed files.</param>
/// <param name="Writer">
/// SHA-256 over a random salt and the writer's id. The salt is inside the box, so a reader can check who wrote it and
/// nobody else can try names.
/// </param>
/// <param name="Code">SHA-256 of the code on the receipt, with which the writer supplements.</param>
public sealed record SealedEntry(
    int Number, string Box, IReadOnlyList<string> Files, string Writer, string Code, IReadOnlyList<string> Readers);

/// <summary>A reading (查阅), public and before anything is shown.</summary>
/// <param name="Order">Number of the extraction order (提取令); empty = the reader needs none.</param>
public sealed record ReadEntry(int Number, string Order, string Reason);

/// <summary>The entries about interventions (干预留痕) in <c>acts</c> and how their contents read.</summary>
public static class InterventionActs
{
    public const string ReaderSet = "intervention.reader.set.v1";
    public const string ReaderEnded = "intervention.reader.ended.v1";
    public const string Sealed = "intervention.sealed.v1";
    public const string Supplemented = "intervention.supplemented.v1";
    public const string Read = "intervention.read.v1";

    public const string Integrity = "integrity", Discipline = "discipline";

    /// <summary>No falsification, no express or implied instruction, no retaliation.</summary>
    public const string Clause = "生态环境监测条例 第十九条";

    public const string PowerToWrite = "intervention.write", PowerToRead = "intervention.read",
        PowerToExtract = "intervention.extract";

    /// <summary>
    /// Who stands in the entry in the writer's place. The person was signed in and had the power; who it is, only the
    /// readers learn.
    /// </summary>
    public const string SealedPerson = "sealed";

    public static bool IsOne(string kind) => kind.StartsWith("intervention.", StringComparison.Ordinal);

    internal static string PowerOf(string role) => role == Integrity ? PowerToRead : PowerToExtract;

    internal static JsonObject Write(ReaderKey key) => new()
    {
        ["key"] = key.Id,
        ["name"] = key.Name,
        ["role"] = key.Role,
        ["public"] = Convert.ToBase64String(key.PublicKey),
    };

    internal static JsonObject Write(SealedEntry e) => new()
    {
        ["number"] = e.Number,
        ["box"] = e.Box,
        ["files"] = List(e.Files),
        ["writer"] = e.Writer,
        ["code"] = e.Code,
        ["readers"] = List(e.Readers),
    };

    internal static JsonObject Write(ReadEntry e) => new()
    {
        ["number"] = e.Number,
        ["order"] = e.Order,
        ["reason"] = e.Reason,
    };

    internal static ReaderKey ReadKey(Act act)
    {
        byte[] key = Convert.FromBase64String(Text(act.Content, "public"));
        string role = Text(act.Content, "role");
        return role is Integrity or Discipline && ReaderKey.Problem(key) is null
            && ReaderKey.IdOf(key) == Text(act.Content, "key")
            ? new ReaderKey(ReaderKey.IdOf(key), act.By, Text(act.Content, "name"), role, key)
            : throw new FormatException("no key of a reader");
    }

    internal static SealedEntry ReadSealed(JsonObject c) => new(
        Number(c), Text(c, "box"), List(c, "files"), Text(c, "writer"), Text(c, "code"), List(c, "readers"));

    internal static ReadEntry ReadRead(JsonObject c) => new(Number(c), Text(c, "order"), Text(c, "reason"));

    internal static string Text(JsonObject content, string key) =>
        content[key]?.GetValue<string>() ?? throw new FormatException($"{key} is missing");

    private static int Number(JsonObject content) =>
        content["number"]?.GetValue<int>() ?? throw new FormatException("number is missing");

    private static JsonArray List(IReadOnlyList<string> items) => [.. items.Select(i => (JsonNode)i)];

    private static string[] List(JsonObject content, string key) => content[key] is JsonArray items
        ? [.. items.Select(i => i?.GetValue<string>() ?? throw new FormatException($"{key} holds no text"))]
        : throw new FormatException($"{key} is missing");
}
