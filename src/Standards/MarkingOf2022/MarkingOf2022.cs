namespace Qingyuan.Standards;

/// <summary>What a mark does to a value. Ordered: of several marks the last one decides.</summary>
public enum MarkEffect
{
    Valid,
    /// <summary>A state of the plant: another rule may apply, the number stays as it is.</summary>
    Rule,
    /// <summary>The data do not count.</summary>
    Invalid,
}

/// <summary>What a value is wanted for (数据用途).</summary>
public enum DataUse
{
    /// <summary>超标判定.</summary>
    Exceedance,
    /// <summary>排放量核算.</summary>
    Accounting,
    /// <summary>信息公开.</summary>
    Publication,
    /// <summary>异常线索: a mark hides nothing from those who look for false marks.</summary>
    Lead,
}

/// <summary>Whether a marked value may be used.</summary>
public enum UseAnswer { Yes, No, Rule, Substitute, Gap }

/// <summary>A category of marks (标记类别).</summary>
/// <param name="Industry">Empty = every industry.</param>
/// <param name="OfEquipment">True: of the monitoring equipment. False: of the plant or its abatement.</param>
public sealed record MarkCategory(
    string Code, string Industry, bool OfEquipment, string Name, MarkEffect Effect, Citation Citation);

/// <summary>
/// 污染物排放自动监测设备标记规则 (生态环境部公告 2022 年第 21 号): categories, and what marked data may be used for.
/// A mark never changes a value.
/// </summary>
public sealed class MarkingOf2022 : IEdition<MarkingOf2022>
{
    public const string Document = "公告2022年第21号";

    private readonly Dictionary<string, MarkCategory> _categories;
    private readonly Dictionary<(DataUse, MarkEffect), (UseAnswer Answer, Citation Citation)> _uses;

    private MarkingOf2022(Tables tables, string folder)
    {
        Rules = new(Document, tables[$"{folder}/rules.csv"]);
        _categories = tables[$"{folder}/categories.csv"].Rows.ToDictionary(row => row["code"], row => new MarkCategory(
            row["code"], row["industry"], OfEquipment(row["target"]), row["name"], Named<MarkEffect>(row["effect"]),
            row.Cite(Document)));
        _uses = tables[$"{folder}/uses.csv"].Rows.ToDictionary(
            row => (Named<DataUse>(row["use"]), Named<MarkEffect>(row["effect"])),
            row => (Named<UseAnswer>(row["answer"]), row.Cite(Document)));
        foreach (DataUse use in Enum.GetValues<DataUse>())
        {
            foreach (MarkEffect effect in Enum.GetValues<MarkEffect>())
            {
                if (!_uses.ContainsKey((use, effect)))
                    throw new InvalidDataException($"没有 {use}、{effect} 这一行；请补上");
            }
        }
    }

    public static MarkingOf2022 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }

    /// <summary>The categories that an industry marks by: those of every industry and its own.</summary>
    [Clause("公告2022年第21号", "标记类别")]
    public IEnumerable<MarkCategory> Categories(string industry) =>
        _categories.Values.Where(c => c.Industry.Length == 0 || c.Industry == industry);

    /// <summary>Null = there is no such category.</summary>
    public MarkCategory? Category(string code) => _categories.GetValueOrDefault(code);

    /// <summary>What marks of a value do to it together: a code that nobody knows never counts as valid.</summary>
    [Clause("公告2022年第21号", "标记类别")]
    public MarkEffect Effect(IEnumerable<string> codes)
    {
        var effect = MarkEffect.Valid;
        foreach (string code in codes)
        {
            MarkEffect own = Category(code)?.Effect ?? MarkEffect.Invalid;
            effect = own > effect ? own : effect;
        }
        return effect;
    }

    /// <summary>Whether a value with such marks may be used, and by which row.</summary>
    [Clause("公告2022年第21号", "数据使用")]
    public (UseAnswer Answer, Citation Citation) May(DataUse use, MarkEffect effect) => _uses[(use, effect)];

    /// <summary>
    /// Usable for exceedance: the hour is valid by its technical document, and no accepted mark invalidates it. In a
    /// state of the plant it is held to the rule of that state.
    /// </summary>
    [Clause("公告2022年第21号", "数据使用")]
    public UseAnswer ForExceedance(bool hourCounts, MarkEffect effect) =>
        hourCounts ? May(DataUse.Exceedance, effect).Answer : UseAnswer.No;

    /// <summary>传输有效率 = 传输率 × 有效率, in percent.</summary>
    [Clause("公告2022年第21号", "传输有效率")]
    public static decimal EffectiveTransmission(decimal transmittedPercent, decimal validPercent) =>
        transmittedPercent * validPercent / 100;

    /// <summary>One fault of an incinerator may last four hours.</summary>
    [Clause("GB 18485-2014", "运行要求")]
    public bool FaultWithin(TimeSpan length) => length <= TimeSpan.FromHours((double)Rules["furnace.fault.hours"]);

    /// <summary>Start, stop, fault and accident of a furnace together: sixty hours a year.</summary>
    [Clause("GB 18485-2014", "运行要求")]
    public bool YearWithin(TimeSpan total) => total <= TimeSpan.FromHours((double)Rules["furnace.year.hours"]);

    private static bool OfEquipment(string text) => text == "equipment"
        || (text == "facility" ? false : throw new InvalidDataException($"“{text}”不认识；请写 equipment（设备）或 facility（设施）"));

    private static T Named<T>(string text) where T : struct, Enum => Enum.TryParse(text, true, out T value)
        ? value
        : throw new InvalidDataException(
            $"“{text}”不认识；请写 {string.Join("、", Enum.GetNames<T>()).ToLowerInvariant()} 里的一个");
}
