using Qingyuan.App.Eval;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Calculator;

/// <summary>Class of surface water and of groundwater (水质类别), with the limits on both sides of each value.</summary>
internal static class WaterCalculators
{
    // What a form asks for is fixed by the shipped tables; its answer and its steps go by the corrected ones.
    private static readonly Tables s_tables = Rulebook.Shipped.Newest();

    public static Calculator Surface { get; } = new(
        "water", "section_class",
        [
            new Field("water", FieldKind.Choice, Choices: ["river", "lake"]),
            new Field("do_saturation_percent", FieldKind.Number, "%", Required: false),
            .. s_tables.Of<Gb3838Of2002>().Items
                .Where(i => i.Beyond is not null && i.Rule != LimitRule.None && i.Limits.Count > 1)
                .Where(i => i.Only is null || i.Names.Contains("TN") || i.Name == "总磷_河流")
                .Select(i => Of(i, i.Name == "总磷_河流" ? "总磷" : i.Name)),
        ],
        c => c.Found("class").Length == 0 ? c.Words["a.water.none"]
            : c.Words.Say("a.water", c.Found("class"), c.Words.Find("condition." + c.Found("condition"))),
        c => Sentences(c, SurfaceVerdict(c)))
    { Document = Gb3838Of2002.Document };

    public static Calculator Ground { get; } = new(
        "groundwater", "well_class",
        [.. s_tables.Of<Gbt14848Of2017>().Items.Where(i => i.Citation.Clause == "表1").Select(i => Of(i, i.Name))],
        c => c.Found("class").Length == 0 ? c.Words["a.water.none"] : c.Words.Say("a.groundwater", c.Found("class")),
        c => Sentences(c, Gbt14848Of2017.Well(
            [.. Readings(c, n => c.Rules.Newest().Of<Gbt14848Of2017>().Find(n))]).Verdict))
    { Document = Gbt14848Of2017.Document };

    private static Field Of(WaterItem item, string name)
    {
        // The table lists the code (NH3-N) among the item's other names.
        string code = item.Names.FirstOrDefault(n => n != name && n.All(char.IsAscii) && n.Length < 16) ?? "";
        return item.Rule == LimitRule.Presence
            ? new Field(name, FieldKind.Choice, Required: false, Choices: ["无", "有"], Group: "values", Label: name)
            : new Field(
                name, FieldKind.Number, item.Unit == "无量纲" ? "" : item.Unit, Required: false, Group: "values",
                Label: $"{name} {code}".TrimEnd());
    }

    private static WaterVerdict SurfaceVerdict(Calculation c)
    {
        WaterBody water = c["water"] == "lake" ? WaterBody.Lake : WaterBody.River;
        decimal? saturation = c["do_saturation_percent"].Length > 0 ? c.Number("do_saturation_percent") : null;
        Tables tables = c.Rules.Newest();
        return tables.Of<SurfaceWaterEvaluationOf2011>().Section(water,
        [
            .. Readings(c, n => tables.Of<Gb3838Of2002>().Find(n, water)).Select(r =>
                r.Item.Rule == LimitRule.AtLeast ? r with { SaturationPercent = saturation } : r),
        ]);
    }

    private static IEnumerable<WaterReading> Readings(Calculation c, Func<string, WaterItem?> find)
    {
        foreach ((string name, string text) in c.Given)
        {
            if (find(name) is not { } item)
                continue;
            if (item.Rule == LimitRule.Presence)
                yield return new WaterReading(name, item, WaterValue.Present(text == "有"));
            else if (WaterValue.TryRead(text, out WaterValue value))
                yield return new WaterReading(name, item, value);
        }
    }

    private static IReadOnlyList<string> Sentences(Calculation c, WaterVerdict verdict) =>
    [
        .. WaterSteps.Of(verdict).Select(step => c.Words.Language switch
        {
            "en" => step.English,
            "bo" => Tibetan(c.Words, step),
            _ => step.Chinese,
        }),
        c.Words.Language switch
        {
            "en" => WaterSteps.English(verdict),
            "bo" => Tibetan(c.Words, verdict),
            _ => WaterSteps.Chinese(verdict, c.Found("condition") is { Length: > 0 } condition ? condition : null),
        },
    ];

    /// <summary>By the same parts as the Chinese sentence; the words are a resource, for their reviewer.</summary>
    private static string Tibetan(CalcWords words, WaterStep step)
    {
        string head = step.Kind == WaterStepKind.Unknown ? step.Name
            : step.Value + (step.Halved is { } half ? words.Say("s.water.half", half) : "");
        bool apart = !step.Item.IsEvaluated && step.Class.Length > 0;
        return words.Say($"s.water.{step.Kind}", head, step.Missed, step.Better, step.Kept, step.Class, step.Saturation)
            + (apart ? words["s.water.apart"] : "");
    }

    private static string Tibetan(CalcWords words, WaterVerdict verdict) => verdict.Class is not { } found
        ? words["a.water.none"]
        : words.Say("s.water.all", string.Join(", ", verdict.Deciding.Select(d => d.Reading.Asked)), found.Name());
}
