using System.Buffers;
using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Qingyuan.App.Eval;
using Qingyuan.Standards;

namespace Qingyuan.App;

/// <summary>
/// Measures the calculator on one thread over lines of all operations in turn, beside the bare reading and writing of
/// the same lines as JSON. The lines are examples of the operations, and each of them must be answered by a result.
/// </summary>
internal static class BenchEval
{
    private const string LinesName = "eval-lines.jsonl";

    public static Command Command
    {
        get
        {
            Option<double> seconds = new("--seconds")
            {
                Description = "how long to measure",
                DefaultValueFactory = _ => 5,
            };
            Command eval = new("eval",
                "The rulebook's operations in turn, one thread. Example: qingyuan bench eval --seconds 10") { seconds };
            eval.SetAction(call =>
            {
                double span = call.GetValue(seconds);
                if (span is not (>= 0.1 and <= 3600))
                {
                    Console.Error.WriteLine("qingyuan: --seconds is 0.1 to 3600");
                    return 2;
                }
                return Run(TimeSpan.FromSeconds(span), Console.Out);
            });
            return eval;
        }
    }

    /// <summary>The example lines that ship with the program.</summary>
    internal static byte[][] Lines()
    {
        using Stream resource = typeof(BenchEval).Assembly.GetManifestResourceStream(LinesName)
            ?? throw new InvalidOperationException("The example lines are not embedded.");
        using StreamReader reader = new(resource, Encoding.UTF8);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(Encoding.UTF8.GetBytes)];
    }

    private static int Run(TimeSpan span, TextWriter output)
    {
        byte[][] lines = [.. Lines().Where(line => Evaluator.OperationNames.Contains(NameOf(line)))];
        using var evaluator = new Evaluator(Rulebook.Shipped);
        var answers = new ArrayBufferWriter<byte>(1 << 20);
        foreach (byte[] line in lines)
        {
            answers.ResetWrittenCount();
            evaluator.Answer(line, answers);
            if (answers.WrittenSpan.IndexOf("\"error\":"u8) < 0)
                continue;
            string answer = Encoding.UTF8.GetString(answers.WrittenSpan);
            Console.Error.WriteLine($"qingyuan: a line of the bench is refused: {answer}");
            return 1;
        }
        string[] measured = [.. lines.Select(NameOf).Distinct()];
        string[] without = [.. Evaluator.OperationNames.Except(measured)];
        Action calculate = () =>
        {
            answers.ResetWrittenCount();
            foreach (byte[] line in lines)
                evaluator.Answer(line, answers);
        };
        Action bare = () =>
        {
            answers.ResetWrittenCount();
            foreach (byte[] line in lines)
                Copy(line, answers);
        };
        // Warm until the tiered compiler has nothing left to do, then turn by turn, so that both meet the same machine.
        Measure(calculate, TimeSpan.FromSeconds(1));
        Measure(bare, TimeSpan.FromSeconds(0.5));
        (long Rounds, double Seconds) calculated = default, copied = default;
        for (int turn = 0; turn < 4; turn++)
        {
            calculated = Add(calculated, Measure(calculate, span / 5));
            copied = Add(copied, Measure(bare, span / 20));
        }
        double rate = calculated.Rounds * lines.Length / calculated.Seconds;
        double limit = copied.Rounds * lines.Length / copied.Seconds;
        output.WriteLine($"bench eval: {lines.Length} lines of {measured.Length} operations, one thread");
        if (without.Length > 0)
            output.WriteLine($"  without a line  {string.Join(", ", without)}");
        output.WriteLine($"  calculated      {rate,12:N0} operations/s");
        output.WriteLine($"  limit           {limit,12:N0} lines/s        (the same lines, read and written only)");
        output.WriteLine($"  ratio to limit  {rate / limit,12:P0}");
        foreach ((string name, double each) in Slowest(evaluator, lines, answers))
            output.WriteLine($"  slowest         {each,12:N0} operations/s   {name}");
        return 0;
    }

    /// <summary>The three operations that take longest, so that a slow one is seen behind the mean.</summary>
    private static IEnumerable<(string Name, double Each)> Slowest(
        Evaluator evaluator, byte[][] lines, ArrayBufferWriter<byte> answers)
    {
        const int Repeats = 2_000;
        return lines.GroupBy(NameOf).Select(group =>
        {
            byte[][] own = [.. group];
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Repeats; i++)
            {
                answers.ResetWrittenCount();
                evaluator.Answer(own[i % own.Length], answers);
            }
            return (group.Key, Repeats / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }).OrderBy(o => o.Item2).Take(3);
    }

    private static string NameOf(byte[] line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("op").GetString()!;
    }

    private static void Copy(byte[] line, ArrayBufferWriter<byte> answers)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        using var writer = new Utf8JsonWriter(answers);
        document.RootElement.WriteTo(writer);
    }

    private static (long, double) Add((long Rounds, double Seconds) one, (long Rounds, double Seconds) other) =>
        (one.Rounds + other.Rounds, one.Seconds + other.Seconds);

    private static (long Rounds, double Seconds) Measure(Action round, TimeSpan span)
    {
        long start = Stopwatch.GetTimestamp(), rounds = 0;
        TimeSpan elapsed;
        do
        {
            for (int i = 0; i < 16; i++)
                round();
            rounds += 16;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < span);
        return (rounds, elapsed.TotalSeconds);
    }
}
