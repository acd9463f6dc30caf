using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.Hj212;

public sealed class FrameSenderTests
{
    private static readonly byte[] s_wanted = FrameWriter.Frame(
        "QN=20260314101500001;ST=32;CN=2011;PW=123456;MN=A;Flag=5;CP=&&DataTime=20260314101500;w01018-Rtd=1&&");
    private static readonly byte[] s_silent = FrameWriter.Frame(
        "QN=20260314101500002;ST=32;CN=2011;PW=123456;MN=A;Flag=4;CP=&&DataTime=20260314101500;w01018-Rtd=1&&");

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Frames_are_answered_by_their_QN_and_reported_in_order(int inFlight)
    {
        byte[] file = [.. s_wanted, .. s_silent, .. "noise"u8, .. s_wanted];
        (bool all, List<JsonElement> lines) = await Send(file, inFlight, answer: true, TimeSpan.FromSeconds(120));
        Assert.False(all); // The noise was not sent.
        Assert.Equal([true, false, true], lines.Where(l => !l.TryGetProperty("skipped", out _))
            .Select(l => l.GetProperty("answered").GetBoolean()));
        Assert.Equal("garbage", lines[2].GetProperty("skipped").GetString());
        Assert.Contains("CN=9014", lines[0].GetProperty("reply").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, lines[0].GetProperty("offset").GetInt32());
    }

    [Fact]
    public async Task A_closed_connection_is_said_as_not_answered()
    {
        (bool all, List<JsonElement> lines) = await Send(s_wanted, 1, answer: false, TimeSpan.FromSeconds(120));
        Assert.False(all);
        Assert.False(lines.Single().GetProperty("answered").GetBoolean());
    }

    private static async Task<(bool, List<JsonElement>)> Send(byte[] file, int inFlight, bool answer, TimeSpan timeout)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task centre = Centre(listener, answer, cancel);
        using MemoryStream output = new();
        FrameSender sender = new(output, timeout, inFlight, TimeProvider.System);
        bool all = await sender.Run(
            new MemoryStream(file), "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, cancel);
        await centre;
        return (all, [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)]);
    }

    /// <summary>A centre on a real socket that answers what is due, or closes at the first frame.</summary>
    private static async Task Centre(TcpListener listener, bool answer, CancellationToken cancel)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(cancel);
        byte[] buffer = new byte[64 << 10];
        int end = 0;
        Message message = new();
        while (await client.GetStream().ReadAsync(buffer.AsMemory(end), cancel) is var read and > 0)
        {
            end += read;
            while (Framing.TryCut(buffer.AsSpan(0, end), atEnd: false, out Cut cut))
            {
                if (!answer)
                    return;
                ArrayBufferWriter<byte> reply = new();
                message.Parse(buffer.AsMemory(0, cut.Length));
                if (Replies.TryWriteDue(message, reply))
                    await client.GetStream().WriteAsync(reply.WrittenMemory, cancel);
                buffer.AsSpan(cut.Length, end - cut.Length).CopyTo(buffer);
                end -= cut.Length;
            }
        }
    }
}
