using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;

namespace Qingyuan.App;

/// <summary>
/// <c>verify</c> (校验): re-computes a log directory, several, or a <c>.tlog-proof</c> from the files alone. Needs no
/// database and no network; never writes.
/// </summary>
internal static class VerifyVerb
{
    public static Command Command
    {
        get
        {
            var path = new Argument<string>("PATH")
            {
                Description =
                    "A log directory (…/ledger/frames), a directory that holds several, a .tlog-proof, or an evidence "
                    + "bundle (.zip).",
            };
            var key = new Option<string[]>("--key")
            {
                Description = "A log's verifier key: name+hex+base64, or a file that holds it; once for each log.",
            };
            var policy = new Option<string?>("--policy")
            {
                Description = "A policy file (c2sp.org/tlog-policy): lines log, witness, group, quorum.",
            };
            var entry = new Option<string?>("--entry")
            {
                Description =
                    "For a proof: the file with the entry's bytes; otherwise those inside the proof are hashed.",
            };
            var html = new Option<string?>("--html")
            {
                Description = "For a bundle: also write the result as a page to print.",
            };
            var json = new Option<bool>("--json") { Description = "One JSON object for each thing verified." };
            var verb = new Command(
                "verify",
                "Re-compute a ledger or a proof from its files. Example: qingyuan verify DATA/ledger/frames " +
                "--key 'example/frames+0a1b2c3d+AX…'")
            {
                path, key, policy, entry, html, json,
            };
            verb.SetAction(call => Run(
                call.GetValue(path)!, call.GetValue(key) ?? [], call.GetValue(policy), call.GetValue(entry),
                    call.GetValue(html), call.GetValue(json)));
            return verb;
        }
    }

    private static int Run(string path, string[] keys, string? policy, string? entry, string? html, bool json)
    {
        try
        {
            if (keys.Length > 0 && policy is not null)
                return Wrong("give --key or --policy, not both");
            bool isProof = File.Exists(path);
            if (!isProof && !Directory.Exists(path))
                return Wrong($"{path}: there is no such file or directory");
            if (entry is not null && !isProof)
                return Wrong("--entry belongs to a proof, and PATH is a directory");
            string[] logs = isProof ? [path] : LogsIn(path);
            if (logs.Length == 0)
                return Wrong($"{path} holds no log: no directory in it has a checkpoint");
            TrustPolicy? given = keys.Length > 0
                ? TrustPolicy.Of([.. keys.Select(k => VerifierKey.Parse(TextOf(k)))])
                : policy is not null ? TrustPolicy.Parse(File.ReadAllText(policy)) : null;
            if (isProof && IsBundle(path))
                return Bundle(path, given, html, json);
            bool allHold = true;
            foreach (string log in logs)
            {
                if ((given ?? KeyBeside(log)) is not { } trusted)
                    return Wrong(
                        $"{log}: give the key with --key (from its operator or public page, not from this copy)");
                Verdict verdict = isProof
                    ? ProofVerifier.Verify(path, ReadProof(path), entry is null
                        ? null : File.ReadAllBytes(entry), trusted)
                    : LogVerifier.Verify(log, trusted, Progress);
                Write(verdict, keyFromSamePlace: given is null, json);
                allHold &= verdict.Holds;
            }
            return allHold ? 0 : 1;
        }
        catch (FormatException e)
        {
            return Wrong(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Wrong(e.Message);
        }
    }

    private static bool IsBundle(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[4];
        return file.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && BundleCheck.LooksLikeOne(head);
    }

    /// <summary>0 = verified, 1 = it does not hold, 2 = no policy was given: nobody's signature counts.</summary>
    private static int Bundle(string path, TrustPolicy? policy, string? html, bool json)
    {
        if (new FileInfo(path).Length > BundleFile.FileBytesMax)
            return Wrong($"{path} is longer than {BundleFile.FileBytesMax} bytes: not a bundle");
        BundleReport report = BundleCheck.Run(path, File.ReadAllBytes(path), policy);
        if (html is not null)
            File.WriteAllText(html, BundleHtml.Page(report, TimeProvider.System.GetUtcNow()));
        Console.Write(json ? report.ToJson() + "\n" : BundleText.Of(report));
        return !report.Holds ? 1 : report.PolicyGiven ? 0 : Wrong(
            "no policy was given, so nobody's signature was checked: give --policy FILE, or --key for each log");
    }

    // A log itself; or DIR/…; or a data directory, whose logs lie in DIR/ledger/….
    private static string[] LogsIn(string path)
    {
        string[] places = [path, .. Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)];
        if (Directory.Exists(Path.Combine(path, "ledger")))
            places = [.. places, .. Directory.EnumerateDirectories(Path.Combine(path,
                "ledger")).Order(StringComparer.Ordinal)];
        // A log whose checkpoint was taken away must not pass unseen: tiles alone make a log.
        return [.. places.Where(p =>
            File.Exists(Path.Combine(p, "checkpoint")) || Directory.Exists(Path.Combine(p, "tile", "entries")))];
    }

    private static TrustPolicy? KeyBeside(string log)
    {
        string file = Path.Combine(log, "vkey");
        return File.Exists(file) ? TrustPolicy.Of(VerifierKey.Parse(File.ReadAllText(file))) : null;
    }

    private static string TextOf(string key) => File.Exists(key) ? File.ReadAllText(key) : key;

    private static string ReadProof(string path) => new FileInfo(path).Length <= InclusionProof.TextBytesMax
        ? File.ReadAllText(path)
        : throw new FormatException($"{path} is longer than {InclusionProof.TextBytesMax} bytes: not a proof");

    private static void Progress(long done, long size) => Console.Error.WriteLine($"verify: {done:N0} / {size:N0}");

    private static int Wrong(string message)
    {
        Console.Error.WriteLine($"qingyuan verify: {message}");
        return 2;
    }

    private static void Write(Verdict v, bool keyFromSamePlace, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    holds = v.Holds,
                    kind = v.Kind,
                    path = v.Path,
                    origin = v.Origin,
                    size = v.Size,
                    root = v.Root,
                    problem = v.Problem,
                    position = v.Position,
                    file = v.File,
                    beyondCheckpoint = v.BeyondCheckpoint,
                    tornBytes = v.TornBytes,
                    witnesses = v.Witnesses,
                    cosignatures = v.Cosignatures.Select(c => new { witness = c.Witness, at = c.At }),
                    witnessedSize = v.WitnessedSize,
                    entryBytes = v.EntryBytes,
                    keyFromSamePlace,
                },
                Plain));
            return;
        }
        Console.WriteLine($"{(v.Holds ? "成立 HOLDS" : "不成立 DOES NOT HOLD")}  {v.Path}");
        if (v.Problem is not null)
            Console.WriteLine($"  问题 problem: {v.Problem}");
        if (!v.Holds && v.Position is not null)
            Console.WriteLine($"  第一处 first bad position: {v.Position}");
        if (v.Holds && v.Kind == "proof")
            Console.WriteLine($"  位置 position: {v.Position}");
        if (v.File is not null)
            Console.WriteLine($"  文件 file: {v.File}");
        if (v.Origin is not null)
            Console.WriteLine($"  日志 log: {v.Origin}  条数 entries: {v.Size:N0}  根 root: {v.Root}");
        foreach (Cosignature c in v.Cosignatures)
            Console.WriteLine($"  见证 witness: {c.Witness}  {c.At.ToOffset(Hj212.Beijing.Offset):yyyy-MM-dd HH:mm:ss}");
        if (v.Holds && v.WitnessedSize < v.Size)
            Console.WriteLine($"  见证到 witnessed up to: {v.WitnessedSize:N0}; the {v.Size - v.WitnessedSize:N0} entries "
                + "after it are signed by the log only");
        if (v.Holds && v.WitnessedSize is null)
            Console.WriteLine("  未核对 not checked: 策略不要求见证方。The policy asks for no witness: whoever holds the\n" +
                "    log's key could have signed another history. Give --policy with witnesses.");
        if (v.BeyondCheckpoint > 0)
            Console.WriteLine(
                $"  尚未签名 not signed yet: {v.BeyondCheckpoint:N0} entries after the checkpoint, whole and in order");
        if (v.TornBytes > 0)
            Console.WriteLine($"  残尾 torn tail: {v.TornBytes:N0} bytes, never acknowledged");
        if (keyFromSamePlace)
            Console.WriteLine("  注意 note: 密钥与数据同处一地，只证明自洽。The key came from the same place as the data: this proves\n" +
                "    only that they agree with each other. Get the key from elsewhere and give it with --key.");
    }

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder =
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };
}
