using System.Buffers;
using System.CommandLine;
using System.IO.Pipelines;
using Qingyuan.App.Eval;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.App;

/// <summary><c>qingyuan eval [FILE]</c>: the rulebook as a calculator, JSON lines in, JSON lines out.</summary>
internal static class EvalVerb
{
    private const int FlushBytes = 1 << 16;

    public static Command Command
    {
        get
        {
            Argument<string?> file = new("FILE")
            {
                Description = "JSON lines; - or nothing = stdin",
                Arity = ArgumentArity.ZeroOrOne,
            };
            Option<string?> data = new("--data")
            {
                Description = "calculate by the tables as people corrected and approved them in this data directory; "
                    + "without it by the tables of this version",
            };
            Command eval = new("eval",
                "Calculates what the standards say: JSON lines in, JSON lines out; a bad line gets an error and the "
                + "next is still answered. Example: echo '{\"id\":1,\"op\":\"round_places\",\"input\":"
                + "{\"value\":\"0.545\",\"places\":2}}' | qingyuan eval") { file, data };
            eval.SetAction((call, cancel) => ServeVerb.Guard(async () =>
            {
                string? path = call.GetValue(file);
                Rulebook rules = call.GetValue(data) is { } directory ? await BookOf(directory) : Rulebook.Shipped;
                Stream input;
                try
                {
                    input = path is null or "-" ? Console.OpenStandardInput() : File.OpenRead(path);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    Console.Error.WriteLine($"qingyuan: cannot read {path}: {error.Message}");
                    return 2;
                }
                await using (input)
                await using (Stream output = Console.OpenStandardOutput())
                    await Run(input, output, rules, cancel);
                return 0;
            }));
            return eval;
        }
    }

    /// <summary>The tables as two persons approved them; also beside a running <c>serve</c>.</summary>
    internal static Task<Rulebook> BookOf(string data) =>
        OfflineNode.Read(data, reader => CorrectionTable.Load(reader).Book);

    /// <summary>Answers line by line in order; flushes when the input pauses, so it can be talked to.</summary>
    internal static async Task Run(Stream input, Stream output, Rulebook rules, CancellationToken cancel)
    {
        using var evaluator = new Evaluator(rules);
        var answers = new ArrayBufferWriter<byte>(FlushBytes * 2);
        PipeReader reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: FlushBytes));
        bool skipping = false; // The rest of a line that was too long is passed over up to its end.
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancel);
            ReadOnlySequence<byte> rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (!skipping)
                    AnswerLine(evaluator, rest.Slice(0, end), answers);
                skipping = false;
                rest = rest.Slice(rest.GetPosition(1, end));
                if (answers.WrittenCount >= FlushBytes)
                    await Flush(answers, output, cancel);
            }
            if (read.IsCompleted && !skipping)
                AnswerLine(evaluator, rest, answers);
            if (rest.Length > Evaluator.LineBytesMax && !read.IsCompleted)
            {
                if (!skipping)
                {
                    evaluator.AnswerTooLong(answers);
                    answers.Write("\n"u8);
                }
                skipping = true;
            }
            if (skipping)
                rest = rest.Slice(rest.End);
            reader.AdvanceTo(rest.Start, read.Buffer.End);
            await Flush(answers, output, cancel);
            if (read.IsCompleted)
                return;
        }
    }

    private static void AnswerLine(Evaluator evaluator, ReadOnlySequence<byte> line, ArrayBufferWriter<byte> answers)
    {
        ReadOnlyMemory<byte> bytes = line.IsSingleSegment ? line.First : line.ToArray();
        if (bytes.Span.Trim(" \t\r"u8).IsEmpty)
            return;
        evaluator.Answer(bytes, answers);
        answers.Write("\n"u8);
    }

    private static async Task Flush(ArrayBufferWriter<byte> answers, Stream output, CancellationToken cancel)
    {
        if (answers.WrittenCount == 0)
            return;
        await output.WriteAsync(answers.WrittenMemory, cancel);
        await output.FlushAsync(cancel);
        answers.ResetWrittenCount();
    }
}
