using System.Text.Json;

namespace Qingyuan.App.Screens.Calculator;

/// <summary>The daily air quality index (空气质量指数日报), by either edition.</summary>
internal static class AirCalculator
{
    private static readonly (string Item, string Label, string Unit)[] s_items =
    [
        ("SO2_24h", "SO₂ 24 h", "µg/m³"), ("NO2_24h", "NO₂ 24 h", "µg/m³"), ("PM10_24h", "PM10 24 h", "µg/m³"),
        ("PM25_24h", "PM2.5 24 h", "µg/m³"), ("CO_24h", "CO 24 h", "mg/m³"), ("O3_8h", "O₃ 8 h", "µg/m³"),
    ];

    public static Calculator Index { get; } = new(
        "aqi", "aqi_daily",
        [
            new Field("edition", FieldKind.Choice, Choices: ["2026", "2012"]),
            .. s_items.Select(i => new Field(
                i.Item, FieldKind.Number, i.Unit, Required: false, Group: "values", Label: i.Label)),
        ],
        c => c.Found("aqi").Length == 0 ? c.Words["a.aqi.none"] : c.Words.Say(
            "a.aqi", c.Found("aqi"), c.Found("level"), c.Words["category." + c.Found("category")], Primary(c)),
        Steps)
    { Document = "HJ 633" };

    private static List<string> Steps(Calculation c)
    {
        List<string> steps = [];
        if (c["edition"] == "2026")
            steps.Add(c.Words["s.aqi.round"]);
        if (c.Result.TryGetProperty("iaqi", out JsonElement parts) && parts.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty part in parts.EnumerateObject())
            {
                if (part.Value.ValueKind == JsonValueKind.Number)
                    steps.Add(c.Words.Say("s.aqi.part", Label(part.Name), c[part.Name], part.Value.ToString()));
            }
        }
        steps.Add(c.Words["s.aqi.formula"]);
        steps.Add(c.Words["s.aqi.max"]);
        return steps;
    }

    private static string Primary(Calculation c)
    {
        List<string> names = c.Result.TryGetProperty("primary", out JsonElement list)
            && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(n => Label(n.GetString()!))] : [];
        return names.Count == 0 ? c.Words["a.aqi.noprimary"] : string.Join(c.Words.IsChinese ? "、" : ", ", names);
    }

    private static string Label(string item) =>
        Array.Find(s_items, i => i.Item == item) is { Label: { } label } ? label : item;
}
