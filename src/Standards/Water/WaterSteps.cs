using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>How one item came to its class; each kind has its own sentence.</summary>
public enum WaterStepKind
{
    /// <summary>Between two limits: misses that of the better class and keeps that of its own.</summary>
    Between,
    /// <summary>Keeps the strictest limit.</summary>
    Best,
    /// <summary>Keeps no limit at all.</summary>
    Worst,
    /// <summary>Dissolved oxygen that is class Ⅰ by its saturation.</summary>
    BySaturation,
    /// <summary>Known, but the table gives this item no class in this water.</summary>
    NoClass,
    /// <summary>The value is not known.</summary>
    Unknown,
}

/// <summary>One step from a value to a class (计算步骤), for screens that say it in words.</summary>
/// <param name="Decides">True where this item is as bad as the whole, and so decides its class.</param>
public sealed record WaterStep(WaterStepKind Kind, ClassedReading Item, bool Decides)
{
    /// <summary>The step as a Chinese sentence, without its clause.</summary>
    public string Chinese => Kind switch
    {
        WaterStepKind.Unknown => $"{Name}：没有结果，不参评。",
        WaterStepKind.NoClass => $"{Head}：标准对此类水体没有分类限值，不定类别。",
        WaterStepKind.BySaturation =>
            $"{Head}：饱和率 {Saturation} % 达到Ⅰ类的要求，{Found}。",
        WaterStepKind.Best => $"{Head}：{Keeps(Item.Class!.Value, Item.Kept!.Value)}，{Found}。",
        WaterStepKind.Worst => $"{Head}：{Misses}，{Found}。",
        _ => $"{Head}：{Misses}，{Keeps(Item.Class!.Value, Item.Kept!.Value)}，{Found}。",
    };

    /// <summary>The step as an English sentence, without its clause.</summary>
    public string English => Kind switch
    {
        WaterStepKind.Unknown => $"{Name}: no result, not evaluated.",
        WaterStepKind.NoClass => $"{EnglishHead}: the standard has no classes for it in this water.",
        WaterStepKind.BySaturation =>
            $"{EnglishHead}: its saturation of {Saturation} % is that of class Ⅰ.",
        WaterStepKind.Best => $"{EnglishHead}: keeps the limit {Kept} of class {Class}: class {Class}{EnglishApart}.",
        WaterStepKind.Worst =>
            $"{EnglishHead}: misses the limit {Missed} of class {Better}: class {Class}{EnglishApart}.",
        _ => $"{EnglishHead}: misses the limit {Missed} of class {Better} and keeps {Kept} of class {Class}: "
            + $"class {Class}{EnglishApart}.",
    };

    public string Name => Item.Reading.Asked;

    /// <summary>The class it came to, and the next better one; empty = none.</summary>
    public string Class => Item.Class?.Name() ?? "";

    public string Better => Item.MissedClass?.Name() ?? "";

    /// <summary>The limits that it keeps and misses, as printed; empty = none.</summary>
    public string Kept => Item.Kept?.Printed ?? "";

    public string Missed => Item.Missed?.Printed ?? "";

    public string Saturation => Number(Item.Reading.SaturationPercent);

    private string Head => $"{Value}{(Halved is { } half ? $"（未检出，以检出限的一半 {half} 参评）" : "")}";

    private string EnglishHead => $"{Value}{(Halved is { } half ? $" (not detected: half the limit, {half})" : "")}";

    /// <summary>Item, value and unit, in any language.</summary>
    public string Value => Item.Reading.Item.Rule == LimitRule.Presence
        ? $"{Name} {(Item.Reading.Value!.Value.Evaluated == 0 ? "无" : "有")}"
        : $"{Name} {Item.Reading.Value} {(Item.Reading.Item.Unit == "无量纲" ? "" : Item.Reading.Item.Unit)}".TrimEnd();

    /// <summary>Half the detection limit, where that was evaluated; null = the value itself was.</summary>
    public string? Halved => Item.Reading.Value is { IsDetected: false, DetectionLimit: not null } v
        && Item.Kept is not { Undetected: true } ? Number(v.Evaluated) : null;

    private string Found => Item.IsEvaluated ? $"定为{Class}类" : $"单独评价为{Class}类，不参与断面类别";

    private string EnglishApart => Item.IsEvaluated ? "" : ", shown apart, decides nothing";

    private string Misses => Item.Reading.Item.Rule switch
    {
        LimitRule.AtLeast => $"小于{Better}类限值 {Missed}",
        LimitRule.Between => $"不在{Better}类范围 {Missed} 之内",
        LimitRule.Presence => $"不符合{Better}类的要求（{Missed}）",
        _ => Item.Missed!.Value.Undetected ? $"不符合{Better}类的要求（{Missed}）" : $"大于{Better}类限值 {Missed}",
    };

    private string Keeps(WaterClass found, ClassLimit kept) => Item.Reading.Item.Rule switch
    {
        LimitRule.AtLeast => $"不小于{found.Name()}类限值 {kept.Printed}",
        LimitRule.Between => $"在{found.Name()}类范围 {kept.Printed} 之内",
        LimitRule.Presence => $"符合{found.Name()}类的要求（{kept.Printed}）",
        _ => kept.Undetected || kept.Max is null
            ? $"符合{found.Name()}类的要求（{kept.Printed}）" : $"不大于{found.Name()}类限值 {kept.Printed}",
    };

    private static string Number(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>The way from the values to a class, step by step (计算步骤). Adds nothing to what was computed.</summary>
public static class WaterSteps
{
    /// <summary>One step for each item, in the order in which they were given.</summary>
    public static IReadOnlyList<WaterStep> Of(WaterVerdict verdict) =>
        [.. verdict.Items.Select(i => new WaterStep(
            Kind(i), i, i.IsEvaluated && i.Class is not null && i.Class == verdict.Class))];

    /// <summary>The last sentence: the class of the whole and the items that decide it.</summary>
    /// <param name="condition">The words for it where the method has some, e.g. 轻度污染.</param>
    public static string Chinese(WaterVerdict verdict, string? condition = null) => verdict.Class is not { } found
        ? "没有可参评的项目，不定类别。"
        : $"参评项目中最差的是 {Deciding(verdict, "、")}，水质类别为{found.Name()}类"
            + (condition is null ? "。" : $"，水质状况为{condition}。");

    public static string English(WaterVerdict verdict) => verdict.Class is not { } found
        ? "No evaluated item is known: no class."
        : $"The worst of the evaluated items: {Deciding(verdict, ", ")}. The class is {found.Name()}.";

    private static string Deciding(WaterVerdict verdict, string between) =>
        string.Join(between, verdict.Deciding.Select(d => d.Reading.Asked));

    private static WaterStepKind Kind(ClassedReading item)
    {
        if (item.Reading.Value is null)
            return WaterStepKind.Unknown;
        if (item.Class is null)
            return WaterStepKind.NoClass;
        if (item.BySaturation)
            return WaterStepKind.BySaturation;
        if (item.Kept is null)
            return WaterStepKind.Worst;
        return item.Missed is null ? WaterStepKind.Best : WaterStepKind.Between;
    }
}
