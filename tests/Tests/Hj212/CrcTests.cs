using Qingyuan.Hj212;
using System.Text;
using CsCheck;

namespace Qingyuan.Tests.Hj212;

public sealed class CrcTests
{
    [Theory] // Annex A of 2017 and 2025; the check string.
    [InlineData("", 0xFFFF)]
    [InlineData("123456789", 0x2F80)]
    [InlineData("QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&",
        0x1C80)]
    [InlineData("QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&", 0x2200)]
    public void Gives_the_value_that_the_standard_prints(string segment, int crc) =>
        Assert.Equal(crc, Crc.Of(Encoding.ASCII.GetBytes(segment)));

    [Fact]
    public void Equals_the_bit_loop_of_Annex_A_for_any_bytes() =>
        Gen.Byte.Array[0, 400].Sample(bytes => Assert.Equal(BitLoop(bytes), Crc.Of(bytes)));

    [Fact]
    public void Equals_the_bit_loop_at_every_offset_and_length_of_a_block()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 37 + 11))];
        for (int from = 0; from < 33; from++)
        {
            for (int length = 0; length < 67; length++)
                Assert.Equal(BitLoop(bytes.AsSpan(from, length)), Crc.Of(bytes.AsSpan(from, length)));
        }
    }

    private static ushort BitLoop(ReadOnlySpan<byte> bytes)
    {
        int register = 0xFFFF;
        foreach (byte b in bytes)
        {
            register = (register >> 8) ^ b;
            for (int bit = 0; bit < 8; bit++)
                register = (register & 1) == 1 ? (register >> 1) ^ 0xA001 : register >> 1;
        }
        return (ushort)register;
    }
}
