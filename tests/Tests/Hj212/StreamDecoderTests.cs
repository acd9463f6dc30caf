using System.Text;
using System.Text.Json;
using CsCheck;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.Hj212;

public sealed class StreamDecoderTests
{
    private static readonly string s_frozen = Path.Combine(AppContext.BaseDirectory, "Frozen", "hj212-decode.jsonl");

    [Fact] // Frozen: the lines are a contract; a changed one is a broken one.
    public async Task Decodes_the_public_frames_to_the_frozen_lines()
    {
        byte[] stream = [.. Samples.All.SelectMany(s => s.Frame)];
        string lines = Encoding.UTF8.GetString(await Decode(stream));
        if (Environment.GetEnvironmentVariable("QINGYUAN_FREEZE") is { } path)
            await File.WriteAllTextAsync(path, lines, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllLinesAsync(s_frozen, TestContext.Current.CancellationToken),
            lines.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Every_byte_belongs_to_exactly_one_line()
    {
        for (int i = 0; i < 200; i++)
        {
            byte[] stream = Streams.Gen.Array[1, 20].Select(s => s.SelectMany(b => b).ToArray()).Single();
            long at = 0;
            foreach (JsonElement line in Lines(await Decode(stream)))
            {
                if (line.GetProperty("kind").GetString() == "message")
                    continue;
                Assert.Equal(at, line.GetProperty("offset").GetInt64());
                at += line.GetProperty("length").GetInt64();
            }
            Assert.Equal(stream.Length, at);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_encrypted_frame_shows_its_content_with_the_key(bool literal)
    {
        byte[] frame = SealedContent.Seal(SealedContentTests.Plain, SealedContentTests.Key, literal);
        JsonElement line = Lines(await Decode(frame, KeyRing.Of(SealedContentTests.Key))).Single();
        Assert.Equal("23.4", line.GetProperty("factors").GetProperty("w01018").GetProperty("Rtd").GetString());
        Assert.Equal(frame.Length, line.GetProperty("length").GetInt32());
        Assert.Equal("decrypt", Lines(await Decode(frame)).Single().GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_stream()
    {
        byte[] noise = new byte[1 << 20];
        var lines = Lines(await Decode(noise));
        Assert.Equal(noise.Length, lines.Sum(l => l.GetProperty("length").GetInt64()));
        Assert.All(lines, l => Assert.Equal("garbage", l.GetProperty("reason").GetString()));
    }

    private static async Task<byte[]> Decode(byte[] stream, KeyRing? keys = null)
    {
        using MemoryStream output = new();
        using StreamDecoder decoder = new(output, keys);
        await decoder.Run(new MemoryStream(stream), TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    private static List<JsonElement> Lines(byte[] output) =>
        [.. Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)];
}
