using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Qingyuan.Ledger;

/// <summary>
/// The one place that appends, syncs, renames and syncs directories, by calls into libc with errno checked: the
/// platform's own Flush(true) was measured to swallow sync errors (security reference §2). Linux only.
/// </summary>
internal sealed partial class DurableFile : IDiskFile
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private bool _failed;

    private DurableFile(SafeFileHandle handle, string path) => (_handle, _path) = (handle, path);

    public static DurableFile Create(string path)
    {
        const int mode = 0x1A4; // 0644
        int descriptor = Native.Open(path, FreshFile | CloseOnExec, mode);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == Exists)
        {
            File.Delete(path);
            return new DurableFile(Open(path, FreshFile, mode), path);
        }
        return descriptor < 0
            ? throw Error("open", path)
            : new DurableFile(new SafeFileHandle(descriptor, ownsHandle: true), path);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        ThrowIfFailed();
        while (!bytes.IsEmpty)
        {
            nint n = Native.Write(_handle, bytes, (nuint)bytes.Length);
            if (n < 0 && Marshal.GetLastPInvokeError() == Interrupted)
                continue;
            if (n <= 0)
            {
                _failed = true;
                throw Error("write", _path);
            }
            bytes = bytes[(int)n..];
        }
    }

    public void Sync()
    {
        ThrowIfFailed();
        if (Native.DataSync(_handle) == 0)
            return;
        // The kernel may have dropped the dirty pages: a second sync could succeed without the data.
        _failed = true;
        throw Error("fdatasync", _path);
    }

    public void Dispose() => _handle.Dispose();

    public static void SyncExisting(string path)
    {
        using SafeFileHandle handle = Open(path, ReadOnly, 0);
        if (Native.DataSync(handle) != 0)
            throw Error("fdatasync", path);
    }

    public static void SyncDirectory(string path)
    {
        using SafeFileHandle handle = Open(path, ReadOnly | DirectoryOnly, 0);
        if (Native.Sync(handle) != 0)
            throw Error("fsync", path);
    }

    /// <summary>
    /// Makes a directory in a region of the disk of its own: ext4 does that for a child of a top directory (chattr +T),
    /// and chooses by the child's name, so it is made under a name by chance and renamed. A new file's number is looked
    /// for beside its directory's; where many files were deleted lately a file was measured at 400 µs instead of 40.
    /// Elsewhere it is an ordinary directory.
    /// </summary>
    public static void MakeDirectoryApart(string parent, string path)
    {
        string aside = Path.Combine(parent, "." + Path.GetRandomFileName());
        using (var handle = new SafeFileHandle(
            Native.Open(parent, ReadOnly | DirectoryOnly | CloseOnExec, 0), ownsHandle: true))
        {
            nint before = 0;
            bool isHinted = !handle.IsInvalid && Native.Control(handle, GetFlags, ref before) == 0;
            nint hint = before | TopDirectory;
            isHinted = isHinted && hint != before && Native.Control(handle, SetFlags, ref hint) == 0;
            Directory.CreateDirectory(aside);
            if (isHinted)
                _ = Native.Control(handle, SetFlags, ref before);
        }
        Rename(aside, path);
    }

    public static void Rename(string from, string to)
    {
        if (Native.Rename(from, to) != 0)
            throw Error("rename", from);
    }

    /// <summary>Takes flock on the file and writes our process id into it; throws with the holder's id.</summary>
    public static SafeFileHandle Lock(string path)
    {
        SafeFileHandle handle = Open(path, ReadWrite | CreateNew, 0x1A4);
        if (Native.Lock(handle, LockExclusive | LockNoWait) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            // By our own handle: the platform's file readers take a shared flock, which the holder's lock refuses.
            byte[] text = new byte[16];
            int length = RandomAccess.Read(handle, text, 0);
            handle.Dispose();
            if (error != WouldBlock)
                throw new IOException($"flock {path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
            string holder = System.Text.Encoding.ASCII.GetString(text, 0, length).Trim();
            throw new LedgerBusyException(
                $"The log in {Path.GetDirectoryName(path)} is already open in process {holder}. " +
                "Stop that process first; two writers are never allowed.");
        }
        byte[] id = System.Text.Encoding.ASCII.GetBytes(
            $"{Environment.ProcessId.ToString(CultureInfo.InvariantCulture),-10}\n");
        RandomAccess.Write(handle, id, 0);
        return handle;
    }

    /// <summary>A secret: mode 0600, durable when it returns, never over an existing file.</summary>
    public static void WriteSecret(string path, ReadOnlySpan<byte> content)
    {
        using (var file = new DurableFile(Open(path, FreshFile, 0x180), path))
        {
            file.Write(content);
            file.Sync();
        }
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    private void ThrowIfFailed()
    {
        if (_failed)
            throw new IOException($"{_path} failed before and is never written or synced again.");
    }

    private static SafeFileHandle Open(string path, int flags, int mode)
    {
        int descriptor = Native.Open(path, flags | CloseOnExec, mode);
        if (descriptor < 0)
            throw Error("open", path);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static IOException Error(string call, string path)
    {
        int error = Marshal.GetLastPInvokeError();
        string text = $"{call} {path}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})";
        return error == NoSuchFile ? new FileNotFoundException(text, path) : new IOException(text, error);
    }

    // Numbers of Linux on x86-64 and arm64, except O_DIRECTORY, which differs.
    private const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, CreateNew = 0x40, Exclusive = 0x80;
    private const int AppendOnly = 0x400, CloseOnExec = 0x80000;
    private const int LockExclusive = 2, LockNoWait = 4, NoSuchFile = 2, Interrupted = 4, WouldBlock = 11;
    private const int FreshFile = WriteOnly | CreateNew | Exclusive | AppendOnly, Exists = 17;
    private const nint TopDirectory = 0x20000;
    private const nuint GetFlags = 0x80086601, SetFlags = 0x40086602;
    private static readonly int DirectoryOnly =
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Open(string path, int flags, int mode);

        [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
        public static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint count);

        [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
        public static partial int DataSync(SafeFileHandle file);

        [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
        public static partial int Sync(SafeFileHandle file);

        [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Rename(string from, string to);

        [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
        public static partial int Control(SafeFileHandle file, nuint request, ref nint value);

        [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
        public static partial int Lock(SafeFileHandle file, int operation);
    }
}

/// <summary>Another process writes this log.</summary>
public sealed class LedgerBusyException(string message) : Exception(message);
