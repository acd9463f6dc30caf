namespace Qingyuan.Standards;

/// <summary>What an outcome asks of people (轻重).</summary>
public enum CheckSeverity
{
    /// <summary>阻断: the value or the record cannot be used.</summary>
    Blocks,
    /// <summary>需人处理: a person has to look.</summary>
    NeedsPerson,
    /// <summary>提示: said, nothing is asked.</summary>
    Informs,
}

/// <summary>Why there is no verdict, where there is none. The four are never shown as the same thing.</summary>
public enum CheckKind
{
    /// <summary>判定结果: the rule was applied and said this.</summary>
    Outcome,
    /// <summary>缺失: what should have arrived did not.</summary>
    Missing,
    /// <summary>未评价: it is there, but the rule was not applied (yet).</summary>
    NotEvaluated,
    /// <summary>缺少邻项无法判定: it is there, but another value that the rule needs is not.</summary>
    NeighbourMissing,
    /// <summary>不适用: the rule does not speak of this case.</summary>
    NotApplicable,
}

/// <summary>
/// One outcome that a rule can give (检查结果), with its permanent code. Texts have slots <c>{0}</c>, <c>{1}</c> … for
/// what differs from case to case.
/// </summary>
/// <param name="Code">Permanent; a frozen list in the tests may only grow.</param>
/// <param name="Example">A case that gives this outcome.</param>
public sealed record Check(
    string Code, CheckSeverity Severity, CheckKind Kind, string Chinese, string English, Citation Citation,
    string Example)
{
    /// <summary>The Chinese text with its slots filled.</summary>
    public string Say(params ReadOnlySpan<object?> slots) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, Chinese, slots);
}

/// <summary>The outcomes of one room (<c>checks.csv</c>), by code.</summary>
public sealed class CheckTable
{
    private readonly Dictionary<string, Check> _checks = new(StringComparer.Ordinal);

    public CheckTable(CsvTable table)
    {
        foreach (CsvTable.Row row in table.Rows)
        {
            _checks.Add(row["code"], new Check(
                row["code"], Enum.Parse<CheckSeverity>(row["severity"], true), Enum.Parse<CheckKind>(row["kind"], true),
                row["zh"], row["en"], row.Cite(row["document"]), row["example"]));
        }
    }

    public IEnumerable<Check> All => _checks.Values;

    /// <summary>Null = no rule of this room gives it.</summary>
    public Check? Find(string code) => _checks.GetValueOrDefault(code);
}
