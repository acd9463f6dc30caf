using System.Globalization;
using System.Text;

namespace Qingyuan.Ledger;

/// <summary>
/// The mark up to which entries live in synced tiles and bundles alone: <c>state/retired</c> holds that position (a
/// multiple of 256) and the partial tiles of that size, from which recovery goes on with the write-ahead log.
/// </summary>
internal sealed class Retirement(IDisk disk, string directory, long position)
{
    /// <summary>Everything below may be missing from the write-ahead log.</summary>
    public long Position { get; private set; } = position;

    /// <summary>
    /// Syncs all tiles and bundles up to the edge's size and their directories, then moves the mark. When it throws,
    /// the
    /// mark stays, and a file whose sync failed must be made anew from the write-ahead log: only a restart does that.
    /// </summary>
    public void MoveTo(TreeEdge edge)
    {
        var directories = new SortedSet<string>(StringComparer.Ordinal);
        long from = Position, to = edge.Size;
        for (long n = from / TilePath.Width; n < to / TilePath.Width; n++)
            Sync(TilePath.Bundle(n), directories);
        for (int level = 0; level < edge.Levels; level++)
        {
            for (long n = TilePath.Whole(level + 1, from); n < TilePath.Whole(level + 1, to); n++)
                Sync(TilePath.Tile(level, n), directories);
        }
        foreach (string path in directories)
            disk.SyncDirectory(path);
        disk.Replace(FileOf(directory), Encoding.ASCII.GetBytes(Encode(edge)));
        Position = to;
    }

    /// <summary>The mark and the edge at it; at the beginning position 0.</summary>
    public static (Retirement Mark, TreeEdge Edge) Load(IDisk disk, string directory)
    {
        byte[]? stored = disk.Read(FileOf(directory));
        if (stored is null)
            return (new Retirement(disk, directory, 0), new TreeEdge());
        TreeEdge edge = Decode(Encoding.ASCII.GetString(stored)) ?? throw new LedgerRefusedException(
            $"{FileOf(directory)} is damaged. Restore it from a copy of the same log directory.");
        return (new Retirement(disk, directory, edge.Size), edge);
    }

    private void Sync(string path, SortedSet<string> directories)
    {
        disk.SyncFile(Path.Combine(directory, path));
        for (string? at = Path.GetDirectoryName(path); ; at = Path.GetDirectoryName(at))
        {
            directories.Add(Path.Combine(directory, at ?? ""));
            if (string.IsNullOrEmpty(at))
                return;
        }
    }

    private static string FileOf(string directory) => Path.Combine(directory, "state", "retired");

    private static string Encode(TreeEdge edge)
    {
        var text = new StringBuilder("retired ").Append(edge.Size.ToString(CultureInfo.InvariantCulture)).Append('\n');
        for (int level = 0; level < edge.Levels; level++)
            text.Append("level ").Append(Convert.ToBase64String(edge.Partial(level))).Append('\n');
        return text.Append("end\n").ToString();
    }

    // The hashes prove themselves: recovery computes the committed root from them.
    private static TreeEdge? Decode(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length < 3 || lines[^1] != "" || lines[^2] != "end"
            || !lines[0].StartsWith("retired ", StringComparison.Ordinal))
            return null;
        if (!long.TryParse(lines[0].AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            || size % TilePath.Width != 0)
            return null;
        var levels = new List<byte[]>();
        foreach (string line in lines.AsSpan(1, lines.Length - 3))
        {
            byte[] hashes = new byte[TilePath.Width * Merkle.HashBytes];
            if (!line.StartsWith("level ", StringComparison.Ordinal)
                || !Convert.TryFromBase64String(line[6..], hashes, out int length))
                return null;
            levels.Add(hashes[..length]);
        }
        return TreeEdge.Of(size, levels);
    }
}
