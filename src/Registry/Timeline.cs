namespace Qingyuan.Registry;

/// <summary>One statement about one thing and the instant from which it holds.</summary>
internal readonly record struct Stated<T>(T Value, DateTimeOffset From);

/// <summary>
/// The statements (登记事项) about one thing: each is in force from its instant until the next one or the closure.
/// </summary>
internal sealed class Timeline<T>(IReadOnlyList<Stated<T>> statements, DateTimeOffset? closedFrom)
    where T : class
{
    public IReadOnlyList<Stated<T>> Statements => statements;
    public T First => statements[0].Value;
    public T Last => statements[^1].Value;

    /// <summary>Null = open. A closure that a later statement overrode does not count.</summary>
    public DateTimeOffset? ClosedFrom { get; } = closedFrom > statements[^1].From ? closedFrom : null;

    public IReadOnlyList<T> All { get; } = [.. statements.Select(s => s.Value)];

    public T? StatedAt(DateTimeOffset from) => statements.FirstOrDefault(s => s.From == from).Value;

    /// <summary>Null = nothing was in force.</summary>
    public T? At(DateTimeOffset at)
    {
        for (int i = statements.Count - 1; i >= 0; i--)
        {
            if (statements[i].From <= at)
                return statements[i].Value;
        }
        return null;
    }
}

internal static class Timeline
{
    public static Dictionary<string, Timeline<T>> Of<T>(
        IEnumerable<Stated<T>> statements, Func<T, string> key, IReadOnlyDictionary<string, DateTimeOffset> closed)
        where T : class =>
        statements.GroupBy(s => key(s.Value)).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => new Timeline<T>([.. g.OrderBy(s => s.From)], closed.TryGetValue(g.Key, out var at) ? at : null));
}

/// <summary>Finds an MN by the bytes of a frame. MNs are ASCII; other bytes find nothing.</summary>
internal sealed class MnComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public static readonly MnComparer Instance = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode(string mn)
    {
        uint hash = 2166136261;
        foreach (char c in mn)
            hash = unchecked((hash ^ (byte)c) * 16777619);
        return (int)hash;
    }

    public bool Equals(ReadOnlySpan<byte> bytes, string mn)
    {
        if (bytes.Length != mn.Length)
            return false;
        for (int i = 0; i < mn.Length; i++)
        {
            if (bytes[i] != mn[i])
                return false;
        }
        return true;
    }

    public int GetHashCode(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte b in bytes)
            hash = unchecked((hash ^ b) * 16777619);
        return (int)hash;
    }

    public string Create(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes);
}
