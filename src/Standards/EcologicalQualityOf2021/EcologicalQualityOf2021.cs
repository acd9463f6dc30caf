namespace Qingyuan.Standards;

/// <summary>环监测〔2021〕99号 区域生态质量评价办法（试行）: the index EQI of four indices, its class and its change.</summary>
public sealed class EcologicalQualityOf2021 : IEdition<EcologicalQualityOf2021>
{
    public const string Document = "环监测〔2021〕99号";
    private readonly WeighedIndex _index;
    private readonly Grades _levels, _changes;
    private readonly (string Better, string Worse)[] _words;

    private EcologicalQualityOf2021(Tables tables, string folder)
    {
        _index = new(tables[$"{folder}/weights.csv"]);
        _levels = new(Document, tables[$"{folder}/levels.csv"]);
        CsvTable changes = tables[$"{folder}/change.csv"];
        _changes = new(Document, changes);
        _words = [.. changes.Rows.Select(r => (r["better"], r["worse"]))];
    }

    public static EcologicalQualityOf2021 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>Names of the indices that are weighed, each 0 to 100.</summary>
    public IEnumerable<string> Indices => _index.Names;

    [Clause("环监测〔2021〕99号", "EQI")]
    public decimal Index(Func<string, decimal> value) => _index.Of(value);

    /// <summary>The lower bound belongs to the class.</summary>
    [Clause("环监测〔2021〕99号", "分类")]
    public (string Level, Citation Citation) Level(decimal index) => _levels[_levels.IndexOf(index)];

    [Clause("环监测〔2021〕99号", "变化幅度")]
    public EcologicalChange Change(decimal before, decimal after)
    {
        int grade = _changes.IndexOf(Math.Abs(after - before));
        int direction = grade == _changes.Count - 1 ? 0 : Math.Sign(after - before);
        (string better, string worse) = _words[grade];
        return new(direction < 0 ? worse : better, direction, _changes[grade].Citation);
    }
}
