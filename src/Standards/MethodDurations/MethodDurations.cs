using System.Text.RegularExpressions;

namespace Qingyuan.Standards;

/// <summary>The shortest time a method can take (方法最短用时).</summary>
public sealed record MethodDuration(string Method, string Item, string Step, decimal Minutes, Citation Citation)
{
    public decimal Hours => Minutes / 60;

    /// <summary>Exactly the shortest time is possible. A finding for people to look at, never a verdict.</summary>
    public bool IsImpossible(decimal hours) => hours * 60 < Minutes;

    /// <summary>
    /// Whether so many samples fit into the time (通量核查): each rack or titrator takes its places full and then the
    /// whole time again. Only the method's own shortest time is counted, so what fails here cannot have been.
    /// </summary>
    /// <param name="places">Samples that run together on one set, e.g. 12 on a COD rack; at least one.</param>
    /// <param name="sets">Racks, titrators or people that work side by side; at least one.</param>
    public MethodThroughput Throughput(int samples, int places, int sets, decimal hours)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        ArgumentOutOfRangeException.ThrowIfNegative(hours);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sets);
        long together = (long)places * sets, runs = (samples + together - 1) / together;
        long possible = (long)Math.Floor(hours * 60 / Minutes) * together;
        return new(runs * Hours, possible, IsImpossible: hours * 60 < runs * Minutes);
    }
}

/// <summary>What a laboratory can do at most in a time (方法通量).</summary>
/// <param name="LeastHours">The shortest time for the samples that were asked for.</param>
/// <param name="Possible">The most samples in the time.</param>
/// <param name="IsImpossible">A finding for people to look at, never a verdict.</param>
public sealed record MethodThroughput(decimal LeastHours, long Possible, bool IsImpossible);

/// <summary>Shortest times of methods over many documents, for checks of what cannot have been.</summary>
public sealed partial class MethodDurations : IEdition<MethodDurations>
{
    private readonly Dictionary<string, MethodDuration> _methods = [];
    private readonly Dictionary<string, MethodDuration> _items = new(StringComparer.OrdinalIgnoreCase);

    private MethodDurations(Tables tables, string folder)
    {
        foreach (CsvTable.Row row in tables[$"{folder}/durations.csv"].Rows)
        {
            var method = new MethodDuration(
                row["method"], row["item"], row["step"], row.Number("minutes"), row.Cite(row["method"]));
            _methods.Add(Plain(method.Method), method);
            foreach (string name in (string[])[row["item"], .. row["names"].Split('|')])
            {
                if (name.Length > 0 && !(_items.GetValueOrDefault(name)?.Minutes <= method.Minutes))
                    _items[name] = method;
            }
        }
    }

    public static MethodDurations From(Tables tables, string folder) => new(tables, folder);

    public IEnumerable<string> Methods => _methods.Values.Select(m => m.Method);

    /// <summary>
    /// By code, with or without the year, the space or the T; by an item the quickest of its methods, since only what
    /// none of them can do cannot have been. Null = not known.
    /// </summary>
    [Clause("HJ 505-2009", "培养")]
    public MethodDuration? Find(string method) =>
        _methods.GetValueOrDefault(Plain(method)) ?? _items.GetValueOrDefault(method.Trim());

    /// <summary>A code without its year, spaces and T, so that two ways of writing it are one.</summary>
    internal static string Plain(string method) => Year().Replace(
        method.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), "")
        .Replace("/T", "", StringComparison.Ordinal);

    [GeneratedRegex("[-—–](19|20)?[0-9]{2}$")]
    private static partial Regex Year();
}
