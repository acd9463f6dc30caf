using System.Collections.Concurrent;
using System.Numerics;

namespace Qingyuan.Ledger;

/// <summary>The disk of the machine.</summary>
internal sealed class RealDisk : IDisk
{
    // Directories known to be there: tiles come by the thousand into few of them.
    private readonly ConcurrentDictionary<string, bool> _made = new(StringComparer.Ordinal);

    public void MakeDirectory(string path) => Make(path, apart: false);

    public void MakeDirectoryApart(string path) => Make(path, apart: true);

    private void Make(string path, bool apart)
    {
        if (_made.ContainsKey(path))
            return;
        if (Directory.Exists(path))
        {
            _made.TryAdd(path, true);
            return;
        }
        string? parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
            MakeDirectory(parent);
        if (apart && !string.IsNullOrEmpty(parent))
            DurableFile.MakeDirectoryApart(parent, path);
        else
            Directory.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent))
            DurableFile.SyncDirectory(parent);
        _made.TryAdd(path, true);
    }

    public IDiskFile Create(string path) => DurableFile.Create(path);

    public void Rename(string from, string to) => DurableFile.Rename(from, to);

    public void Delete(string path) => File.Delete(path);

    public void DeleteDirectory(string path)
    {
        _made.TryRemove(path, out _);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    public void SyncFile(string path) => DurableFile.SyncExisting(path);

    public void SyncDirectory(string path) => DurableFile.SyncDirectory(path);

    public byte[]? Read(string path)
    {
        byte[] bytes = [];
        int length = Read(path, ref bytes);
        return length < 0 ? null : bytes[..length];
    }

    public int Read(string path, ref byte[] into)
    {
        try
        {
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            int length = checked((int)RandomAccess.GetLength(handle));
            if (into.Length < length)
                into = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)length));
            int done = 0;
            while (done < length)
            {
                int n = RandomAccess.Read(handle, into.AsSpan(done, length - done), done);
                if (n == 0)
                    break;
                done += n;
            }
            return done;
        }
        catch (FileNotFoundException)
        {
            return -1;
        }
        catch (DirectoryNotFoundException)
        {
            return -1;
        }
    }

    public IReadOnlyList<string> List(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFileSystemEntries(path).Select(p => Path.GetFileName(p))]
        : [];

    public IDisposable Lock(string path) => DurableFile.Lock(path);
}
