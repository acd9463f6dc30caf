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

    [Fact] // HJ 212-2025 6.4.
    public async Task With_a_key_frames_of_2025_go_out_encrypted_and_encrypted_answers_are_opened()
    {
        byte[] of2025 = SealedContentTests.Plain, sealedBefore = SealedContent.Seal(of2025, SealedContentTests.Key);
        byte[] bare = FrameWriter.Frame("QN=20260314101500003;ST=32;CN=2011;PW=123456;MN=A;Flag=9;CP=&&a=1&&");
        KeyRing keys = KeyRing.Of(new byte[16]).With(SealedContentTests.Key, DateTimeOffset.UnixEpoch);
        List<byte[]> seen = [];
        (bool all, List<JsonElement> lines) = await Send(
            [.. of2025, .. s_wanted, .. bare, .. sealedBefore], 1, frame =>
            {
                seen.Add(frame);
                Message message = new();
                message.ParseHead(SealedContent.TryOpen(frame, keys, out byte[] plain) ? plain : frame);
                // A centre that says more than the standard asks for, so that there is a block to encrypt.
                byte[] answer = FrameWriter.Frame(
                    $"QN={Text.Decode(message.Qn)};ST=91;CN=9014;PW=123456;MN=A;Flag=8;CP=&&Note=0123456789abcdef&&");
                return seen.Count == 1 ? SealedContent.Seal(answer, SealedContentTests.Key) : answer;
            }, TimeSpan.FromSeconds(120), keys);
        Assert.True(all);
        Assert.Equal([true, false, false, true], lines.Select(l => l.GetProperty("sealed").GetBoolean()));
        Assert.Equal([true, false, false, false], lines.Select(l => l.GetProperty("replySealed").GetBoolean()));
        Assert.Equal([sealedBefore, s_wanted, bare, sealedBefore], seen);
        Assert.Contains("Note=0123456789abcdef", lines[0].GetProperty("reply").GetString(), StringComparison.Ordinal);
        Assert.Equal(of2025.Length, lines[0].GetProperty("length").GetInt32());
    }

    private static Task<(bool, List<JsonElement>)> Send(byte[] file, int inFlight, bool answer, TimeSpan timeout) =>
        Send(file, inFlight, answer ? Due : null, timeout, null);

    private static byte[] Due(byte[] frame)
    {
        Message message = new();
        ArrayBufferWriter<byte> reply = new();
        message.Parse(frame);
        Replies.TryWriteDue(message, reply);
        return reply.WrittenSpan.ToArray();
    }

    private static async Task<(bool, List<JsonElement>)> Send(
        byte[] file, int inFlight, Func<byte[], byte[]>? answer, TimeSpan timeout, KeyRing? keys)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task centre = Centre(listener, answer, cancel);
        using MemoryStream output = new();
        FrameSender sender = new(output, timeout, inFlight, TimeProvider.System, keys);
        bool all = await sender.Run(
            new MemoryStream(file), "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, cancel);
        await centre;
        return (all, [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)]);
    }

    /// <summary>A centre on a real socket that answers what is due, or closes at the first frame.</summary>
    private static async Task Centre(
        TcpListener listener, Func<byte[], byte[]>? answer, CancellationToken cancel)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(cancel);
        byte[] buffer = new byte[64 << 10];
        int end = 0;
        while (await client.GetStream().ReadAsync(buffer.AsMemory(end), cancel) is var read and > 0)
        {
            end += read;
            while (Framing.TryCut(buffer.AsSpan(0, end), atEnd: false, out Cut cut))
            {
                if (answer is null)
                    return;
                await client.GetStream().WriteAsync(answer(buffer.AsSpan(0, cut.Length).ToArray()), cancel);
                buffer.AsSpan(cut.Length, end - cut.Length).CopyTo(buffer);
                end -= cut.Length;
            }
        }
    }
}
