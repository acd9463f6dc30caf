using Qingyuan.Hj212;
using System.Text;

namespace Qingyuan.Tests.Hj212;

public sealed class SealedContentTests
{
    public static readonly byte[] Key = [.. Enumerable.Repeat((byte)0x30, 16)];

    public static readonly byte[] Plain = FrameWriter.Frame(
        "QN=20260314101500123;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;"
        + "CP=&&DataTime=20260314101500;w01018-Rtd=23.4,w01018-Flag=N;w21003-Rtd=1.52,w21003-Flag=N&&");

    [Fact] // HJ 212-2025 Annex H.
    public void Makes_the_authorization_value_that_Annex_H_prints() => Assert.Equal(
        "LG/m7lsFU/taig+vbQsDJXy4NGAaE2j2lplPwhZM7iM=",
        Sm4.Authorization("testuser", "AezF0nZRs4kypuGO", "msbE74gsiSHSEh5e"u8));

    [Fact] // GB/T 32907-2016 Annex A.1.
    public void Encrypts_the_block_of_the_SM4_standard()
    {
        byte[] block = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"), to = new byte[16];
        Sm4.TransformContent(encrypt: true, block, block, to);
        Assert.Equal("681EDF34D206965E86B3E94F536E4246", Convert.ToHexString(to));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_encrypted_frame_is_kept_whole_without_the_key_and_opened_with_it(bool literal)
    {
        byte[] frame = SealedContent.Seal(Plain, Key, literal);
        byte[] stream = [.. frame, .. Plain];
        var blind = Pieces.Of(stream);
        Assert.Equal([RejectReason.Decrypt, RejectReason.None], blind.Select(p => p.Cut.Reason));
        Assert.Equal(frame.Length, blind[0].Cut.Length);

        KeyRing keys = KeyRing.Of(Key);
        Assert.All(Pieces.Of(stream, keys), p => Assert.True(p.Cut.IsFrame));
        Assert.True(SealedContent.TryOpen(frame, keys, out byte[] opened));
        Assert.Equal(Plain, opened);
    }

    [Fact] // One public writer counts the printed form in the length field, and the plain text in the CRC.
    public void The_printed_form_with_its_own_length_is_opened_too()
    {
        byte[] frame = SealedContent.Seal(Plain, Key, literal: true);
        Digits.WriteDecimal4(frame.Length - FrameWriter.FrameBytesAround, frame.AsSpan(2, 4));
        byte[] recounted = FrameWriter.Frame(frame.AsSpan()[6..^6]);
        foreach (byte[] sent in new[] { frame, recounted })
        {
            byte[] stream = [.. sent, .. Plain];
            Assert.Equal([RejectReason.Decrypt, RejectReason.None], Pieces.Of(stream).Select(p => p.Cut.Reason));
            Assert.All(Pieces.Of(stream, KeyRing.Of(Key)), p => Assert.True(p.Cut.IsFrame));
            Assert.True(SealedContent.TryOpen(sent, KeyRing.Of(Key), out byte[] opened));
            Assert.Equal(Plain[..^6], opened[..^6]);
        }
    }

    [Fact] // The remainder under 16 bytes stays clear (2025 6.4), so the length does not change.
    public void Raw_content_keeps_the_length_and_the_remainder()
    {
        byte[] frame = SealedContent.Seal(Plain, Key);
        Assert.Equal(Plain.Length, frame.Length);
        int area = Plain.AsSpan().IndexOf("CP=&&"u8) + 5, end = Plain.Length - 8;
        int blocks = (end - area) / 16 * 16;
        Assert.Equal(Plain[(area + blocks)..], frame[(area + blocks)..]);
    }

    [Fact]
    public void A_late_frame_is_opened_with_the_key_of_its_time()
    {
        byte[] frame = SealedContent.Seal(Plain, Key);
        KeyRing keys = KeyRing.Empty
            .With(Encoding.ASCII.GetBytes("the oldest key.."), At(2025, 10)).With(Key, At(2026, 1))
            .With(Encoding.ASCII.GetBytes("the newest key.."), At(2026, 4));
        Assert.Equal(At(2026, 1), keys.InOrderFor(At(2026, 3)).First().From);
        Assert.True(SealedContent.TryOpen(frame, keys, out byte[] opened));
        Assert.Equal(Plain, opened);
        Assert.False(SealedContent.TryOpen(frame, KeyRing.Of(new byte[16]), out _));
    }

    [Fact]
    public void A_log_in_GBK_with_a_right_CRC_is_no_encrypted_frame()
    {
        byte[] log = [.. "QN=20260314101500123;ST=32;CN=3020;PW=1;MN=A;Flag=9;CP=&&i11001-Info=//"u8,
            0xC7, 0xE5, 0xCF, 0xB4, 0xB9, 0xDC, 0xC2, 0xB7, .. "//&&"u8];
        Assert.True(Assert.Single(Pieces.Of(FrameWriter.Frame(log))).Cut.IsFrame);
    }

    private static DateTimeOffset At(int year, int month) => new(year, month, 1, 0, 0, 0, Beijing.Offset);
}
