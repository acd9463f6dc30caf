using System.Diagnostics.CodeAnalysis;
using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.Telemetry;

/// <summary>Byte streams as faulty loggers, broken lines and attackers send them, all from one seed.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A repeatable sequence is wanted.")]
internal sealed class HostileStreams(int seed)
{
    private static readonly byte[] s_key = "0123456789abcdef"u8.ToArray();
    private readonly Random _random = new(seed);

    /// <summary>Rows of a corpus, every kind in turn.</summary>
    public IEnumerable<(string Kind, byte[] Bytes)> Take(int count)
    {
        (string Kind, Func<byte[]> Make)[] kinds =
        [
            ("cut short", () => Frame()[..At(Frame().Length)]),
            ("one byte changed", () => Change(Frame(), _ => (byte)_random.Next(256))),
            ("one bit flipped", () => Change(Frame(), b => (byte)(b ^ (1 << _random.Next(8))))),
            ("a byte left out", () => Without(Frame())),
            ("a byte put in", () => With(Frame(), [(byte)_random.Next(256)])),
            ("wrong CRC", () => Frames.WithBadCrc(Frame())),
            ("length too great", () => Length(Frame(), 9999)),
            ("length too small", () => Length(Frame(), _random.Next(100))),
            ("length of no digits", () => [.. "##12A4"u8, .. Frame()[6..]]),
            ("length with a sign", () => [.. "##-123"u8, .. Frame()[6..]]),
            ("a frame inside a frame", () => With(Frame(), Frame())),
            ("heads without end", () => Repeat("##0001"u8, _random.Next(1, 900))),
            ("endless hashes", () => Repeat("#"u8, _random.Next(1, 9000))),
            ("random bytes", () => Random(_random.Next(1, 6000))),
            ("random bytes between frames", () => [.. Frame(), .. Random(_random.Next(1, 400)), .. Frame()]),
            ("zeros", () => Repeat("\0"u8, _random.Next(1, 5000))),
            ("line ends", () => Repeat("\r\n"u8, _random.Next(1, 2000))),
            ("another protocol", () => "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()),
            ("a handshake", () => [0x16, 3, 1, .. Random(200)]),
            ("no tail", () => Frame()[..^2]),
            ("line feed for a tail", () => [.. Frame()[..^2], (byte)'\n']),
            ("encrypted for nobody", () => SealedContent.Seal(Frame(flag: 9), s_key)),
            ("the printed form, cut", () => SealedContent.Seal(Frame(flag: 9), s_key, literal: true)[..At(150)]),
            ("an endless MN", () => FrameWriter.Frame(
                $"QN=1;ST=31;CN=2051;PW=1;MN={new string('M', _random.Next(25, 9000))};Flag=5;CP=&&DataTime=1&&")),
            ("no fields", () => FrameWriter.Frame(new string(';', _random.Next(1, 2000)))),
            ("fields without end", () => FrameWriter.Frame(string.Concat(Enumerable.Repeat("QN=1;", 1500)))),
            ("items without end", () => FrameWriter.Frame(
                "ST=31;CN=2051;MN=A;CP=&&" + string.Concat(Enumerable.Repeat("a=1;", 2000)) + "&&")),
            ("text in GBK", () => [.. Frame()[..40], 0xC4, 0xE3, 0xBA, 0xC3, .. Frame()[40..]]),
            ("mixed", Mixed),
        ];
        for (int i = 0; i < count; i++)
            yield return (kinds[i % kinds.Length].Kind, kinds[i % kinds.Length].Make());
    }

    /// <summary>Whole frames of all editions, lengths and MNs.</summary>
    public byte[] Frame(int? flag = null) => Frames.Minute(
        value: $"{_random.Next(1000)}.{_random.Next(100)}", mn: $"MN{_random.Next(100_000_000):D12}",
        flag: flag ?? new[] { 1, 5, 9, 4 }[_random.Next(4)],
        qn: $"20260314{_random.Next(24):D2}{_random.Next(60):D2}{_random.Next(60):D2}{_random.Next(1000):D3}");

    public int At(int length) => _random.Next(1, length);

    private byte[] Mixed() => [.. Take(_random.Next(2, 8)).SelectMany(r => r.Bytes)];

    private byte[] Random(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Change(byte[] bytes, Func<byte, byte> how)
    {
        int at = _random.Next(bytes.Length);
        bytes[at] = how(bytes[at]);
        return bytes;
    }

    private byte[] Without(byte[] bytes)
    {
        int at = _random.Next(bytes.Length);
        return [.. bytes[..at], .. bytes[(at + 1)..]];
    }

    private byte[] With(byte[] bytes, byte[] more)
    {
        int at = _random.Next(bytes.Length);
        return [.. bytes[..at], .. more, .. bytes[at..]];
    }

    private static byte[] Length(byte[] frame, int length) =>
        [.. "##"u8, .. Encoding.ASCII.GetBytes($"{length:D4}"), .. frame[6..]];

    private static byte[] Repeat(ReadOnlySpan<byte> bytes, int times)
    {
        byte[] all = new byte[bytes.Length * times];
        for (int i = 0; i < times; i++)
            bytes.CopyTo(all.AsSpan(i * bytes.Length));
        return all;
    }
}
