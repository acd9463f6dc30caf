using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

/// <summary>The machine stops here: not an I/O error, nobody may catch it.</summary>
internal sealed class SimulatedStop : Exception;

/// <summary>
/// A disk in memory that keeps only what was synced. At a stop any part of the rest may be lost, torn at 512 bytes,
/// zero-filled or out of order, names and renames included; a failed sync drops the pages, and a second sync of that
/// file is a fault of ours. Everything follows from the seed.
/// </summary>
internal sealed class SimDisk(Random random) : IDisk
{
    private sealed class Node
    {
        private byte[] _bytes = [];
        public int Length;
        public int SyncedLength;
        public bool Failed;
        public ReadOnlySpan<byte> Live => _bytes.AsSpan(0, Length);
        public ReadOnlySpan<byte> Unsynced => _bytes.AsSpan(SyncedLength, Length - SyncedLength);

        public void Add(ReadOnlySpan<byte> bytes)
        {
            if (_bytes.Length < Length + bytes.Length)
                Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + bytes.Length));
            bytes.CopyTo(_bytes.AsSpan(Length));
            Length += bytes.Length;
        }
    }

    private sealed record NameChange(string? From, string? To, Node? Node);

    private sealed class Folder
    {
        public Dictionary<string, Node> Live = new(StringComparer.Ordinal);
        public Dictionary<string, Node> Durable = new(StringComparer.Ordinal);
        public List<NameChange> Unsynced = [];
    }

    private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locks = new(StringComparer.Ordinal);

    /// <summary>Operations that could fail, so far.</summary>
    public long Operations { get; private set; }
    /// <summary>At this operation the machine stops.</summary>
    public long? StopAt { get; set; }
    /// <summary>At this operation the disk answers with an error.</summary>
    public HashSet<long> FailAt { get; } = [];
    public int SyncFailures { get; private set; }
    public int WriteFailures { get; private set; }

    public void MakeDirectory(string path)
    {
        for (string? at = path; at is not null; at = Path.GetDirectoryName(at))
            _folders.TryAdd(at, new Folder());
    }

    public IDiskFile Create(string path)
    {
        if (Step())
            throw Fail("open", path);
        Folder folder = FolderOf(path);
        string name = Path.GetFileName(path);
        if (folder.Live.ContainsKey(name))
            folder.Unsynced.Add(new NameChange(name, null, null));
        Node node = folder.Live[name] = new Node();
        folder.Unsynced.Add(new NameChange(null, name, node));
        return new Appender(this, node, path);
    }

    public void Rename(string from, string to)
    {
        if (Step())
            throw Fail("rename", from);
        Folder folder = FolderOf(from);
        (string a, string b) = (Path.GetFileName(from), Path.GetFileName(to));
        Node node = folder.Live[a];
        folder.Live.Remove(a);
        folder.Live[b] = node;
        folder.Unsynced.Add(new NameChange(a, b, node));
    }

    public void Delete(string path)
    {
        if (!_folders.TryGetValue(Path.GetDirectoryName(path)!, out Folder? folder)
            || !folder.Live.ContainsKey(Path.GetFileName(path)))
            return;
        if (Step())
            throw Fail("unlink", path);
        folder.Live.Remove(Path.GetFileName(path));
        folder.Unsynced.Add(new NameChange(Path.GetFileName(path), null, null));
    }

    public void DeleteDirectory(string path)
    {
        if (!_folders.TryGetValue(path, out Folder? folder))
            return;
        foreach (string name in folder.Live.Keys.ToArray())
            Delete(Path.Combine(path, name));
    }

    public void SyncFile(string path) => Sync(FolderOf(path).Live[Path.GetFileName(path)], path);

    public void SyncDirectory(string path)
    {
        if (Step())
            throw Fail("fsync", path);
        Folder folder = _folders[path];
        folder.Durable = new Dictionary<string, Node>(folder.Live, StringComparer.Ordinal);
        folder.Unsynced.Clear();
    }

    public byte[]? Read(string path) =>
        _folders.TryGetValue(Path.GetDirectoryName(path)!, out Folder? folder)
        && folder.Live.TryGetValue(Path.GetFileName(path), out Node? node) ? node.Live.ToArray() : null;

    public int Read(string path, ref byte[] into)
    {
        if (Read(path) is not { } bytes)
            return -1;
        if (into.Length < bytes.Length)
            into = new byte[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)bytes.Length)];
        bytes.CopyTo(into, 0);
        return bytes.Length;
    }

    public IReadOnlyList<string> List(string path) =>
        _folders.TryGetValue(path, out Folder? folder) ? [.. folder.Live.Keys.Order(StringComparer.Ordinal)] : [];

    public IReadOnlyList<string> Directories(string path) =>
        [.. _folders.Keys.Where(f => Path.GetDirectoryName(f) == path).Order(StringComparer.Ordinal)];

    public IDisposable Lock(string path)
    {
        if (!_locks.Add(path))
            throw new LedgerBusyException($"{path} is held by process 0");
        return new Held(_locks, path);
    }

    /// <summary>The process died, the machine did not: what was written stays readable, and unsynced.</summary>
    public void Kill()
    {
        _locks.Clear();
        StopAt = null;
        FailAt.Clear();
    }

    /// <summary>The power went: keeps what was synced and some of the rest.</summary>
    public void PowerCut()
    {
        Kill();
        var seen = new HashSet<Node>();
        foreach (Folder folder in _folders.Values)
        {
            bool inOrder = random.Next(2) == 0;
            int keep = random.Next(folder.Unsynced.Count + 1);
            for (int i = 0; i < folder.Unsynced.Count; i++)
            {
                if (inOrder ? i < keep : random.Next(2) == 0)
                    Apply(folder.Durable, folder.Unsynced[i]);
            }
            folder.Unsynced.Clear();
            folder.Live = new Dictionary<string, Node>(folder.Durable, StringComparer.Ordinal);
            foreach (Node node in folder.Live.Values.Where(seen.Add))
                Tear(node);
        }
    }

    /// <summary>Changes stored bytes, as a failing medium or a hand would.</summary>
    public void Corrupt(string path, Func<byte[], byte[]> change)
    {
        Node node = FolderOf(path).Live[Path.GetFileName(path)];
        byte[] changed = change(node.Live.ToArray());
        (node.Length, node.SyncedLength) = (0, changed.Length);
        node.Add(changed);
    }

    private void Tear(Node node)
    {
        int mode = node.Failed ? 0 : random.Next(4);
        byte[] rest = node.Unsynced.ToArray();
        (node.Length, node.Failed) = (node.SyncedLength, false);
        if (mode == 0 || rest.Length == 0)
            return;
        int length = mode == 1 ? rest.Length : random.Next(rest.Length + 1);
        if (mode == 3)
        {
            for (int at = 0; at < length; at += 512)
            {
                if (random.Next(3) == 0)
                    rest.AsSpan(at, Math.Min(512, length - at)).Clear();
            }
        }
        node.Add(rest.AsSpan(0, length));
        node.SyncedLength = node.Length;
    }

    private static void Apply(Dictionary<string, Node> names, NameChange change)
    {
        if (change.From is not null)
            names.Remove(change.From);
        if (change.To is not null)
            names[change.To] = change.Node!;
    }

    private void Sync(Node node, string path)
    {
        if (node.Failed)
            throw new InvalidOperationException($"{path} was synced again after a failed sync");
        if (Step())
        {
            node.Failed = true;
            SyncFailures++;
            throw Fail("fdatasync", path);
        }
        node.SyncedLength = node.Length;
    }

    private bool Step()
    {
        Operations++;
        if (Operations == StopAt)
            throw new SimulatedStop();
        return FailAt.Contains(Operations);
    }

    private static IOException Fail(string call, string path) =>
        new($"{call} {path}: Input/output error (simulated)", 5);

    private Folder FolderOf(string path) => _folders[Path.GetDirectoryName(path)!];

    private sealed class Appender(SimDisk disk, Node node, string path) : IDiskFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            bool fails;
            try
            {
                fails = disk.Step();
            }
            catch (SimulatedStop)
            {
                node.Add(bytes[..disk.Part(bytes.Length)]);
                throw;
            }
            if (fails)
            {
                node.Add(bytes[..disk.Part(bytes.Length)]);
                node.Failed = true;
                disk.WriteFailures++;
                throw Fail("write", path);
            }
            node.Add(bytes);
        }

        public void Sync() => disk.Sync(node, path);

        public void Dispose() { }
    }

    private int Part(int length) => random.Next(length + 1);

    private sealed class Held(HashSet<string> locks, string path) : IDisposable
    {
        public void Dispose() => locks.Remove(path);
    }
}
