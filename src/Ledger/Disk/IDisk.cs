namespace Qingyuan.Ledger;

/// <summary>
/// The disk as the ledger sees it, narrow enough to be simulated. Contract: what was written is durable only after
/// <see cref="IDiskFile.Sync"/>, a name only after <see cref="SyncDirectory"/>; before that any part may be lost, torn
/// or out of order. Every failure throws <see cref="IOException"/>; none is swallowed.
/// </summary>
internal interface IDisk
{
    /// <summary>Makes the directory and its parents, and syncs the names of those that it made.</summary>
    void MakeDirectory(string path);
    /// <summary>The same for a directory that will get many files: away from others where the disk can.</summary>
    void MakeDirectoryApart(string path) => MakeDirectory(path);
    /// <summary>
    /// A new file to append to. What stood under that name is gone, and never reused: its sync may have failed.
    /// </summary>
    IDiskFile Create(string path);
    /// <summary>Atomic; replaces the target. Durable after <see cref="SyncDirectory"/> of the parent.</summary>
    void Rename(string from, string to);
    void Delete(string path);
    /// <summary>Deletes the files in it and then itself; nothing happens when it is not there.</summary>
    void DeleteDirectory(string path);
    /// <summary>Makes durable what was written to a file before. Never call it again after it failed.</summary>
    void SyncFile(string path);
    void SyncDirectory(string path);
    /// <summary>Null = not there.</summary>
    byte[]? Read(string path);
    /// <summary>
    /// Fills the array and returns the length; −1 = not there. When it is too small, one whose length is a power of two
    /// (fit for the pool) takes its place.
    /// </summary>
    int Read(string path, ref byte[] into);
    /// <summary>Names of the files and directories in it; none when it is not there.</summary>
    IReadOnlyList<string> List(string path);
    /// <summary>Holds the exclusive lock until disposed; throws with the holder's process id.</summary>
    IDisposable Lock(string path);
}

/// <summary>A file that only grows. Not safe for use by two threads.</summary>
internal interface IDiskFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes);
    /// <summary>A successful return = all that was written is on the medium. After a failure never call it
    /// again.</summary>
    void Sync();
}

internal static class DiskExtensions
{
    /// <summary>
    /// Puts a small file in place of another, durably: temporary name, sync, rename, directory sync. When it throws,
    /// either the old or the new content is there, whole.
    /// </summary>
    public static void Replace(this IDisk disk, string path, ReadOnlySpan<byte> content)
    {
        disk.WriteAside(path, content, sync: true);
        disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Temporary name, then rename: no reader sees half a file. Durable only if synced later.</summary>
    public static void WriteAside(this IDisk disk, string path, ReadOnlySpan<byte> content, bool sync = false)
    {
        string aside = path + ".tmp";
        using (IDiskFile file = disk.Create(aside))
        {
            file.Write(content);
            if (sync)
                file.Sync();
        }
        disk.Rename(aside, path);
    }
}
