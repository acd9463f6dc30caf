using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Qingyuan.Judgement;

/// <summary>The column <c>factors</c>: a JSON array of <see cref="JudgedFactor"/>, camelCase, nulls left out.</summary>
internal static class FactorsJson
{
    private static readonly FactorsContext _context = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Stored text, never put into HTML unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(IReadOnlyList<JudgedFactor> factors) =>
        JsonSerializer.Serialize(factors as JudgedFactor[] ?? [.. factors], _context.JudgedFactorArray);

    public static JudgedFactor[] Read(string json) =>
        JsonSerializer.Deserialize(json, _context.JudgedFactorArray) ?? [];

    /// <summary>The column <c>rules</c> of an exceedance; none = an empty array.</summary>
    public static string WriteRules(IReadOnlyList<RuleBasis>? rules) =>
        rules is null ? "[]" : JsonSerializer.Serialize([.. rules], _context.RuleBasisArray);

    public static RuleBasis[]? ReadRules(string json) => json == "[]" ? null
        : JsonSerializer.Deserialize(json, _context.RuleBasisArray);
}

[JsonSerializable(typeof(JudgedFactor[]))]
[JsonSerializable(typeof(RuleBasis[]))]
internal sealed partial class FactorsContext : JsonSerializerContext;
