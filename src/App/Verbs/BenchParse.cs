using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.App;

/// <summary>
/// Measures the full parse (cut, CRC, header, every item) of the public frames on one thread, beside a bare walk of
/// the same bytes that only reads the lengths and checks the CRC.
/// </summary>
internal static class BenchParse
{
    private const int RoundsOfOneReading = 64;

    public static Command Command
    {
        get
        {
            Option<double> seconds = new("--seconds")
            {
                Description = "how long to measure",
                DefaultValueFactory = _ => 5,
            };
            Command parse = new("parse",
                "Full parse of the public HJ 212 frames. Example: qingyuan bench parse --seconds 10") { seconds };
            parse.SetAction(call =>
            {
                double span = call.GetValue(seconds);
                if (span is not (>= 0.1 and <= 3600))
                {
                    Console.Error.WriteLine("qingyuan: --seconds is 0.1 to 3600");
                    return 2;
                }
                Run(TimeSpan.FromSeconds(span), Console.Out);
                return 0;
            });
            return parse;
        }
    }

    private static void Run(TimeSpan span, TextWriter output)
    {
        byte[] stream = ReadSamples(out int frames);
        Message message = new();
        long items = 0;
        Action full = () => items = ParseAll(stream, message);
        Action walk = () => WalkAll(stream);
        // Warm until the tiered compiler has nothing left to do, then turn by turn, so that both meet the same machine.
        Measure(full, TimeSpan.FromSeconds(1));
        Measure(walk, TimeSpan.FromSeconds(0.5));
        Reading parsed = default, walked = default;
        for (int turn = 0; turn < 4; turn++)
        {
            parsed += Measure(full, span / 5);
            walked += Measure(walk, span / 20);
        }
        double parseNs = parsed.Nanoseconds / (parsed.Rounds * frames);
        double walkNs = walked.Nanoseconds / (walked.Rounds * frames);
        output.WriteLine($"bench parse: {frames} public frames, {stream.Length} bytes, {items} items, one thread");
        output.WriteLine($"  full parse      {1e9 / parseNs,12:N0} frames/s {parseNs,8:N0} ns/frame "
            + $"{parsed.Bytes / (double)(parsed.Rounds * frames),8:N1} bytes allocated/frame "
            + $"{stream.Length / (double)frames / parseNs,6:N2} GB/s");
        output.WriteLine($"  limit           {1e9 / walkNs,12:N0} frames/s {walkNs,8:N0} ns/frame   "
            + "(length and CRC of the same bytes only)");
        output.WriteLine($"  ratio to limit  {walkNs / parseNs,12:P0}");
        output.WriteLine($"  published       {51_000,12:N0} frames/s {1e9 / 51_000,8:N0} ns/frame "
            + $"{7_120,8:N0} bytes allocated/frame");
        output.WriteLine("                  (published figures of the fullest parsing open C# "
            + "implementation on another 2-core machine of this kind; not measured here)");
        output.WriteLine($"  against that    {1e9 / parseNs / 51_000,12:N1} x");
    }

    private static long ParseAll(byte[] stream, Message message)
    {
        int at = 0;
        long items = 0;
        while (Framing.TryCut(stream.AsSpan(at), atEnd: false, out Cut cut))
        {
            message.Parse(stream.AsMemory(at, cut.Length));
            items += message.Items.Length;
            at += cut.Length;
        }
        return items;
    }

    private static int WalkAll(byte[] stream)
    {
        int at = 0, sum = 0;
        while (at < stream.Length)
        {
            int length = (stream[at + 2] - '0') * 1000 + (stream[at + 3] - '0') * 100 + (stream[at + 4] - '0') * 10
                + (stream[at + 5] - '0');
            sum += Crc.Of(stream.AsSpan(at + 6, length));
            at += length + FrameWriter.FrameBytesAround;
        }
        return sum;
    }

    private static Reading Measure(Action round, TimeSpan span)
    {
        Reading reading = default;
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            for (int i = 0; i < RoundsOfOneReading; i++)
                round();
            reading.Rounds += RoundsOfOneReading;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < span);
        reading.Nanoseconds = elapsed.TotalNanoseconds;
        reading.Bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return reading;
    }

    /// <summary>The public frames whose length and CRC hold, as one stream with CR LF.</summary>
    private static byte[] ReadSamples(out int frames)
    {
        using Stream resource = typeof(BenchParse).Assembly.GetManifestResourceStream("hj212-samples.txt")
            ?? throw new InvalidOperationException("The sample frames are not embedded.");
        using StreamReader reader = new(resource, Encoding.UTF8);
        using MemoryStream stream = new();
        frames = 0;
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith("##", StringComparison.Ordinal))
                continue;
            byte[] frame = Encoding.UTF8.GetBytes(line + "\r\n");
            if (!Framing.TryCut(frame, atEnd: true, out Cut cut) || !cut.IsFrame || cut.Length != frame.Length)
                continue;
            stream.Write(frame);
            frames++;
        }
        return stream.ToArray();
    }

    private struct Reading
    {
        public long Rounds;
        public double Nanoseconds;
        public long Bytes;

        public static Reading operator +(Reading one, Reading other) => new()
        {
            Rounds = one.Rounds + other.Rounds,
            Nanoseconds = one.Nanoseconds + other.Nanoseconds,
            Bytes = one.Bytes + other.Bytes,
        };
    }
}
