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
public sealed record DataMark(string Letter, string Meaning, MarkUse Use, Citation Citation)
{
    /// <summary>The table it stands in, and the name of its row; empty = it stands in none.</summary>
    public (string Table, string Row) Source { get; init; } = ("", "");
}

/// <summary>
/// The data marks of HJ 212 by edition, and the analyser states (i12001). F changed its meaning between the editions,
/// so a mark is read with the edition of the device that sent it. An unknown mark never counts as valid.
/// </summary>
public sealed class Hj212Flags : IEdition<Hj212Flags>
{
    private const int Letters = 128, Fallback = 2017;
    private readonly Dictionary<int, DataMark?[]> _flags = [];
    private readonly Dictionary<string, DataMark> _states = [];
    private readonly string _flagsPath, _statesPath;

    private Hj212Flags(Tables tables, string folder)
    {
        (_flagsPath, _statesPath) = ($"{folder}/flags.csv", $"{folder}/states.csv");
        foreach (CsvTable.Row row in tables[_flagsPath].Rows)
            Add(row);
        foreach (CsvTable.Row row in tables[_statesPath].Rows)
        {
            var state = new DataMark(row["letter"], row["meaning"], Use(row), row.Cite("HJ 212-2017"))
            {
                Source = (_statesPath, row["code"]),
            };
            if (!_states.TryAdd(row["code"], state))
                throw row.Problem("code", "已经有一行；请删去一行");
        }
        foreach (int edition in Editions)
        {
            if (!_flags.TryGetValue(edition, out DataMark?[]? marks) || marks['-'] is null)
                throw new InvalidDataException($"{edition} 版没有“-”（未带标记）这一行；请补上");
        }
    }

    public static Hj212Flags From(Tables tables, string folder) => new(tables, folder);

    /// <summary>The editions that a device may speak.</summary>
    public static IReadOnlyList<int> Editions { get; } = [2005, 2017, 2025];

    /// <summary>The name of an edition's document.</summary>
    public static string Document(int edition) => edition == 2005 ? "HJ/T 212-2005" : $"HJ 212-{edition}";

    /// <summary>The mark of one value; an empty text is the absent mark.</summary>
    [Clause("HJ/T 212-2005", "数据标记表")]
    [Clause("HJ 212-2017", "数据标记表")]
    [Clause("HJ 212-2025", "数据标记表")]
    public DataMark Of(int edition, ReadOnlySpan<char> flag)
    {
        DataMark?[] marks = _flags.TryGetValue(edition, out var known) ? known : _flags[Fallback];
        if (flag.Length == 0)
            return marks['-']!;
        // Letters are compared as sent: vendors' lower-case marks have meanings of their own.
        if (flag.Length == 1 && flag[0] < marks.Length && flag[0] != '-' && marks[flag[0]] is { } mark)
            return mark;
        return new DataMark(
            flag.ToString(), "标准之外的标记", MarkUse.Invalid,
            new Citation(Document(edition), "数据标记表", "", Confidence.Unsure))
        { Source = (_flagsPath, "") };
    }

    /// <summary>The analyser state of a report i12001; an unknown code is a state that does not count.</summary>
    [Clause("HJ 212-2017", "附录 B i12001")]
    public DataMark State(string code) =>
        _states.TryGetValue(code, out DataMark? mark) ? mark : new DataMark(
            "D", "标准之外的状态", MarkUse.Invalid,
            new Citation("HJ 212-2017", "附录 B i12001", "", Confidence.Unsure))
        { Source = (_statesPath, "") };

    private void Add(CsvTable.Row row)
    {
        int edition = row.Whole("edition");
        if (!Editions.Contains(edition))
            throw row.Problem("edition", $"不是 HJ 212 的版本；请写 {string.Join("、", Editions)}");
        if (row["letter"] is not [< (char)Letters] letter)
            throw row.Problem("letter", "不是一个字母；请写一个英文字母，没有标记写 -");
        if (!_flags.TryGetValue(edition, out DataMark?[]? marks))
            _flags.Add(edition, marks = new DataMark?[Letters]);
        if (marks[letter[0]] is not null)
            throw row.Problem("letter", $"在 {edition} 版里已经有一行；请删去一行");
        // An absent mark is read as N, and printed so: nothing was claimed.
        marks[letter[0]] = new DataMark(
            letter == "-" ? "N" : letter, row["meaning"], Use(row), row.Cite(Document(edition)))
        { Source = (_flagsPath, $"{edition} {letter}") };
    }

    internal static MarkUse Use(CsvTable.Row row) => row.OneOf(
        "use", ("counts", MarkUse.Counts), ("stopped", MarkUse.Stopped), ("maintenance", MarkUse.Maintenance),
        ("invalid", MarkUse.Invalid));
}
