namespace Qingyuan.Standards;

/// <summary>One term of the index: what is measured, how it becomes an index, and its weight.</summary>
public sealed record TrophicTerm(string Name, string Unit, decimal A, decimal B, decimal Weight, Citation Citation);

/// <summary>综合营养状态指数 of a lake.</summary>
/// <param name="Terms">TLI(j) in the order of <see cref="TrophicState.Terms"/>; null = not measured.</param>
/// <param name="Index">Null where a term is missing: the weights hold for all five together.</param>
public sealed record TrophicResult(
    IReadOnlyList<decimal?> Terms, decimal? Index, string? Level, Citation Citation);

/// <summary>
/// What makes the index of a lake on the plateau misleading; such a lake is shown with it, its index stays as computed.
/// </summary>
public enum LakeNature
{
    Ordinary,
    /// <summary>冰川补给湖: rock flour, not algae, takes the transparency.</summary>
    Glacial,
    /// <summary>盐湖、咸水湖: salts disturb the permanganate index.</summary>
    Saline,
}

/// <summary>The nutrient level of lakes (湖库营养状态评价) of 环办〔2011〕22号.</summary>
public sealed class TrophicState
{
    private readonly TrophicTerm[] _terms;
    private readonly (string Name, decimal? Below, bool At, Citation Citation)[] _levels;

    internal TrophicState(Tables tables, string folder)
    {
        CsvTable.Row[] rows = [.. tables[$"{folder}/tli.csv"].Rows];
        // Wj = rj²/Σr², in full; its printed rounding (0.2663, 0.1879, 0.1790, 0.1834, 0.1834) is for reading.
        decimal sum = rows.Sum(r => r.Number("r") * r.Number("r"));
        _terms = Array.ConvertAll(rows, r => new TrophicTerm(
            r["item"], r["unit"], r.Number("a"), r.Number("b"), r.Number("r") * r.Number("r") / sum,
            r.Cite(SurfaceWaterEvaluationOf2011.Document)));
        _levels = [.. tables[$"{folder}/tli_levels.csv"].Rows.Select(r => (
            r["level"], r.NumberOrNull("below"), r.Whole("at") == 1, r.Cite(SurfaceWaterEvaluationOf2011.Document)))];
        if (_levels.Length == 0 || _levels[^1].Below is not null)
            throw new InvalidDataException("最后一级没有上界；请把它的 below 留空");
    }

    /// <summary>Chlorophyll a, TP, TN, transparency, permanganate index.</summary>
    public IReadOnlyList<TrophicTerm> Terms => _terms;

    /// <summary>
    /// TLI(j) = 10 (a + b ln x) and TLI = Σ Wj·TLI(j). A value of zero has no logarithm: what was not detected comes in
    /// as half its limit, and zero itself is refused.
    /// </summary>
    [Clause("环办〔2011〕22号", "二 营养状态评价")]
    public TrophicResult Evaluate(IReadOnlyList<decimal?> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, _terms.Length);
        var terms = new decimal?[_terms.Length];
        decimal? index = 0;
        for (int i = 0; i < _terms.Length; i++)
        {
            if (values[i] is { } value)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, _terms[i].Name);
                // The logarithm goes through double and back: 15 digits, of which the method uses two or three.
                terms[i] = 10 * (_terms[i].A + _terms[i].B * (decimal)Math.Log((double)value));
            }
            index += terms[i] * _terms[i].Weight;
        }
        return new TrophicResult(terms, index, index is { } tli ? Level(tli) : null, _terms[0].Citation);
    }

    /// <summary>贫营养 below 30, 中营养 to 50, then 轻度, 中度 and above 70 重度富营养.</summary>
    [Clause("环办〔2011〕22号", "二 营养状态评价")]
    public string Level(decimal index)
    {
        foreach (var (name, below, at, _) in _levels)
        {
            if (below is not { } bound || index < bound || (at && index == bound))
                return name;
        }
        throw new InvalidDataException("最后一级没有上界；请把它的 below 留空");
    }

    /// <summary>The term that misleads in such a lake; null where all hold.</summary>
    public static string? Misleading(LakeNature nature) => nature switch
    {
        LakeNature.Glacial => "SD",
        LakeNature.Saline => "CODMn",
        _ => null,
    };
}
