namespace Qingyuan.Standards;

/// <summary>Where a mark came from (标记来源). Both kinds are kept side by side.</summary>
public enum MarkOrigin
{
    /// <summary>The logger's own flag.</summary>
    Automatic,
    /// <summary>The discharger's.</summary>
    Manual,
}

public enum MarkStatus { Effective, Withdrawn, Rejected }

/// <summary>One entry about one mark. An edit is a further entry with the same <paramref name="Id"/>.</summary>
/// <param name="Category">Code of the category.</param>
/// <param name="Factors">Factors meant; empty = all of the outlet.</param>
/// <param name="At">When the entry was made, that is: when it became known.</param>
public sealed record MarkEntry(
    string Id, string Category, IReadOnlyList<string> Factors, DateTimeOffset From, DateTimeOffset To,
    MarkOrigin Origin, DateTimeOffset At, MarkStatus Status)
{
    public bool Holds(string factor, DateTimeOffset instant) =>
        instant >= From && instant < To && (Factors.Count == 0 || Factors.Contains(factor));
}

/// <summary>
/// The history of marks (标记历史): what was known when. Entries are only added, so that a late or changed mark can be
/// seen for what it is.
/// </summary>
public sealed class MarkHistory
{
    private readonly List<MarkEntry> _entries;

    /// <param name="entries">In the order in which they were made.</param>
    public MarkHistory(IEnumerable<MarkEntry> entries)
    {
        _entries = [.. entries];
        for (int i = 1; i < _entries.Count; i++)
        {
            if (_entries[i].At < _entries[i - 1].At)
                throw new ArgumentException("The entries are not in the order of time.", nameof(entries));
        }
    }

    /// <summary>The marks in force as they were known at an instant, in the order of their first entry.</summary>
    [Clause("公告2022年第21号", "标记时限")]
    public IReadOnlyList<MarkEntry> KnownAt(DateTimeOffset at)
    {
        var order = new List<string>();
        var newest = new Dictionary<string, MarkEntry>();
        foreach (MarkEntry entry in _entries)
        {
            if (entry.At > at)
                break;
            if (newest.TryAdd(entry.Id, entry))
                order.Add(entry.Id);
            else
                newest[entry.Id] = entry;
        }
        return [.. order.Select(id => newest[id]).Where(e => e.Status == MarkStatus.Effective)];
    }

    /// <summary>Everything ever said about one mark.</summary>
    public IReadOnlyList<MarkEntry> Of(string id) => [.. _entries.Where(e => e.Id == id)];

    /// <summary>
    /// Minutes of an hour that marks of any kind take from a factor, as known at an instant. Overlapping marks count
    /// once: continuity is judged across kinds.
    /// </summary>
    /// <param name="taken">Which marks take something, e.g. those whose category invalidates.</param>
    [Clause("公告2022年第21号", "标记时限")]
    public int MinutesTaken(
        string factor, DateTimeOffset hour, DateTimeOffset knownAt, Func<MarkEntry, bool> taken)
    {
        MarkEntry[] marks = [.. KnownAt(knownAt).Where(taken)];
        int minutes = 0;
        for (int minute = 0; minute < 60; minute++)
        {
            if (Array.Exists(marks, m => m.Holds(factor, hour.AddMinutes(minute))))
                minutes++;
        }
        return minutes;
    }

    /// <summary>
    /// True when a manual mark was made, or made to cover more, only after the value had arrived: worth a look by a
    /// person, and nothing more.
    /// </summary>
    [Clause("公告2022年第21号", "虚假标记")]
    public bool WasMarkedKnowing(string factor, DateTimeOffset instant, DateTimeOffset arrived)
    {
        bool covers(IReadOnlyList<MarkEntry> marks) =>
            marks.Any(m => m.Origin == MarkOrigin.Manual && m.Holds(factor, instant));
        return !covers(KnownAt(arrived)) && covers(KnownAt(DateTimeOffset.MaxValue));
    }
}
