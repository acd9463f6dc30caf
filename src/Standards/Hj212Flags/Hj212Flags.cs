namespace Qingyuan.Standards;

/// <summary>What a mark means for the value beside it.</summary>
public enum MarkUse
{
    /// <summary>计入</summary>
    Counts,
    /// <summary>停运: the source (or its instrument) stands; nothing to judge.</summary>
    Stopped,
    /// <summary>维护、校准</summary>
    Maintenance,
    /// <summary>无效: fault, set value, over range, or a mark that nobody knows.</summary>
    Invalid,
}

/// <summary>One letter of the data marks (数据标记), or one analyser state, with its meaning and origin.</summary>
public sealed record DataMark(string Letter, string Meaning, MarkUse Use, Citation Citation);

/// <summary>
/// The data marks of HJ 212 by edition, and the analyser states (i12001). F changed its meaning between the editions,
/// so a mark is read with the edition of the device that sent it. An unknown mark never counts as valid.
/// </summary>
public static class Hj212Flags
{
    private static readonly Dictionary<int, DataMark?[]> _flags = Load();
    private static readonly Dictionary<string, DataMark> _states =
        CsvTable.Shipped("Hj212Flags/states.csv").Rows.ToDictionary(row => row["code"], row =>
            new DataMark(row["letter"], row["meaning"], Use(row["use"]), row.Cite("HJ 212-2017")));

    /// <summary>The name of an edition's document.</summary>
    public static string Document(int edition) => edition == 2005 ? "HJ/T 212-2005" : $"HJ 212-{edition}";

    /// <summary>The mark of one value; an empty text is the absent mark.</summary>
    [Clause("HJ/T 212-2005", "数据标记表")]
    [Clause("HJ 212-2017", "数据标记表")]
    [Clause("HJ 212-2025", "数据标记表")]
    public static DataMark Of(int edition, ReadOnlySpan<char> flag)
    {
        DataMark?[] marks = _flags.TryGetValue(edition, out var known) ? known : _flags[2017];
        if (flag.Length == 0)
            return marks['-']!;
        // Letters are compared as sent: vendors' lower-case marks have meanings of their own.
        if (flag.Length == 1 && flag[0] < marks.Length && flag[0] != '-' && marks[flag[0]] is { } mark)
            return mark;
        return new DataMark(
            flag.ToString(), "标准之外的标记", MarkUse.Invalid,
            new Citation(Document(edition), "数据标记表", "", Confidence.Unsure));
    }

    /// <summary>The analyser state of a report i12001; an unknown code is a state that does not count.</summary>
    [Clause("HJ 212-2017", "附录 B i12001")]
    public static DataMark State(string code) =>
        _states.TryGetValue(code, out DataMark? mark) ? mark : new DataMark(
            "D", "标准之外的状态", MarkUse.Invalid,
            new Citation("HJ 212-2017", "附录 B i12001", "", Confidence.Unsure));

    private static Dictionary<int, DataMark?[]> Load()
    {
        var editions = new Dictionary<int, DataMark?[]>();
        foreach (CsvTable.Row row in CsvTable.Shipped("Hj212Flags/flags.csv").Rows)
        {
            int edition = row.Whole("edition");
            if (!editions.TryGetValue(edition, out DataMark?[]? marks))
                editions.Add(edition, marks = new DataMark?[128]);
            // An absent mark is read as N, and printed so: nothing was claimed.
            string letter = row["letter"] == "-" ? "N" : row["letter"];
            Citation citation = row.Cite(Document(edition));
            marks[row["letter"][0]] = new DataMark(letter, row["meaning"], Use(row["use"]), citation);
        }
        return editions;
    }

    internal static MarkUse Use(string text) => text switch
    {
        "counts" => MarkUse.Counts,
        "stopped" => MarkUse.Stopped,
        "maintenance" => MarkUse.Maintenance,
        "invalid" => MarkUse.Invalid,
        _ => throw new InvalidDataException($"Unknown use '{text}'."),
    };
}
