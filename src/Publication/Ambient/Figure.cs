using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Qingyuan.Standards;

namespace Qingyuan.Publication;

/// <summary>Over what a figure of the environment stands. Stored numbers; they may only grow.</summary>
public enum FigureSpan { AirHour = 1, AirDay = 2, WaterSample = 3, WaterDay = 4, WaterMonth = 5 }

/// <summary>One item of a figure (单项结果).</summary>
/// <param name="Item">Its name in the standards, e.g. <c>PM2.5</c> or 氨氮.</param>
/// <param name="Exact">What indices and means are computed from, never rounded; null = none.</param>
/// <param name="Stated">What the station itself sent, as sent; null for a mean.</param>
/// <param name="Index">分指数 IAQI of air; the class of water as a number, 1 to 6 (劣Ⅴ).</param>
/// <param name="Reason">Why there is no value: <c>missing</c>, <c>flag:X</c>, <c>text</c>, <c>state</c> (no pressure or
/// temperature to convert with), <c>coverage</c> (too little data for this mean).</param>
/// <param name="Count">Values that it was made from.</param>
public sealed record FigureItem(string Item, decimal? Exact, string? Stated, int? Index, string? Reason, int Count)
{
    /// <summary>As it is published; null = no value.</summary>
    [JsonIgnore]
    public string? Printed => Exact is { } exact ? AmbientItem.OfItem(Item)?.Print(exact) : null;

    /// <summary>Dissolved oxygen: saturation in percent, from the altitude and the water's temperature.</summary>
    public decimal? Saturation { get; init; }

    /// <summary>Classed beside the others, decides nothing (单独评价).</summary>
    public bool Beside { get; init; }
}

/// <summary>A rule that a figure rests on (依据).</summary>
public sealed record FigureRule(
    string Document, string Clause,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Confidence>))] Confidence Confidence)
{
    [JsonIgnore]
    public bool IsUnconfirmed => Confidence is Confidence.Memory or Confidence.Unsure;

    internal static FigureRule Of(Citation c) => new(c.Document, c.Clause, c.Confidence);
}

/// <summary>What is computed: index or class, word, what leads, the items, and by which rules.</summary>
/// <param name="Value">AQI of air; the class of water as a number; null = none may be given.</param>
/// <param name="Word">空气质量类别 or 水质状况, e.g. 优, 轻度污染; null without a value.</param>
/// <param name="Main">首要污染物 of air, 主要污染指标 of water.</param>
/// <param name="Reason">Why there is no value: <c>missing</c> (an item is missing and the rest does not exceed, HJ 633
/// 5.3.1), <c>coverage</c>, <c>edition</c>, <c>none</c>.</param>
public sealed record FigureContent(
    int? Value, string? Word, IReadOnlyList<string> Main, IReadOnlyList<FigureItem> Items,
    IReadOnlyList<FigureRule> Rules, string? Reason);

/// <summary>Who reviewed a figure and when (审核). Absent = 未审核.</summary>
/// <param name="Position">In <c>acts</c>.</param>
public sealed record ReviewOf(long Position, string Person, DateTimeOffset At);

/// <summary>
/// One figure of one place (环境质量结果): a station, a section, or a prefecture that is computed from its own. Ours, and
/// walks down to the frames.
/// </summary>
/// <param name="Place">Id of a site, or the key of a prefecture.</param>
/// <param name="Expected">How many of what it is made from are due: sites of a prefecture, hours of a day …</param>
/// <param name="Positions">In <c>frames</c>, ascending.</param>
public sealed record Figure(
    string Place, FigureSpan Span, DateTimeOffset From, DateTimeOffset To, FigureContent Content, int Expected,
    int Observed, DateTimeOffset LastReceived, IReadOnlyList<long> Positions, ReviewOf? Review)
{
    public int? Value => Content.Value;
    public bool IsReviewed => Review is not null;
    public FigureItem? Item(string item) => Content.Items.FirstOrDefault(i => i.Item == item);
}

/// <summary>The column <c>content</c>: a <see cref="FigureContent"/> as JSON, nulls left out.</summary>
internal static class FigureJson
{
    private static readonly FigureContext s_context = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        // Stored text, never put into HTML unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(FigureContent content) => JsonSerializer.Serialize(content, s_context.FigureContent);

    public static FigureContent Read(string json)
    {
        var read = JsonSerializer.Deserialize(json, s_context.FigureContent)
            ?? throw new InvalidDataException("A figure without content.");
        return read with { Main = read.Main ?? [], Items = read.Items ?? [], Rules = read.Rules ?? [] };
    }
}

[JsonSerializable(typeof(FigureContent))]
internal sealed partial class FigureContext : JsonSerializerContext;
