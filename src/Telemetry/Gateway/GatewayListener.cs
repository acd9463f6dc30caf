using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Qingyuan.Telemetry;

/// <summary>
/// The listening socket of the gateway. Hands every accepted connection to <see cref="Gateway.OnConnected"/>, as
/// Kestrel would; reads straight from the socket, because Kestrel's own transport reads ahead and drops what it has
/// read when the peer resets the connection. Limits the rate of accepting; never reads or interprets a byte itself.
/// </summary>
public sealed class GatewayListener : IAsyncDisposable
{
    /// <summary>Bytes asked of a socket at once; no buffer is held before the first byte of a read.</summary>
    public const int ReadBytesMax = 6 << 10;

    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ErrorWait = TimeSpan.FromMilliseconds(100);

    private readonly Gateway _gateway;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _open;

    private GatewayListener(Gateway gateway, IPEndPoint endPoint)
    {
        _gateway = gateway;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(endPoint);
        _socket.Listen(gateway.Limits.ListenBacklog);
        _accepting = Task.Run(Accept);
    }

    /// <summary>Listens when it returns; port 0 takes a free one.</summary>
    public static GatewayListener Start(Gateway gateway, IPEndPoint endPoint) => new(gateway, endPoint);

    /// <summary>The address it listens on.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Accepts no more, lets every connection finish what it has read, then cuts those that hang.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _socket.Dispose();
        _gateway.CloseAll();
        for (int i = 0; i < StopWait / StopLook && Volatile.Read(ref _open) > 0; i++)
            await Task.Delay(StopLook);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var (clock, limits) = (_gateway.Clock, _gateway.Limits);
        double tokens = limits.AcceptBurst;
        long at = clock.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _socket.AcceptAsync(_stop.Token);
                _ = Serve(socket);
                long now = clock.GetTimestamp();
                tokens = Math.Min(
                    limits.AcceptBurst,
                    tokens + clock.GetElapsedTime(at, now).TotalSeconds * limits.AcceptPerSecond) - 1;
                at = now;
                if (tokens >= 0)
                    continue;
                _gateway.Tally.Reason("accept-rate");
                await Task.Delay(TimeSpan.FromSeconds(-tokens / limits.AcceptPerSecond), clock, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // No file handles left, or the peer went away in the queue: go on a little later.
                _gateway.Tally.Reason("accept-error");
                await Task.Delay(ErrorWait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Serve(Socket socket)
    {
        await Task.Yield();
        Interlocked.Increment(ref _open);
        try
        {
            await using var connection = new SocketConnection(socket);
            await _gateway.OnConnected(connection);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            _gateway.Tally.Reason("reset");
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}

/// <summary>One accepted socket in the shape that connection handlers take. Reads no more than is asked for.</summary>
internal sealed class SocketConnection : ConnectionContext
{
    private const int KeepAliveSeconds = 60;
    /// <summary>Answers that the system may keep for a peer that does not read them; then we wait, and count.</summary>
    private const int UnreadBytesMax = 64 << 10;
    private static readonly StreamPipeReaderOptions s_reading = new(
        bufferSize: GatewayListener.ReadBytesMax, minimumReadSize: 1, leaveOpen: true, useZeroByteReads: true);
    private static readonly StreamPipeWriterOptions s_writing = new(minimumBufferSize: 512, leaveOpen: true);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    public SocketConnection(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.SendBufferSize = UnreadBytesMax;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        RemoteEndPoint = socket.RemoteEndPoint;
        LocalEndPoint = socket.LocalEndPoint;
        _stream = new NetworkStream(socket, ownsSocket: false);
        Transport = new Pipes(PipeReader.Create(_stream, s_reading), PipeWriter.Create(_stream, s_writing));
        ConnectionId = $"{RemoteEndPoint}";
    }

    public override string ConnectionId { get; set; }
    public override IFeatureCollection Features { get; } = new FeatureCollection();
    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();
    public override IDuplexPipe Transport { get; set; }

    public override void Abort(ConnectionAbortedException abortReason) => _socket.Close(0);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
        await _stream.DisposeAsync();
        _socket.Dispose();
        await base.DisposeAsync();
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
