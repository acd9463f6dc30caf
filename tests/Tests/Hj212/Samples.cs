using Qingyuan.Hj212;
using System.Text;

namespace Qingyuan.Tests.Hj212;

/// <summary>
/// The 44 public frames (Data/samples.txt, each with its source and its verdict) as whole frames with CR LF.
/// </summary>
internal static class Samples
{
    public sealed record Sample(string Verdict, byte[] Frame);

    public static readonly IReadOnlyList<Sample> All = Read();

    public static IEnumerable<byte[]> Valid => All.Where(s => s.Verdict == "OK").Select(s => s.Frame);

    public static byte[] Frame(string fragment) =>
        All.First(s => Encoding.UTF8.GetString(s.Frame).Contains(fragment, StringComparison.Ordinal)).Frame;

    private static List<Sample> Read()
    {
        List<Sample> samples = [];
        string verdict = "";
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Hj212", "Data", "samples.txt")))
        {
            if (line.StartsWith("##", StringComparison.Ordinal))
                samples.Add(new Sample(verdict, Encoding.UTF8.GetBytes(line + "\r\n")));
            else if (line.Split("verdict: ") is [_, var rest])
                verdict = rest.Split('|', ' ')[0];
        }
        return samples;
    }
}

/// <summary>Cuts a stream the way the gateway does, in reads of given sizes.</summary>
internal static class Pieces
{
    public static List<(int Offset, Cut Cut)> Of(ReadOnlySpan<byte> stream, KeyRing? keys = null, params int[] reads)
    {
        List<(int, Cut)> pieces = [];
        int start = 0, end = 0, read = 0;
        while (start < stream.Length || end < stream.Length)
        {
            int step = reads.Length == 0 ? stream.Length : Math.Max(1, reads[read++ % reads.Length]);
            end = Math.Min(stream.Length, end + step);
            bool atEnd = end == stream.Length;
            while (Framing.TryCut(stream[start..end], atEnd, keys, out Cut cut))
            {
                Assert.InRange(cut.Length, 1, end - start);
                pieces.Add((start, cut));
                start += cut.Length;
            }
        }
        return pieces;
    }
}
