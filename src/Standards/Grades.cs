namespace Qingyuan.Standards;

/// <summary>
/// Grades with a lower bound that belongs to them (等级), best or greatest first: the columns <c>level</c> and
/// <c>from</c> of a table, the last row without a bound.
/// </summary>
internal sealed class Grades
{
    private readonly (string Name, decimal? From, Citation Citation)[] _rows;

    public Grades(string document, CsvTable table)
    {
        _rows = [.. table.Rows.Select(r => (r["level"], r.NumberOrNull("from"), r.Cite(document)))];
        for (int i = 0; i < _rows.Length; i++)
        {
            if (_rows[i].From is null != (i == _rows.Length - 1) || i > 0 && _rows[i].From >= _rows[i - 1].From)
                throw new InvalidDataException("等级的下界要从上到下递减，只有最后一行留空；请改 from 列");
        }
    }

    public int Count => _rows.Length;

    /// <summary>Counted from the first row.</summary>
    public int IndexOf(decimal value) => Array.FindIndex(_rows, r => r.From is null || value >= r.From);

    public int IndexOf(string name) => Array.FindIndex(_rows, r => r.Name == name);

    public (string Name, Citation Citation) this[int index] => (_rows[index].Name, _rows[index].Citation);
}

/// <summary>
/// A sum of weighed indices (加权综合指数): <c>index,weight,sign</c>; minus = 100 less the index is weighed.
/// </summary>
internal sealed class WeighedIndex(CsvTable table)
{
    private readonly (string Index, decimal Weight, bool Minus)[] _weights =
        [.. table.Rows.Select(r => (r["index"], r.Number("weight"), r["sign"] == "minus"))];

    public IEnumerable<string> Names => _weights.Select(w => w.Index);

    public decimal Of(Func<string, decimal> value)
    {
        decimal sum = 0;
        foreach ((string index, decimal weight, bool minus) in _weights)
            sum += weight * (minus ? 100 - value(index) : value(index));
        return sum;
    }
}
