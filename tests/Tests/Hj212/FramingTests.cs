using Qingyuan.Hj212;
using System.Text;
using CsCheck;

namespace Qingyuan.Tests.Hj212;

public sealed class FramingTests
{
    private static readonly byte[] s_good = FrameWriter.Frame("ST=31;CN=2011;PW=123456;MN=A;CP=&&a=1&&");

    [Fact]
    public void Every_public_frame_with_a_right_CRC_is_one_piece()
    {
        foreach (byte[] frame in Samples.Valid)
        {
            var (_, cut) = Assert.Single(Pieces.Of(frame));
            Assert.True(cut.IsFrame);
            Assert.Equal(frame.Length, cut.Length);
        }
    }

    [Fact]
    public void The_four_damaged_public_frames_are_told_apart()
    {
        var reasons = Samples.All.Where(s => s.Verdict != "OK")
            .Select(s => (s.Verdict, Assert.Single(Pieces.Of(s.Frame)).Cut));
        foreach ((string verdict, Cut cut) in reasons)
            Assert.Equal(verdict == "BAD-CRC" ? RejectReason.Crc : RejectReason.Length, cut.Reason);
    }

    [Fact]
    public void A_wrong_CRC_names_both_values_and_ends_at_its_own_tail()
    {
        byte[] bad = [.. s_good];
        bad[^3] ^= 1;
        bad[^7] ^= 1; // Content.
        var pieces = Pieces.Of([.. bad, .. s_good]);
        Assert.Equal((0, RejectReason.Crc, bad.Length), (pieces[0].Offset, pieces[0].Cut.Reason, pieces[0].Cut.Length));
        Assert.NotEqual(pieces[0].Cut.CrcGiven, pieces[0].Cut.CrcComputed);
        Assert.True(pieces[1].Cut.IsFrame);
    }

    [Fact]
    public void A_good_frame_behind_a_cut_off_one_is_not_lost()
    {
        for (int keep = 6; keep < s_good.Length - 2; keep++)
        {
            var pieces = Pieces.Of([.. s_good[..keep], .. s_good, .. s_good]);
            Assert.Equal(3, pieces.Count);
            Assert.Equal((keep, false), (pieces[0].Cut.Length, pieces[0].Cut.IsFrame));
            Assert.All(pieces[1..], p => Assert.True(p.Cut.IsFrame));
        }
    }

    [Theory]
    [InlineData("##00A9QN=1", RejectReason.Length)]
    [InlineData("noise\r\n", RejectReason.Garbage)]
    [InlineData("#", RejectReason.Garbage)]
    [InlineData("##0", RejectReason.Truncated)]
    [InlineData("##0500QN=2016", RejectReason.Truncated)]
    [InlineData("##0500ST=31;CP=&&a=1&&ABCD\r\n", RejectReason.Length)]
    [InlineData("##0003ST=31;CP=&&a=1&&ABCD\r\n", RejectReason.Length)]
    public void Bytes_that_are_no_frame_say_why_and_the_frame_behind_stands(string noise, RejectReason reason)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(noise);
        Assert.Equal(reason, Assert.Single(Pieces.Of(bytes)).Cut.Reason);
        if (noise.Length < Framing.HeadBytes && noise[0] == '#')
            return;
        var pieces = Pieces.Of([.. bytes, .. s_good]);
        Assert.Equal([bytes.Length, s_good.Length], pieces.Select(p => p.Cut.Length));
        Assert.True(pieces[1].Cut.IsFrame);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("")]
    public void An_odd_tail_still_ends_a_frame(string tail)
    {
        byte[] odd = [.. s_good[..^2], .. Encoding.ASCII.GetBytes(tail)];
        var pieces = Pieces.Of([.. odd, .. s_good, .. odd]);
        Assert.Equal([odd.Length, s_good.Length, odd.Length], pieces.Select(p => p.Cut.Length));
        Assert.All(pieces, p => Assert.True(p.Cut.IsFrame));
    }

    [Fact]
    public void A_CRC_without_its_leading_zero_holds()
    {
        int found = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] frame = FrameWriter.Frame($"ST=31;CN=2011;MN={i};CP=&&a=1&&");
            string crc = Encoding.ASCII.GetString(frame.AsSpan(frame.Length - 6, 4));
            if (crc[0] != '0')
                continue;
            found++;
            string digits = crc.TrimStart('0').PadLeft(1, '0');
            byte[] dropped = [.. frame[..^6], .. Encoding.ASCII.GetBytes(digits), .. "\r\n"u8];
            Assert.All(Pieces.Of([.. dropped, .. s_good]), p => Assert.True(p.Cut.IsFrame));
        }
        Assert.NotEqual(0, found);
    }

    [Fact]
    public void The_longest_segment_passes_and_a_cap_rejects_it_as_oversize()
    {
        byte[] frame = FrameWriter.Frame(new string('x', Framing.SegmentBytesMax));
        Assert.Equal(Framing.FrameBytesMax, frame.Length);
        Assert.True(Assert.Single(Pieces.Of(frame)).Cut.IsFrame);
        Assert.True(Framing.TryCut(frame, atEnd: true, null, out Cut cut, segmentMax: 1024));
        Assert.Equal(RejectReason.Oversize, cut.Reason);
    }

    [Fact]
    public void A_long_run_of_noise_comes_in_bounded_pieces()
    {
        byte[] noise = new byte[20_000];
        var pieces = Pieces.Of([.. noise, .. s_good], null, 1000);
        Assert.All(pieces[..^1], p => Assert.InRange(p.Cut.Length, 1, Framing.GarbageBytesMax));
        Assert.True(pieces[^1].Cut.IsFrame);
    }

    [Fact]
    public void The_pieces_do_not_depend_on_how_the_stream_was_split_into_reads() =>
        Gen.Select(Streams.Gen, Gen.Int[1, 700].Array[1, 8]).Sample((stream, reads) =>
        {
            var whole = Pieces.Of(stream);
            Assert.Equal(whole, Pieces.Of(stream, null, reads));
            Assert.Equal(whole, Pieces.Of(stream, null, 1));
            Assert.Equal(stream.Length, whole.Sum(p => p.Cut.Length));
        }, iter: 2000);

    [Fact]
    public void What_was_written_is_cut_and_read_again() =>
        Gen.Byte[32, 126].Array[0, 1200].Sample(segment =>
        {
            byte[] frame = FrameWriter.Frame(segment);
            Assert.Equal(frame.Length, Assert.Single(Pieces.Of(frame)).Cut.Length);
        });
}

/// <summary>Streams of good, damaged, cut-off and encrypted frames with noise between.</summary>
internal static class Streams
{
    private static readonly byte[][] s_frames =
    [
        .. Samples.All.Select(s => s.Frame),
        SealedContent.Seal(SealedContentTests.Plain, SealedContentTests.Key),
        SealedContent.Seal(SealedContentTests.Plain, SealedContentTests.Key, literal: true),
        "##"u8.ToArray(), "#"u8.ToArray(), "\r\n"u8.ToArray(), "##0012"u8.ToArray(), "noise"u8.ToArray(),
    ];

    public static Gen<byte[]> Gen { get; } =
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, s_frames.Length - 1], CsCheck.Gen.Int[0, 9], CsCheck.Gen.Int[0, 5000],
            CsCheck.Gen.Byte)
        .Select((frame, act, at, value) => Damage(s_frames[frame], act, at, value))
        .Array[0, 6].Select(parts => parts.SelectMany(p => p).ToArray());

    private static byte[] Damage(byte[] frame, int act, int at, byte value)
    {
        at %= frame.Length;
        return act switch
        {
            0 => frame[..at],
            1 => frame[at..],
            2 => [.. frame[..at], value, .. frame[at..]],
            3 => [.. frame[..at], value, .. frame[(at + 1)..]],
            4 => [.. frame[..at], (byte)'#', (byte)'#', .. frame[at..]],
            _ => frame,
        };
    }
}
