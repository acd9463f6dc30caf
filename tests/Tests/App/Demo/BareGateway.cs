using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.App;

/// <summary>Speaks the platform's half of HJ 212 on a real socket: cuts, keeps and answers. Keeps no ledger.</summary>
internal sealed class BareGateway : IAsyncDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _keep;
    private readonly Task _running;
    private int _closeAfter;

    /// <param name="closeAfter">Closes the first connection after so many frames, without answering the last of
    /// them.</param>
    public BareGateway(bool keep = true, int closeAfter = int.MaxValue)
    {
        _keep = keep;
        _closeAfter = closeAfter;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(256);
        _running = Task.Run(Accept);
    }

    public EndPoint Address => _listener.LocalEndPoint!;
    public ConcurrentQueue<byte[]> Frames { get; } = [];
    public long Count;
    public int Connections;

    private async Task Accept()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref Connections);
                sessions.Add(Task.Run(() => Serve(socket)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task Serve(Socket socket)
    {
        using (socket)
        {
            var message = new Message();
            var answers = new ArrayBufferWriter<byte>(16_384);
            byte[] buffer = new byte[128 * 1024];
            int filled = 0;
            try
            {
                while (await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token) is > 0 and var read)
                {
                    filled += read;
                    int at = 0;
                    while (Framing.TryCut(buffer.AsSpan(at, filled - at), false, out Cut cut))
                    {
                        if (!cut.IsFrame)
                            throw new InvalidDataException($"A logger sent {cut.Reason}.");
                        if (_keep)
                            Frames.Enqueue(buffer.AsSpan(at, cut.Length).ToArray());
                        if (Interlocked.Increment(ref Count) == _closeAfter)
                            return;
                        message.Parse(buffer.AsMemory(at, cut.Length));
                        Replies.TryWriteDue(message, answers);
                        at += cut.Length;
                    }
                    buffer.AsSpan(at, filled - at).CopyTo(buffer);
                    filled -= at;
                    if (answers.WrittenCount > 0)
                        await socket.SendAsync(answers.WrittenMemory, _stop.Token);
                    answers.ResetWrittenCount();
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test is over, or the logger went.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }
}
