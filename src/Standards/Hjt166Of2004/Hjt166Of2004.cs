namespace Qingyuan.Standards;

/// <summary>HJ/T 166-2004 土壤环境监测技术规范: single index and Nemerow's index (内梅罗污染指数) with its grades.</summary>
public sealed class Hjt166Of2004 : IEdition<Hjt166Of2004>
{
    public const string Document = "HJ/T 166-2004";
    private readonly (string Name, decimal? UpTo, Citation Citation)[] _grades, _single;

    private Hjt166Of2004(Tables tables, string folder)
    {
        _grades = [.. tables[$"{folder}/grades.csv"].Rows.Select(
            r => (r["name"], r.NumberOrNull("upto"), r.Cite(Document)))];
        _single = [.. tables[$"{folder}/single.csv"].Rows.Select(
            r => (r["name"], r.NumberOrNull("upto"), r.Cite(r["document"])))];
    }

    public static Hjt166Of2004 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>Pi = Ci/Si (单项污染指数); null where the value to hold it against is zero.</summary>
    [Clause("HJ/T 166-2004", "12.1")]
    public static decimal? SingleIndex(decimal content, decimal standard) => standard == 0 ? null : content / standard;

    [Clause("环发〔2008〕39号", "单项污染指数")]
    public (string Name, Citation Citation) SingleGrade(decimal index) => Find(_single, index);

    /// <summary>P = √((mean² + max²)/2); at least one index is needed.</summary>
    [Clause("HJ/T 166-2004", "12.2")]
    public static decimal Nemerow(IReadOnlyCollection<decimal> indices)
    {
        decimal mean = indices.Sum() / indices.Count, largest = indices.Max();
        return Root.Square((mean * mean + largest * largest) / 2);
    }

    [Clause("HJ/T 166-2004", "12.2")]
    public (string Name, Citation Citation) Grade(decimal index) => Find(_grades, index);

    private static (string, Citation) Find((string Name, decimal? UpTo, Citation Citation)[] grades, decimal index)
    {
        (string name, _, Citation citation) = Array.Find(grades, g => g.UpTo is null || index <= g.UpTo);
        return (name, citation);
    }
}
