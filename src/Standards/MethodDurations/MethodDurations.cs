using System.Text.RegularExpressions;

namespace Qingyuan.Standards;

/// <summary>The shortest time a method can take (方法最短用时).</summary>
public sealed record MethodDuration(string Method, string Item, string Step, decimal Minutes, Citation Citation)
{
    public decimal Hours => Minutes / 60;

    /// <summary>Exactly the shortest time is possible. A finding for people to look at, never a verdict.</summary>
    public bool IsImpossible(decimal hours) => hours * 60 < Minutes;
}

/// <summary>Shortest times of methods over many documents, for checks of what cannot have been.</summary>
public sealed partial class MethodDurations : IEdition<MethodDurations>
{
    private readonly Dictionary<string, MethodDuration> _methods = [];

    private MethodDurations(Tables tables, string folder)
    {
        foreach (CsvTable.Row row in tables[$"{folder}/durations.csv"].Rows)
            _methods.Add(Plain(row["method"]), new(
                row["method"], row["item"], row["step"], row.Number("minutes"), row.Cite(row["method"])));
    }

    public static MethodDurations From(Tables tables, string folder) => new(tables, folder);

    public IEnumerable<string> Methods => _methods.Values.Select(m => m.Method);

    /// <summary>By code, with or without the year, the space or the T; null = not known.</summary>
    [Clause("HJ 505-2009", "培养")]
    public MethodDuration? Find(string method) => _methods.GetValueOrDefault(Plain(method)) ?? OfItem(method.Trim());

    /// <summary>By an item (BOD5): the shortest of its methods, because any of them may have been used.</summary>
    private MethodDuration? OfItem(string item) => _methods.Values
        .Where(m => string.Equals(m.Item, item, StringComparison.OrdinalIgnoreCase)).MinBy(m => m.Minutes);

    private static string Plain(string method) => Year().Replace(
        method.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), "")
        .Replace("/T", "", StringComparison.Ordinal);

    [GeneratedRegex("[-—–](19|20)?[0-9]{2}$")]
    private static partial Regex Year();
}
