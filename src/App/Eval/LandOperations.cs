using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>Soil, ecology, noise, sample keeping and method times (土壤、生态、噪声、样品保存与方法用时).</summary>
internal static class LandOperations
{
    public static (string, Operation)[] All =>
    [
        ("ag_screen", ScreenFarmland),
        ("nemerow", Nemerow),
        ("ei", EcologicalIndex),
        ("leq", EquivalentLevel),
        ("ldn", DayNightLevel),
        ("holding_time", HoldingTime),
        ("min_duration", MinimumDuration),
    ];

    private static void ScreenFarmland(EvalInput input, EvalResult result, Rulebook rules)
    {
        var limits = rules.Newest().Of<Gb15618Of2018>();
        string name = input.Text("item"), use = input.Text("use");
        decimal content = input.Number("value", 0, decimal.MaxValue);
        string? item = limits.Find(name);
        if (item is null)
            input.Refuse("unknown_item", $"item: '{name}' is unknown; there are {string.Join(", ", limits.Items)}");
        if (!limits.IsUse(use))
            input.Refuse("unknown_choice", $"use: '{use}' is none of {string.Join(", ", limits.Uses)}");
        decimal acidity = item is not null && limits.NeedsAcidity(item) ? input.Number("pH", 0, 14) : 7;
        if (input.Refused)
            return;
        SoilScreening found = limits.Screen(item!, content, acidity, use);
        result.Number("screening", found.Screening);
        result.Number("control", found.Control);
        result.Text("verdict", found.Verdict);
        result.From(found.Citation);
    }

    private static void Nemerow(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal[] indices = Some(input, "pi");
        if (Array.Exists(indices, i => i < 0))
            input.Refuse("out_of_range", "pi: an index is not below zero");
        if (input.Refused)
            return;
        decimal index = Hjt166Of2004.Nemerow(indices);
        result.Number("P", index);
        result.From(rules.Newest().Of<Hjt166Of2004>().Grade(index).Citation);
    }

    private static void EcologicalIndex(EvalInput input, EvalResult result, Rulebook rules)
    {
        var edition = rules.Newest().Of<Hj192Of2015>();
        decimal index = edition.Index(key => input.Number(key, 0, 100));
        if (input.Refused)
            return;
        (string level, Citation citation) = edition.Level(index);
        result.Number("ei", index);
        result.Text("level", level);
        result.From(citation);
    }

    private static void EquivalentLevel(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal[] levels = Some(input, "levels");
        if (input.Refused)
            return;
        result.Number("leq", Gb3096Of2008.Equivalent(levels));
        result.From(Gb3096Of2008.Document, "3.2", Confidence.Memory);
    }

    private static void DayNightLevel(EvalInput input, EvalResult result, Rulebook rules)
    {
        var edition = rules.Newest().Of<Gb3096Of2008>();
        decimal day = input.Number("ld"), night = input.Number("ln");
        if (input.Refused)
            return;
        result.Number("ldn", edition.DayNight(day, night));
        result.From(edition.DayNightBasis);
    }

    private static void HoldingTime(EvalInput input, EvalResult result, Rulebook rules)
    {
        var edition = rules.Newest().Of<Hj493Of2009>();
        string item = input.Text("item");
        decimal hours = input.Number("hours_since_sampling", 0, decimal.MaxValue);
        Holding? holding = edition.Strictest(item);
        if (holding is null)
            input.Refuse("unknown_item", $"item: '{item}' is unknown; there are {string.Join(", ", edition.Items)}");
        if (input.Refused)
            return;
        result.Number("limit_h", holding!.Hours);
        result.Flag("violation", holding.IsBroken(hours));
        result.From(holding.Citation);
    }

    private static void MinimumDuration(EvalInput input, EvalResult result, Rulebook rules)
    {
        var edition = rules.Newest().Of<MethodDurations>();
        string method = input.Text("method");
        decimal hours = input.Number("elapsed_h", 0, 1_000_000);
        MethodDuration? found = edition.Find(method);
        if (found is null)
            input.Refuse(
                "unknown_item", $"method: '{method}' is unknown; there are {string.Join(", ", edition.Methods)}");
        if (input.Refused)
            return;
        result.Number("min_h", found!.Hours);
        result.Flag("impossible", found.IsImpossible(hours));
        result.From(found.Citation);
    }

    private static decimal[] Some(EvalInput input, string key)
    {
        decimal[] numbers = input.Numbers(key);
        if (!input.Refused && numbers.Length == 0)
            input.Refuse("empty", $"{key}: at least one number is needed");
        return numbers;
    }
}
