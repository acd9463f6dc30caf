using System.Text;
using System.Text.Json;
using Qingyuan.Ledger;

namespace Qingyuan.App.Evidence;

/// <summary>
/// Checks an evidence bundle (核验证据包) from its bytes and a policy alone: container, digests, places in the signed
/// trees, signatures, and everything derived, computed once more. Believes nothing in it; needs no network.
/// </summary>
internal sealed class BundleCheck
{
    /// <summary>Faults of one kind that are listed; the rest is counted.</summary>
    private const int ListedMax = 8;

    private readonly BundleFile _file;
    private readonly TrustPolicy? _policy;
    private readonly List<BundleFinding> _findings = [];
    private readonly List<Cosignature> _cosignatures = [];
    private BundleManifest? _manifest;

    /// <summary>The entries of one log as the bundle gives them.</summary>
    private sealed record LogPart(MultiProof Proof, List<byte[]> Entries);

    private BundleCheck(ReadOnlyMemory<byte> zip, TrustPolicy? policy) =>
        (_file, _policy) = (BundleFile.Read(zip), policy);

    /// <summary>A ZIP file, as bundles are.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8);

    /// <param name="policy">Null = signatures are not checked, and the report says so.</param>
    public static BundleReport Run(string path, ReadOnlyMemory<byte> zip, TrustPolicy? policy)
    {
        var check = new BundleCheck(zip, policy);
        check.Container();
        if (check.Manifest())
        {
            LogPart? frames = check.Log("frames", "报文", BundleManifest.FrameEntries, BundleManifest.FrameMeaning,
                BundleManifest.FrameProof, BundleParts.Meaning, check._manifest!.Frames);
            LogPart? acts = check.Log("acts", "行为", BundleManifest.ActEntries, BundleManifest.ActMeaning,
                BundleManifest.ActProof, BundleParts.ActMeaning, check._manifest.Acts);
            if (frames is not null && acts is not null)
                check.Computed(frames, acts);
            check.Papers();
        }
        return new BundleReport(path, check._manifest, check._findings, check._cosignatures, policy is not null);
    }

    private void Container()
    {
        foreach (ContainerFlaw flaw in _file.Flaws.Take(ListedMax))
            Fail("container", "证据包文件", $"{flaw.Part}：{flaw.Why}（第 {flaw.Offset} 字节起）", flaw.Part, flaw.Offset);
        if (_file.Flaws.Count == 0)
            Hold("container", "证据包文件完整", $"{_file.Parts.Count} 个部分，没有多出或少掉一个字节。");
    }

    /// <summary>False = nothing further can be checked.</summary>
    private bool Manifest()
    {
        const string title = "清单和每个部分的摘要";
        if (_file[BundleManifest.Manifest]?.Content is not { } json
            || _file[BundleManifest.Seal]?.Content is not { } seal)
            return Fail("manifest", title, "没有清单，或者清单读不出来。这不是清源的证据包。", BundleManifest.Manifest);
        try
        {
            _manifest = JsonSerializer.Deserialize<BundleManifest>(json, BundleManifest.Json);
        }
        catch (JsonException e)
        {
            return Fail("manifest", title, $"清单不是 JSON：{e.Message}", BundleManifest.Manifest);
        }
        if (_manifest is not { Parts: not null, Subject: not null, Frames: not null, Acts: not null, Suites: not null })
            return Fail("manifest", title, "清单缺少内容。", BundleManifest.Manifest);
        if (_manifest.Format != BundleManifest.FormatNow)
            return Fail("manifest", title, $"不认识的格式 {_manifest.Format}：请用更新的程序核验。", BundleManifest.Manifest);
        int before = _findings.Count;
        if (!seal.AsSpan().SequenceEqual(BundleManifest.SealOf(json)))
            Fail("manifest", title, "manifest.json 与 manifest.seal 里的摘要不符：其中一个被改过。", BundleManifest.Manifest);
        if (!json.AsSpan().SequenceEqual(_manifest.ToJson()))
            Fail("manifest", title, "清单的写法不是导出程序的写法。", BundleManifest.Manifest);
        foreach (BundleItem item in _manifest.Parts)
            Part(item, title);
        string[] listed = [.. _manifest.Parts.Select(p => p.Name), BundleManifest.Manifest, BundleManifest.Seal];
        foreach (string extra in _file.Parts.Select(p => p.Name).Except(listed))
            Fail("manifest", title, $"{extra} 不在清单里。", extra);
        foreach (string missing in BundleManifest.Always.Except(listed))
            Fail("manifest", title, $"清单里没有 {missing}。", missing);
        if (_findings.Count == before)
            Hold("manifest", "每个部分都是导出时的字节",
                $"{_manifest.Parts.Count} 个部分的 SHA-256 和 SM3 全部与清单相同。");
        return true;
    }

    private void Part(BundleItem item, string title)
    {
        if (_file[item.Name] is not { } part)
            Fail("manifest", title, $"少了 {item.Name}。", item.Name);
        else if (part.Content is not { } content)
            Fail("manifest", title, $"{item.Name} 解不开。", item.Name);
        else if (content.Length != item.Bytes || Digests.Sha256(content) != item.Sha256
            || Digests.Sm3(content) != item.Sm3)
            Fail("manifest", title, $"{item.Name} 的摘要与清单不同：它被改过。", item.Name);
        else if (Digests.Sha256(part.Packed.Span) != item.PackedSha256)
            Fail("manifest", title, $"{item.Name} 的压缩字节与清单不同。", item.Name);
    }

    /// <summary>Entries, their meaning, their places under the root, the signatures. Null = unreadable.</summary>
    private LogPart? Log(
        string code, string word, string entriesName, string meaningName, string proofName,
        Func<IReadOnlyList<long>, IReadOnlyList<byte[]>, byte[]> meaningOf, BundleLog stated)
    {
        string title = $"每条{word}都在账本里";
        if (_file[entriesName]?.Content is not { } joined || _file[meaningName]?.Content is not { } meaning
            || _file[proofName]?.Content is not { } proofText)
            return null; // Said above: the part is missing or does not unpack.
        if (BundleParts.Split(joined) is not { } entries)
        {
            Fail(code, title, $"{entriesName} 里各条的长度对不上。", entriesName);
            return null;
        }
        MultiProof proof;
        SignedNote note;
        try
        {
            (proof, note) = MultiProof.Parse(Encoding.UTF8.GetString(proofText));
        }
        catch (FormatException e)
        {
            Fail(code, title, $"{proofName} 不是证明：{e.Message}", proofName);
            return null;
        }
        if (entries.Count != proof.Positions.Count)
        {
            Fail(code, title, $"有 {entries.Count} 条，证明里是 {proof.Positions.Count} 条。", proofName);
            return null;
        }
        long? differs = FirstDifference(meaningOf(proof.Positions, entries), meaning, proof.Positions);
        if (differs is not null)
            Fail(code, $"每条{word}的指纹和含义",
                $"账本第 {differs} 条：原文与 {meaningName} 里写的指纹或含义不同。", meaningName, position: differs);
        byte[]? root = proof.RootOf([.. entries.Select(e => Merkle.Leaf(e))]);
        bool places = root is not null && root.AsSpan().SequenceEqual(proof.Checkpoint.Root);
        if (!places)
            Fail(code, title, $"这些{word}推不到检查点的树根：有{word}被改过、换过位置，或者证明被改过。", entriesName,
                position: differs);
        if (stated != new BundleLog(proof.Checkpoint.Origin, entries.Count, proof.Checkpoint.Size,
            Convert.ToBase64String(proof.Checkpoint.Root)))
            Fail(code, title, "清单里写的账本、条数或树根与证明不同。", BundleManifest.Manifest);
        if (places && differs is null)
            Hold(code, title, $"{entries.Count} 条逐条算了指纹，在第 {proof.Positions[0]} 条到第 {proof.Positions[^1]} "
                + $"条之间，全部推到 {proof.Checkpoint.Origin} 的同一个树根 {stated.Root[..12]}…（共 {stated.Size} 条）。");
        Signed(code, word, proof.Checkpoint, note, proofName);
        return new LogPart(proof, entries);
    }

    private void Signed(string code, string word, Checkpoint head, SignedNote note, string part)
    {
        string title = $"{word}账本的树根由账本签名", witnessed = $"外部单位见证过{word}账本的这个树根";
        if (_policy is null)
        {
            string names = string.Join("、", note.Signatures.Select(s => s.Name).Distinct());
            _findings.Add(new BundleFinding(code + ".signed", Finding.Unchecked, title,
                $"没有给策略（--policy），签名是谁的没有核对。文件里自称的签名者：{names}。"));
            return;
        }
        PolicyAnswer answer = _policy.Ask(note, head.Origin);
        if (answer.Problem is { } problem)
        {
            Fail(code + ".signed", title, problem, part);
            return;
        }
        Hold(code + ".signed", title, $"公钥 {head.Origin}，与策略里的一致。");
        _cosignatures.AddRange(answer.Cosignatures);
        string who = string.Join("，", answer.Cosignatures.Select(c =>
            $"{c.Witness} {c.At.ToOffset(Hj212.Beijing.Offset):yyyy-MM-dd HH:mm:ss}"));
        if (!_policy.AsksForWitnesses)
            _findings.Add(new BundleFinding(code + ".witnessed", Finding.Unchecked, witnessed,
                "策略不要求见证方：账本一方若重写过历史，从这里看不出来。"));
        else if (answer.QuorumReached)
            Hold(code + ".witnessed", witnessed, $"{who}。达到策略要求。");
        else
            Fail(code + ".witnessed", witnessed, $"没有达到策略要求：{(who.Length > 0 ? "只有 " + who : "没有联署")}。", part);
    }

    private void Computed(LogPart frames, LogPart acts)
    {
        const string title = "数值由这些报文算得出";
        if (_findings.Any(f => f.State == Finding.Fails))
        {
            _findings.Add(new BundleFinding("values", Finding.Unchecked, title, "前面已经不符，没有再重算。"));
            return;
        }
        if (_manifest!.Opened > 0)
        {
            _findings.Add(new BundleFinding("values", Finding.Unchecked, title,
                $"有 {_manifest.Opened} 条加密报文，没有设备密钥就不能重算；明文在 {BundleManifest.FrameOpened}，没有核对。"));
            return;
        }
        BundleReplay replay;
        try
        {
            replay = BundleReplay.Of(
                _manifest.Subject, frames.Proof.Positions, frames.Entries, acts.Proof.Positions, acts.Entries);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a forged entry makes the followers do is a finding about the file, not a fault of the reader.
            Fail("values", title, $"这些报文和行为算不出来：{e.Message}", BundleManifest.Values);
            return;
        }
        _findings.AddRange(BundleDerived.Compare(_file, _manifest, replay));
    }

    /// <summary>What a reader may run or follow is the same that this program ships.</summary>
    private void Papers()
    {
        Paper(BundleManifest.Procedure, Procedure.Page(_manifest! with { Parts = [] }), "核验步骤页");
        Paper(BundleManifest.CheckScript, BundleWriter.CheckScript(), "check.py");
    }

    private void Paper(string name, byte[] ours, string word)
    {
        if (_file[name]?.Content is not { } theirs || theirs.AsSpan().SequenceEqual(ours))
            return;
        bool same = _manifest!.Program == BundleWriter.Program;
        _findings.Add(new BundleFinding("procedure", same ? Finding.Fails : Finding.Notice, word,
            same ? $"{word}不是导出程序写的那一份。" : $"{word}与本程序（{BundleWriter.Program}）带的不同，包由 "
                + $"{_manifest.Program} 导出。不要照它做，用源代码里的那一份。", name));
    }

    private static long? FirstDifference(byte[] ours, byte[] theirs, IReadOnlyList<long> positions)
    {
        if (ours.AsSpan().SequenceEqual(theirs))
            return null;
        int same = ours.AsSpan().CommonPrefixLength(theirs);
        int line = ours.AsSpan(0, same).Count((byte)'\n');
        return positions[Math.Min(line, positions.Count - 1)];
    }

    private void Hold(string code, string title, string detail) =>
        _findings.Add(new BundleFinding(code, Finding.Holds, title, detail));

    private bool Fail(
        string code, string title, string detail, string? part = null, long? offset = null, long? position = null)
    {
        if (_findings.Count(f => f.State == Finding.Fails && f.Code == code) < ListedMax)
            _findings.Add(new BundleFinding(code, Finding.Fails, title, detail, part, offset, position));
        return false;
    }
}
