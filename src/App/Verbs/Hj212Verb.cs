using System.CommandLine;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qingyuan.Hj212;

namespace Qingyuan.App;

/// <summary><c>qingyuan hj212 decode | send | deviations</c>: the protocol at the command line.</summary>
internal static class Hj212Verb
{
    private static readonly Argument<string?> s_file = new("FILE")
    {
        Description = "the bytes as received; - or nothing = stdin",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Command => new("hj212", "HJ 212 frames: decode a stream, send frames, list deviations")
    {
        Decode(), Send(), ListDeviations(),
    };

    private static Command Decode()
    {
        Option<string[]> key = KeyOption("frames that it opens are decoded");
        Option<bool> strict = new("--strict") { Description = "exit status 1 when something was rejected" };
        Command decode = new("decode",
            "Decodes a stream of bytes to JSON lines; every byte belongs to one frame or rejected line. "
            + "Example: qingyuan hj212 decode capture.bin --strict") { s_file, key, strict };
        decode.SetAction(async (call, cancel) =>
        {
            if (!TryKeys(call.GetValue(key) ?? [], out KeyRing? keys, out string? wrong))
                return Wrong(wrong!);
            await using Stream? input = Open(call.GetValue(s_file), out string? trouble);
            if (input is null)
                return Wrong(trouble!);
            await using Stream output = Console.OpenStandardOutput();
            using StreamDecoder decoder = new(output, keys);
            StreamCounts counts = await decoder.Run(input, cancel);
            return call.GetValue(strict) && counts.Rejected > 0 ? 1 : 0;
        });
        return decode;
    }

    private static Command Send()
    {
        Option<string> to = new("--to") { Description = "address and port, e.g. 127.0.0.1:9212", Required = true };
        Option<int> timeout = new("--timeout")
        {
            Description = "seconds to wait for an answer (HJ 212: 10 on mobile networks)",
            DefaultValueFactory = _ => 10,
        };
        Option<int> inFlight = new("--in-flight")
        {
            Description = "frames that may wait for their answers at once",
            DefaultValueFactory = _ => 1,
        };
        Option<string[]> key = KeyOption("frames of 2025 are sent encrypted with the newest, answers are opened");
        Command send = new("send",
            "Sends the frames of FILE, waits for the answers, prints one JSON line a frame. "
            + "Example: qingyuan hj212 send --to 127.0.0.1:9212 frames.txt") { s_file, to, timeout, inFlight, key };
        send.SetAction(async (call, cancel) =>
        {
            string address = call.GetValue(to)!;
            if (!TryAddress(address, out string host, out int port))
                return Wrong($"--to is HOST:PORT, e.g. 127.0.0.1:9212, not '{address}'");
            if (call.GetValue(timeout) is < 1 or > 3600 || call.GetValue(inFlight) is < 1 or > 4096)
                return Wrong("--timeout is 1 to 3600 seconds, --in-flight 1 to 4096 frames");
            if (!TryKeys(call.GetValue(key) ?? [], out KeyRing? keys, out string? wrong))
                return Wrong(wrong!);
            await using Stream? input = Open(call.GetValue(s_file), out string? trouble);
            if (input is null)
                return Wrong(trouble!);
            await using Stream output = Console.OpenStandardOutput();
            FrameSender sender = new(
                output, TimeSpan.FromSeconds(call.GetValue(timeout)), call.GetValue(inFlight), TimeProvider.System,
                keys);
            try
            {
                return await sender.Run(input, host, port, cancel) ? 0 : 1;
            }
            catch (System.Net.Sockets.SocketException error)
            {
                return Wrong($"cannot reach {address}: {error.Message}");
            }
        });
        return send;
    }

    private static Command ListDeviations()
    {
        Option<bool> asJson = new("--json") { Description = "one JSON object a line" };
        Command list = new("deviations",
            "Explains the deviation codes of hj212 decode. Example: qingyuan hj212 deviations --json") { asJson };
        list.SetAction(call =>
        {
            JsonSerializerOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            foreach (DeviationText text in Deviations.All)
            {
                if (call.GetValue(asJson))
                    Console.WriteLine(JsonSerializer.Serialize(new
                    {
                        code = text.Code,
                        zh = text.Chinese,
                        en = text.English,
                        editions = text.Editions,
                        clause = $"HJ 212-2017 {text.Clause2017}",
                    }, readable));
                else
                    Console.WriteLine($"{text.Code,-28} {text.Chinese}\n{"",-28} {text.English} "
                        + $"[HJ 212-2017 {text.Clause2017}; {text.Editions}]");
            }
            return 0;
        });
        return list;
    }

    private static Stream? Open(string? file, out string? trouble)
    {
        trouble = null;
        if (file is null or "-")
            return Console.OpenStandardInput();
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, useAsync: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            trouble = error is FileNotFoundException or DirectoryNotFoundException
                ? $"there is no file {file}; give an existing file, or - for stdin"
                : $"cannot read {file}: {error.Message}";
            return null;
        }
    }

    private static Option<string[]> KeyOption(string effect) => new("--key")
    {
        Description = $"SM4 key of HJ 212-2025 as 32 hexadecimal digits; may be repeated, newest last: {effect}",
    };

    /// <summary>Null keys = none was given.</summary>
    private static bool TryKeys(string[] texts, out KeyRing? keys, out string? wrong)
    {
        (keys, wrong) = (null, null);
        if (texts.Length > KeyRing.KeysMax)
            wrong = $"--key may be given {KeyRing.KeysMax} times";
        foreach (string text in texts.Take(KeyRing.KeysMax))
        {
            // A key is a secret: what was typed is not repeated.
            if (!TryHex(text, out byte[] bytes))
                wrong ??= $"--key is 32 hexadecimal digits (16 bytes); this one has {text.Length} characters";
            else
                keys = (keys ?? KeyRing.Empty).With(bytes, DateTimeOffset.MinValue);
        }
        return wrong is null;
    }

    private static bool TryHex(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length != 2 * KeyRing.KeyBytes || !text.All(char.IsAsciiHexDigit))
            return false;
        bytes = Convert.FromHexString(text);
        return true;
    }

    private static bool TryAddress(string text, out string host, out int port)
    {
        int colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon].Trim('[', ']') : "";
        port = 0;
        return host.Length > 0 && int.TryParse(text[(colon + 1)..], out port)
            && port is > IPEndPoint.MinPort and <= IPEndPoint.MaxPort;
    }

    private static int Wrong(string what)
    {
        Console.Error.WriteLine($"qingyuan: {what}");
        return 2;
    }
}
