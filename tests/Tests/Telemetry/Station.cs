using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.Telemetry;

/// <summary>A gateway on a real socket over a real log in a directory of its own.</summary>
internal sealed class Station : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("qingyuan-gateway-").FullName;
    private readonly GatewayLimits _limits;
    private readonly TimeProvider _time;

    /// <param name="time">Another clock than <see cref="Clock"/>.</param>
    public Station(GatewayLimits? limits = null, TimeProvider? time = null)
    {
        _limits = limits ?? GatewayLimits.ForTrustedLoad;
        _time = time ?? Clock;
        (Log, Gateway, Listener) = Start();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 14, 2, 15, 0, TimeSpan.Zero));
    public SwitchedDisk Disk { get; } = new();
    public Devices Devices { get; } = new();
    public Log Log { get; private set; }
    public Gateway Gateway { get; private set; }
    public GatewayListener Listener { get; private set; }

    /// <param name="from">Another loopback address, e.g. 127.0.0.66: another sender.</param>
    public Client Connect(string? from = null) =>
        new(Listener.EndPoint, from is null ? null : IPAddress.Parse(from));

    public async Task Restart()
    {
        await Stop();
        (Log, Gateway, Listener) = Start();
    }

    public List<FrameEntry> Entries()
    {
        var entries = new List<FrameEntry>();
        Log.Read(0, int.MaxValue, (_, entry) => entries.Add(FrameEntry.Read(entry.ToArray())!.Value));
        return entries;
    }

    /// <summary>All bytes that the ledger holds of each connection, in order.</summary>
    public Dictionary<long, byte[]> BytesBySession() => Entries()
        .Where(e => e.Kind != FrameEntryKind.ClockStep)
        .GroupBy(e => e.Session).ToDictionary(g => g.Key, g => g.SelectMany(e => e.Bytes.ToArray()).ToArray());

    /// <summary>Waits minutes before it gives up: only what hangs is late.</summary>
    public async Task Until(Func<bool> holds, string what)
    {
        for (int i = 0; i < 12_000 && !holds(); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(holds(), $"{what}; counts: {Gateway.Counts} {string.Join(", ", Gateway.Counts.ByReason)}");
    }

    public Task UntilNobodyIsConnected() => Until(() => Gateway.Counts.Open == 0, "connections stay open");

    public Task UntilEntries(int count) => Until(() => Log.DurableSize >= count, $"fewer than {count} entries");

    /// <summary>An answer is counted once it is written, and its reader may be faster than the counting.</summary>
    public async Task Acknowledged(int frames)
    {
        await Until(() => Gateway.Counts.Acknowledged >= frames, $"fewer than {frames} answers are counted");
        Assert.Equal(frames, Gateway.Counts.Acknowledged);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Disk.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private (Log, Gateway, GatewayListener) Start()
    {
        var options = new LogOptions(Path.Combine(_root, "log"), "test.example/frames", Path.Combine(_root, "key"));
        var key = SigningKey.LoadOrMake(options.KeyFile, options.Origin);
        var log = Log.Open(options, _time, Disk, key, background: true);
        var gateway = new Gateway(log, Devices, _limits, _time);
        return (log, gateway, GatewayListener.Start(gateway, new IPEndPoint(IPAddress.Loopback, 0)));
    }

    private async Task Stop()
    {
        Disk.Release();
        await Listener.DisposeAsync();
        Gateway.Dispose();
        await Log.DisposeAsync();
    }
}

/// <summary>The register as the gateway asks it: nobody is known unless said so.</summary>
internal sealed class Devices : IDeviceDirectory
{
    private readonly ConcurrentDictionary<string, string> _passwords = new();
    private readonly ConcurrentDictionary<string, KeyRing> _keys = new();

    public void SetKeys(string mn, KeyRing keys) => _keys[mn] = keys;

    public KeyRing KeysOf(ReadOnlySpan<byte> mn) =>
        _keys.GetValueOrDefault(Encoding.ASCII.GetString(mn), KeyRing.Empty);

    public void Register(string mn, string pw = "") => _passwords[mn] = pw;

    public bool IsKnown(ReadOnlySpan<byte> mn) => _passwords.ContainsKey(Encoding.ASCII.GetString(mn));

    public bool PasswordHolds(ReadOnlySpan<byte> mn, ReadOnlySpan<byte> pw) =>
        !_passwords.TryGetValue(Encoding.ASCII.GetString(mn), out string? right) || right.Length == 0
        || right == Encoding.ASCII.GetString(pw);
}

/// <summary>A logger on a real socket.</summary>
internal sealed class Client : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start, _end;

    public Client(EndPoint to, IPAddress? from = null)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
            _socket.Bind(new IPEndPoint(from, 0));
        _socket.Connect(to);
    }

    public int Available => _socket.Available + _end - _start;

    public void Send(params ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    /// <summary>The next whole frame; null = the connection ended.</summary>
    public async Task<string?> Receive()
    {
        while (true)
        {
            if (Framing.TryCut(_buffer.AsSpan(_start, _end - _start), false, out var cut))
            {
                string frame = Encoding.UTF8.GetString(_buffer, _start, cut.Length);
                _start += cut.Length;
                return frame;
            }
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            int read;
            try
            {
                using var limit = new CancellationTokenSource(Patience);
                read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), limit.Token);
            }
            catch (SocketException)
            {
                return null;
            }
            if (read == 0)
                return null;
            _end += read;
        }
    }

    /// <summary>Says that nothing more comes, and waits until the other side has closed as well.</summary>
    public async Task Finish()
    {
        _socket.Shutdown(SocketShutdown.Send);
        while (await Receive() is not null)
        {
        }
        _socket.Dispose();
    }

    /// <summary>Cuts the connection with RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>The real disk with a valve before its data sync.</summary>
internal sealed class SwitchedDisk : IDisk, IDisposable
{
    private readonly RealDisk _disk = new();
    private readonly ManualResetEventSlim _open = new(true);
    private int _waiting;

    /// <summary>The next data syncs fail; counts how many did.</summary>
    public bool Fails { get; set; }
    public int Failed { get; private set; }
    public int Waiting => Volatile.Read(ref _waiting);

    public void Hold() => _open.Reset();
    public void Release() => _open.Set();
    public void Dispose() => _open.Dispose();

    public void MakeDirectory(string path) => _disk.MakeDirectory(path);
    public IDiskFile Create(string path) => path.Contains("wal", StringComparison.Ordinal)
        ? new SwitchedFile(this, _disk.Create(path))
        : _disk.Create(path);
    public void Rename(string from, string to) => _disk.Rename(from, to);
    public void Delete(string path) => _disk.Delete(path);
    public void DeleteDirectory(string path) => _disk.DeleteDirectory(path);
    public void SyncFile(string path) => _disk.SyncFile(path);
    public void SyncDirectory(string path) => _disk.SyncDirectory(path);
    public byte[]? Read(string path) => _disk.Read(path);
    public int Read(string path, ref byte[] into) => _disk.Read(path, ref into);
    public IReadOnlyList<string> List(string path) => _disk.List(path);
    public IDisposable Lock(string path) => _disk.Lock(path);

    private sealed class SwitchedFile(SwitchedDisk disk, IDiskFile file) : IDiskFile
    {
        public void Write(ReadOnlySpan<byte> bytes) => file.Write(bytes);

        public void Sync()
        {
            Interlocked.Increment(ref disk._waiting);
            disk._open.Wait();
            Interlocked.Decrement(ref disk._waiting);
            if (disk.Fails)
            {
                disk.Failed++;
                throw new IOException("The sync was made to fail (EIO).");
            }
            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
