using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.Hj212;

/// <summary>
/// Mutated frames: nothing throws, no byte is lost. QINGYUAN_FUZZ_COUNT and QINGYUAN_FUZZ_SEED steer it.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "A repeatable sequence is wanted.")]
    public void Mutated_frames_never_throw_and_lose_no_byte()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("QINGYUAN_FUZZ_COUNT"), out int c) ? c : 30_000;
        int seed = int.TryParse(Environment.GetEnvironmentVariable("QINGYUAN_FUZZ_SEED"), out int s)
            ? s : Environment.TickCount;
        output.WriteLine($"seed {seed}, {count} rounds; repeat with QINGYUAN_FUZZ_SEED={seed}");
        Random random = new(seed);
        byte[][] frames =
        [
            .. Samples.All.Select(f => f.Frame), SealedContent.Seal(SealedContentTests.Plain, SealedContentTests.Key),
            SealedContent.Seal(SealedContentTests.Plain, SealedContentTests.Key, literal: true),
        ];
        KeyRing keys = KeyRing.Of(SealedContentTests.Key);
        Message message = new();
        ArrayBufferWriter<byte> reply = new(4096);
        for (int round = 0; round < count; round++)
        {
            byte[] stream = Mutate(random, frames);
            try
            {
                Check(stream, round % 4 == 0 ? keys : null, message, reply, random);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    $"seed {seed}, round {round}: {Convert.ToHexString(stream)}", error);
            }
        }
    }

    /// <summary>Whoever reads the header alone gives the same answer, and finds the same fields.</summary>
    private static void CheckHead(Message message, ReadOnlyMemory<byte> piece, ReadOnlySpan<byte> reply)
    {
        Message head = new();
        head.ParseHead(piece);
        ArrayBufferWriter<byte> answer = new();
        Replies.TryWriteDue(head, answer);
        Assert.True(answer.WrittenSpan.SequenceEqual(reply));
        Assert.True(head.Mn.SequenceEqual(message.Mn) && head.Pw.SequenceEqual(message.Pw)
            && head.Qn.SequenceEqual(message.Qn) && head.Cn.SequenceEqual(message.Cn)
            && head.DataTime.SequenceEqual(message.DataTime));
        Assert.Equal(
            (message.Edition, message.Command, message.Flag, message.PartCount, message.PartNumber, message.BackFilled),
            (head.Edition, head.Command, head.Flag, head.PartCount, head.PartNumber, head.BackFilled));
        Assert.True(head.Items.SequenceEqual(message.Items));
    }

    private static void Check(
        byte[] stream, KeyRing? keys, Message message, ArrayBufferWriter<byte> reply, Random random)
    {
        var pieces = Pieces.Of(stream, keys);
        Assert.Equal(stream.Length, pieces.Sum(p => p.Cut.Length));
        Assert.Equal(pieces, Pieces.Of(stream, keys, random.Next(1, 40), random.Next(1, 400)));
        foreach ((int offset, Cut cut) in pieces)
        {
            ReadOnlyMemory<byte> piece = stream.AsMemory(offset, cut.Length);
            message.Parse(piece); // Also what is no frame: screens show it as far as it goes.
            foreach (Item item in message.Items)
                _ = message.Bytes(item.Factor).Length + message.Bytes(item.Field).Length
                    + message.Bytes(item.Value).Length;
            reply.ResetWrittenCount();
            bool isDue = Replies.TryWriteDue(message, reply);
            if (isDue)
                Assert.True(Assert.Single(Pieces.Of(reply.WrittenSpan)).Cut.Length == reply.WrittenCount);
            CheckHead(message, piece, isDue ? reply.WrittenSpan : []);
            _ = SealedContent.TryOpen(piece.Span, keys ?? KeyRing.Empty, out _);
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "A repeatable sequence is wanted.")]
    private static byte[] Mutate(Random random, byte[][] frames)
    {
        List<byte> stream = [];
        for (int parts = random.Next(1, 4); parts > 0; parts--)
        {
            List<byte> frame = [.. frames[random.Next(frames.Length)]];
            for (int edits = random.Next(0, 5); edits > 0 && frame.Count > 0; edits--)
            {
                int at = random.Next(frame.Count);
                ReadOnlySpan<byte> spice = "#&;,=/-{}0x9fF\r\n \0"u8;
                switch (random.Next(5))
                {
                    case 0: frame[at] = spice[random.Next(spice.Length)]; break;
                    case 1: frame[at] = (byte)random.Next(256); break;
                    case 2: frame.RemoveAt(at); break;
                    case 3: frame.Insert(at, spice[random.Next(spice.Length)]); break;
                    default: frame.RemoveRange(at, random.Next(frame.Count - at)); break;
                }
            }
            if (random.Next(3) == 0 && frame.Count is > 6 and < 9000)
                frame = [.. FrameWriter.Frame([.. frame])]; // Odd content under a right CRC.
            stream.AddRange(frame);
        }
        return [.. stream];
    }
}
