using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Qingyuan.EndToEnd.Faults;

/// <summary>
/// Loggers that send frames with numbers never used before and write down every answer. An independent harness: its
/// own framing and its own CRC, nothing shared with the product.
/// </summary>
internal sealed class LoadOfLoggers
{
    private const int FramesAtOnce = 4;
    private readonly ConcurrentDictionary<long, byte[]> _sent = new();
    private readonly ConcurrentDictionary<long, bool> _acknowledged = new();
    private long _numbers;

    /// <summary>Frames that were answered with 9014, by their number.</summary>
    public IReadOnlyDictionary<long, byte[]> Acknowledged => _acknowledged.Keys.ToDictionary(n => n, n => _sent[n]);
    public int Sent => _sent.Count;
    public int AcknowledgedCount => _acknowledged.Count;

    /// <summary>Sends from so many loggers at once until it is told to stop or the other side is gone.</summary>
    public Task Run(IPEndPoint to, int loggers, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, loggers)
            .Select(i => Task.Run(() => Send(to, i, stop), CancellationToken.None)));

    private async Task Send(IPEndPoint to, int logger, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(to, stop);
                await Talk(socket, logger, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // Killed, or closed after a failed batch: the answers that came before stand.
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private async Task Talk(Socket socket, int logger, CancellationToken stop)
    {
        byte[] buffer = new byte[8192];
        int length = 0;
        while (!stop.IsCancellationRequested)
        {
            var frames = new List<byte>();
            for (int i = 0; i < FramesAtOnce; i++)
            {
                long number = Interlocked.Increment(ref _numbers);
                byte[] frame = Frame(number, logger);
                _sent[number] = frame;
                frames.AddRange(frame);
            }
            await socket.SendAsync(frames.ToArray(), stop);
            for (int answers = 0; answers < FramesAtOnce;)
            {
                int read = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                if (read == 0)
                    return;
                length += read;
                answers += Note(buffer, ref length);
            }
        }
    }

    /// <summary>An answer counts only when it is whole, is a 9014 and repeats the number of a frame.</summary>
    private int Note(byte[] buffer, ref int length)
    {
        int answers = 0, at = 0;
        while (length - at >= 6)
        {
            int whole = int.Parse(Encoding.ASCII.GetString(buffer, at + 2, 4), CultureInfo.InvariantCulture) + 12;
            if (length - at < whole)
                break;
            string text = Encoding.ASCII.GetString(buffer, at + 6, whole - 12);
            string crc = Encoding.ASCII.GetString(buffer, at + whole - 6, 4);
            Assert.Equal(Crc(Encoding.ASCII.GetBytes(text)), crc);
            Assert.Contains(";CN=9014;", text, StringComparison.Ordinal);
            int digits = text.IndexOf("QN=20260314", StringComparison.Ordinal) + 11;
            long number = long.Parse(text.AsSpan(digits, 9), CultureInfo.InvariantCulture);
            Assert.True(_sent.ContainsKey(number), $"an answer to {number}, which was never sent");
            Assert.True(_acknowledged.TryAdd(number, true), $"a second answer to {number}");
            at += whole;
            answers++;
        }
        buffer.AsSpan(at, length - at).CopyTo(buffer);
        length -= at;
        return answers;
    }

    private static byte[] Frame(long number, int logger)
    {
        byte[] segment = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"QN=20260314{number:D9};ST=31;CN=2051;PW=123456;MN=FAULTS0000000000000{logger:D5};Flag=5;"
            + $"CP=&&DataTime={20260314000000 + number % 24 * 10000 + number / 24 % 60 * 100};"
            + $"a21026-Avg={number % 977}.{number % 10},a21026-Flag=N;a19001-Avg=11.2,a19001-Flag=N&&"));
        return [
            .. Encoding.ASCII.GetBytes($"##{segment.Length:D4}"), .. segment, .. Encoding.ASCII.GetBytes(Crc(segment)),
            (byte)'\r', (byte)'\n'];
    }

    // HJ 212-2017 Annex A, as printed: bit by bit.
    private static string Crc(byte[] bytes)
    {
        int register = 0xFFFF;
        foreach (byte b in bytes)
        {
            register = (register >> 8) ^ b;
            for (int i = 0; i < 8; i++)
                register = (register & 1) == 1 ? (register >> 1) ^ 0xA001 : register >> 1;
        }
        return register.ToString("X4", CultureInfo.InvariantCulture);
    }
}
