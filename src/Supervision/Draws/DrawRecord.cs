using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qingyuan.Supervision;

/// <summary>
/// The published record of a draw (抽取记录): lists, rules, result and the proofs of the entries, in one JSON file that
/// anybody recomputes offline. Believes nothing; <see cref="DrawVerifier"/> does the checking.
/// </summary>
/// <param name="Commitment">A <c>.tlog-proof</c> of the commitment under the seed's checkpoint.</param>
/// <param name="Drawn">A <c>.tlog-proof</c> of the draw's entry under a later checkpoint.</param>
/// <param name="Recusals"><c>.tlog-proof</c>s, in their order.</param>
public sealed record DrawRecord(
    string Id, string Objects, string Inspectors, string Rules, string Result, string Commitment, string Drawn,
    IReadOnlyList<string> Recusals)
{
    public const int BytesMax = 16 << 20;
    public const int RecusalsMax = 1_000;

    private const string Format = "qingyuan-draw-1";

    private static readonly JsonSerializerOptions Writing = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    public string Write() => new JsonObject
    {
        ["format"] = Format,
        ["draw"] = Id,
        ["objects"] = Objects,
        ["inspectors"] = Inspectors,
        ["rules"] = Rules,
        ["result"] = Result,
        ["commitment"] = Commitment,
        ["drawn"] = Drawn,
        ["recusals"] = new JsonArray([.. Recusals.Select(r => (JsonNode)r)]),
    }.ToJsonString(Writing) + "\n";

    /// <exception cref="FormatException">Not such a record; the message says why.</exception>
    public static DrawRecord Read(string text)
    {
        if (text.Length > BytesMax)
            throw new FormatException($"a record has at most {BytesMax} bytes");
        try
        {
            if (JsonNode.Parse(text, null, Reading) is not JsonObject json || json["format"]?.ToString() != Format)
                throw new FormatException($"it is no record of a draw ('format' is not {Format})");
            string Of(string key) => json[key]?.GetValue<string>() ?? throw new FormatException($"'{key}' is missing");
            if (json["recusals"] is not JsonArray { Count: <= RecusalsMax } recusals)
                throw new FormatException("'recusals' is missing or too long");
            return new DrawRecord(
                Of("draw"), Of("objects"), Of("inspectors"), Of("rules"), Of("result"), Of("commitment"), Of("drawn"),
                [.. recusals.Select(r => r?.GetValue<string>() ?? throw new FormatException("a recusal is no text"))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"it is no JSON record of a draw: {e.Message}");
        }
    }
}
