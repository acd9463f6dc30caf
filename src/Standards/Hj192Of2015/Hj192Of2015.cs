namespace Qingyuan.Standards;

/// <summary>HJ 192-2015 生态环境状况评价技术规范: the index EI of five indices and its level.</summary>
public sealed class Hj192Of2015 : IEdition<Hj192Of2015>
{
    public const string Document = "HJ 192-2015";
    private readonly (string Index, decimal Weight, bool Minus)[] _weights;
    private readonly (string Level, decimal? From, Citation Citation)[] _levels;

    private Hj192Of2015(Tables tables, string folder)
    {
        _weights = [.. tables[$"{folder}/weights.csv"].Rows.Select(
            r => (r["index"], r.Number("weight"), r["sign"] == "minus"))];
        _levels = [.. tables[$"{folder}/levels.csv"].Rows.Select(
            r => (r["level"], r.NumberOrNull("from"), r.Cite(Document)))];
    }

    public static Hj192Of2015 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>Names of the indices that are weighed, each 0 to 100.</summary>
    public IEnumerable<string> Indices => _weights.Select(w => w.Index);

    [Clause("HJ 192-2015", "EI")]
    public decimal Index(Func<string, decimal> value)
    {
        decimal sum = 0;
        foreach ((string index, decimal weight, bool minus) in _weights)
            sum += weight * (minus ? 100 - value(index) : value(index));
        return sum;
    }

    /// <summary>The lower bound belongs to the level.</summary>
    [Clause("HJ 192-2015", "分级")]
    public (string Level, Citation Citation) Level(decimal index)
    {
        (string level, _, Citation citation) = Array.Find(_levels, l => l.From is null || index >= l.From);
        return (level, citation);
    }
}
