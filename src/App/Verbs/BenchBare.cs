using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Qingyuan.App;

/// <summary>
/// The least that could do the gateway's work, as the limit it is measured against: frames by their length field,
/// appends them to one file, one fdatasync for all that came meanwhile, then one fixed answer a frame. It checks no
/// CRC, reads no field, knows no device, keeps no tree and no time.
/// </summary>
internal sealed class BenchBare : IDisposable
{
    private const int ReadBytesMax = 6 << 10;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SafeFileHandle _file;
    private readonly byte[] _answer;
    private readonly object _gate = new();
    private readonly Thread _writer;
    private byte[] _open = new byte[8 << 20], _writing = new byte[8 << 20];
    private int _length;
    private TaskCompletionSource _durable = NewBatch();
    private bool _stopped;

    public BenchBare(string file, byte[] answer)
    {
        _answer = answer;
        _file = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen(4096);
        _writer = new Thread(Write) { IsBackground = true };
        _writer.Start();
        _ = Accept();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
        _writer.Join();
        _socket.Dispose();
        _file.Dispose();
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fdatasync(SafeFileHandle file);

    private static TaskCompletionSource NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _socket.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task Serve(Socket socket)
    {
        await Task.Yield();
        socket.NoDelay = true;
        byte[] buffer = new byte[2 * ReadBytesMax];
        byte[] answers = [.. Enumerable.Repeat(_answer, 64).SelectMany(a => a)];
        int length = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(length, ReadBytesMax)) is > 0 and var read)
            {
                length += read;
                int frames = CountWhole(buffer.AsSpan(0, length), out int whole);
                if (frames == 0)
                    continue;
                await Append(buffer.AsSpan(0, whole));
                await socket.SendAsync(answers.AsMemory(0, Math.Min(frames, 64) * _answer.Length));
                buffer.AsSpan(whole, length - whole).CopyTo(buffer);
                length -= whole;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The load is over.
        }
        socket.Dispose();
    }

    private static int CountWhole(ReadOnlySpan<byte> bytes, out int whole)
    {
        int frames = 0;
        for (whole = 0; bytes.Length - whole >= 6; frames++)
        {
            if (!Utf8Parser.TryParse(bytes.Slice(whole + 2, 4), out int segment, out _)
                || bytes.Length - whole < segment + 12)
                break;
            whole += segment + 12;
        }
        return frames;
    }

    private Task Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_open.Length - _length < bytes.Length)
                Array.Resize(ref _open, _open.Length * 2);
            bytes.CopyTo(_open.AsSpan(_length));
            if (_length == 0)
                Monitor.PulseAll(_gate);
            _length += bytes.Length;
            return _durable.Task;
        }
    }

    private void Write()
    {
        long at = 0;
        while (true)
        {
            int length;
            TaskCompletionSource durable;
            lock (_gate)
            {
                while (_length == 0 && !_stopped)
                    Monitor.Wait(_gate);
                if (_stopped)
                    return;
                (_open, _writing) = (_writing, _open);
                (length, _length) = (_length, 0);
                (durable, _durable) = (_durable, NewBatch());
            }
            RandomAccess.Write(_file, _writing.AsSpan(0, length), at);
            at += length;
            if (fdatasync(_file) != 0)
                throw new IOException($"fdatasync failed with error {Marshal.GetLastPInvokeError()}.");
            durable.SetResult();
        }
    }
}
