using System.Diagnostics;
using System.Text;
using Qingyuan.App.Evidence;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Verify;

/// <summary>What the page 核验 says of one file.</summary>
/// <param name="Good">Null = the file is none that could be checked against this ledger.</param>
internal sealed record Checked(
    string File, long Bytes, bool? Good, string Sentence, string? What, IReadOnlyList<BundleFinding> Findings,
    TimeSpan Took)
{
    /// <summary>Lines for who wants to repeat it by hand.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];
}

/// <summary>
/// Checks a file that somebody brings (核验): an evidence bundle, a <c>.tlog-proof</c>, or any file whose digest stands
/// in an act. In memory; keeps neither the file nor its name.
/// </summary>
internal sealed class VerifyDesk(Node node) : IDisposable
{
    public const long FileBytesMax = 20 << 20;
    private const int AtOnceMax = 2;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _few = new(AtOnceMax);

    /// <summary>Null = too many are being checked just now.</summary>
    public async Task<Checked?> Check(string name, byte[] file, CancellationToken cancel)
    {
        if (!await _few.WaitAsync(WaitMax, cancel))
            return null;
        try
        {
            long from = Stopwatch.GetTimestamp();
            Checked done = await Task.Run(() => Check(name, file), cancel);
            return done with { Took = Stopwatch.GetElapsedTime(from) };
        }
        finally
        {
            _few.Release();
        }
    }

    public void Dispose() => _few.Dispose();

    private Checked Check(string name, byte[] file)
    {
        Checked done = BundleCheck.LooksLikeOne(file) ? Bundle(name, file)
            : file.AsSpan().StartsWith("c2sp.org/tlog-proof@v1"u8) ? Proof(name, file)
            : Any(name, file);
        return done with
        {
            Details = [("SHA-256", Digests.Sha256(file)), ("SM3", Digests.Sm3(file)), .. done.Details],
        };
    }

    private Checked Bundle(string name, byte[] file)
    {
        BundleReport report = BundleCheck.Run(name, file, node.Witnesses.Policy);
        // A report, a spreadsheet: many files are ZIP files and no bundles.
        if (report.Manifest is null && BundleFile.Read(file)[BundleManifest.Manifest] is null)
            return Any(name, file);
        string? what = report.Manifest is { } m
            ? $"{m.Subject.Title}，{m.Frames.Entries} 条报文，{m.Acts.Entries} 条行为" : null;
        return new Checked(name, file.Length, report.Holds, report.Sentence, what, report.Findings, default)
        {
            Details = report.Manifest is { } shown
                ? [("树根（报文）", shown.Frames.Root), ("树根（行为）", shown.Acts.Root), ("导出", shown.Program)] : [],
        };
    }

    private Checked Proof(string name, byte[] file)
    {
        Verdict verdict = ProofVerifier.Verify(name, Encoding.UTF8.GetString(file), null, node.Witnesses.Policy);
        List<BundleFinding> findings = [];
        string? what = null;
        if (verdict.Holds)
        {
            findings.Add(new("frames", Finding.Holds, "它在账本里，一个字节也没有变",
                $"账本第 {verdict.Position} 条，{verdict.EntryBytes} 字节，推到 {verdict.Origin} 的树根（共 {verdict.Size} 条）。"));
            findings.Add(new("frames.signed", Finding.Holds, "树根由账本签名", "公钥与本站公布的一致。"));
            findings.Add(verdict.WitnessedSize is null
                ? new("frames.witnessed", Finding.Unchecked, "外部单位见证", "本站还没有见证方。")
                : new("frames.witnessed", Finding.Holds, "外部单位见证过同一个树根", string.Join("，",
                    verdict.Cosignatures.Select(c => $"{c.Witness} {Shell.Says.Second(c.At)}"))));
            what = Told(file);
        }
        else
        {
            findings.Add(new("frames", Finding.Fails, "证明不成立", verdict.Problem!));
        }
        return new Checked(name, file.Length, verdict.Holds,
            verdict.Holds ? "这份证明成立，原文没有被改过" : "证明不成立，不要相信它", what, findings, default)
        {
            Details = verdict.Root is { } root ? [("树根", root)] : [],
        };
    }

    /// <summary>What the entry inside a proof that holds is, in one line.</summary>
    private static string? Told(byte[] file)
    {
        (_, _, byte[]? entry) = InclusionProof.Parse(Encoding.UTF8.GetString(file));
        if (entry is null)
            return null;
        if (FrameEntry.Read(entry) is { } frame)
            return $"一条报文，{Shell.Says.Second(frame.Received)} 收到，{frame.Bytes.Length} 字节";
        return Act.Read(entry) is { } act ? $"一件行为 {act.Kind}，{Shell.Says.Second(act.At)}，{act.By}" : null;
    }

    /// <summary>A report or another attachment: it was issued here when an act names its digest.</summary>
    private Checked Any(string name, byte[] file)
    {
        byte[][] digests = [Encoding.ASCII.GetBytes(Digests.Sha256(file)), Encoding.ASCII.GetBytes(Digests.Sm3(file))];
        LogReader acts = LogReader.OpenReadOnly(node.Options.Acts);
        List<BundleFinding> findings = [];
        for (long position = 0; position < acts.Published.Size && findings.Count < 8; position++)
        {
            byte[] entry = acts.Read(position);
            if (!digests.Any(d => entry.AsSpan().IndexOf(d) >= 0))
                continue;
            string told = Act.Read(entry) is { } act
                ? $"{act.Kind}，{act.At.ToOffset(Beijing.Offset):yyyy-MM-dd HH:mm:ss}，{act.By}，依据 {act.Clause}" : "";
            findings.Add(new("acts", Finding.Holds, $"行为账本第 {position} 条记着这个文件的指纹", told));
        }
        return findings.Count > 0
            ? new Checked(name, file.Length, true, "这份文件出自这里，没有被改过", null, findings, default)
            : new Checked(name, file.Length, null, "账本里没有这个文件的指纹", null, findings, default);
    }
}
