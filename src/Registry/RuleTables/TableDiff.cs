using Qingyuan.Standards;

namespace Qingyuan.Registry;

/// <summary>What became of a row.</summary>
public enum RowChange
{
    Same,
    Changed,
    Added,
    Removed,
}

/// <summary>One row of a comparison of two versions of a table (规则表对照).</summary>
/// <param name="Old">Null = added.</param>
/// <param name="New">Null = removed.</param>
public sealed record RowDiff(RowChange Kind, IReadOnlyList<string>? Old, IReadOnlyList<string>? New)
{
    /// <summary>True where a changed row has another cell than before.</summary>
    public bool Differs(int column) => Kind == RowChange.Changed && Old![column] != New![column];
}

/// <summary>
/// Compares a table with a corrected text of the same columns. A new row belongs to the old one with which it shares
/// most leading cells (the key stands first in our tables).
/// </summary>
public static class TableDiff
{
    public static IReadOnlyList<RowDiff> Of(CsvTable before, string text)
    {
        if (CsvTable.TryRead(before.Path, text, out _) is not { } after || !after.Columns.SequenceEqual(before.Columns))
            return [];
        List<string[]> old = Cells(before), now = Cells(after);
        Dictionary<string, Queue<int>> places = old.Select((cells, i) => (Line: string.Join(',', cells), i))
            .GroupBy(x => x.Line).ToDictionary(g => g.Key, g => new Queue<int>(g.Select(x => x.i)));
        var partner = new int?[now.Count];
        var taken = new bool[old.Count];
        for (int i = 0; i < now.Count; i++)
        {
            if (places.TryGetValue(string.Join(',', now[i]), out Queue<int>? same) && same.TryDequeue(out int at))
                Pair(i, at);
        }
        for (int i = 0; i < now.Count; i++)
        {
            if (partner[i] is null && Nearest(old, taken, now[i]) is { } at)
                Pair(i, at);
        }
        return Lines(old, now, partner, taken);

        void Pair(int i, int at)
        {
            partner[i] = at;
            taken[at] = true;
        }
    }

    private static int? Nearest(List<string[]> old, bool[] taken, string[] row)
    {
        int most = 0;
        int? found = null;
        for (int at = 0; at < old.Count; at++)
        {
            if (taken[at])
                continue;
            int shared = 0;
            while (shared < row.Length && old[at][shared] == row[shared])
                shared++;
            if (shared > most)
                (most, found) = (shared, at);
        }
        return found;
    }

    private static List<RowDiff> Lines(List<string[]> old, List<string[]> now, int?[] partner, bool[] taken)
    {
        List<RowDiff> lines = [];
        int next = 0;
        for (int i = 0; i < now.Count; i++)
        {
            // A removed row is shown where it stood.
            for (; partner[i] is { } upTo && next < upTo; next++)
                Removed(next);
            lines.Add(partner[i] is not { } at ? new RowDiff(RowChange.Added, null, now[i])
                : new RowDiff(old[at].SequenceEqual(now[i]) ? RowChange.Same : RowChange.Changed, old[at], now[i]));
        }
        for (; next < old.Count; next++)
            Removed(next);
        return lines;

        void Removed(int at)
        {
            if (!taken[at])
                lines.Add(new RowDiff(RowChange.Removed, old[at], null));
        }
    }

    private static List<string[]> Cells(CsvTable table)
    {
        IReadOnlyList<string> columns = table.Columns;
        return [.. table.Rows.Select(r => columns.Select(c => r[c]).ToArray())];
    }
}
