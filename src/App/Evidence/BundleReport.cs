using System.Text.Json;
using System.Text.Json.Serialization;
using Qingyuan.Ledger;

namespace Qingyuan.App.Evidence;

/// <summary>How one check of a bundle ended.</summary>
internal enum Finding
{
    /// <summary>相符</summary>
    Holds,
    /// <summary>要留意: holds, and the reader should know something about it.</summary>
    Notice,
    /// <summary>没有核对: not done, and why.</summary>
    Unchecked,
    /// <summary>不符</summary>
    Fails,
}

/// <summary>One thing that was checked.</summary>
/// <param name="Code">Stable: <c>container, manifest, frames, acts, frames.signed, acts.signed, witnessed, values,
/// registry, time, procedure</c>.</param>
/// <param name="Part">The part in which a fault stands; null = none, or none in particular.</param>
/// <param name="Offset">Byte of the file at which it begins, where that is known.</param>
/// <param name="Position">Position in the log, where it is one entry's.</param>
internal sealed record BundleFinding(
    string Code, Finding State, string Title, string Detail, string? Part = null, long? Offset = null,
    long? Position = null);

/// <summary>
/// What verification of an evidence bundle found (核验结果). <see cref="Verified"/> only if signatures were held against
/// a policy that came from elsewhere: without one a bundle merely agrees with itself.
/// </summary>
internal sealed record BundleReport(
    string Path, BundleManifest? Manifest, IReadOnlyList<BundleFinding> Findings,
    IReadOnlyList<Cosignature> Cosignatures, bool PolicyGiven)
{
    public bool Holds => Findings.All(f => f.State != Finding.Fails);

    /// <summary>Everything that this program can check was checked, and holds.</summary>
    public bool Verified => Holds && PolicyGiven;

    public int Count(Finding state) => Findings.Count(f => f.State == state);

    /// <summary>The first fault, for one line; null = none.</summary>
    public BundleFinding? First => Findings.FirstOrDefault(f => f.State == Finding.Fails);

    /// <summary>What no program can tell from the file: title and words.</summary>
    public static readonly (string Title, string Words)[] Never =
    [
        ("仪器测得准不准", "要看手工比对和标气核查，不在这个文件里。"),
        ("报文进账本之前有没有被改", "账本只能保证收到之后。收到之前靠设备验收、门禁和视频。"),
        ("有没有收全", "包里是导出时算过的报文和有关行为；同时段还有没有别的，要对照整本账。"),
        ("企业是否违法", "这要由生态环境部门调查认定。"),
    ];

    public static string Word(Finding state) => state switch
    {
        Finding.Holds => "相符",
        Finding.Notice => "要留意",
        Finding.Unchecked => "没有核对",
        _ => "不符",
    };

    /// <summary>The one sentence.</summary>
    public string Sentence => !Holds ? "文件被改过或不完整，不要相信它"
        : PolicyGiven ? "这份文件没有被改过" : "文件自身前后一致，但签名是谁的还没有核对";

    public string ToJson() => JsonSerializer.Serialize(new
    {
        holds = Holds,
        verified = Verified,
        kind = "bundle",
        path = Path,
        subject = Manifest?.Subject,
        frames = Manifest?.Frames,
        acts = Manifest?.Acts,
        problem = First is { } f ? $"{f.Title}: {f.Detail}" : null,
        part = First?.Part,
        offset = First?.Offset,
        position = First?.Position,
        policyGiven = PolicyGiven,
        cosignatures = Cosignatures.Select(c => new { witness = c.Witness, at = c.At }),
        findings = Findings,
        never = Never.Select(n => new { title = n.Title, words = n.Words }),
    }, Json);

    private static readonly JsonSerializerOptions Json = new(BundleManifest.Json)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
