using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Qingyuan.Hj212;

namespace Qingyuan.App.Evidence;

/// <summary>What a bundle is about.</summary>
/// <param name="From">Beijing midnight, inclusive.</param>
/// <param name="To">Beijing midnight, exclusive.</param>
internal sealed record BundleSubject(
    string Outlet, string OutletName, string Discharger, string DischargerName, bool Simulated,
    DateTimeOffset From, DateTimeOffset To)
{
    public const int DaysMax = 31;

    /// <summary>E.g. <c>2026-11-23</c>, or the first and last day.</summary>
    [JsonIgnore]
    public string Days => To - From > TimeSpan.FromDays(1)
        ? $"{From.ToOffset(Beijing.Offset):yyyy-MM-dd} 至 {To.ToOffset(Beijing.Offset).AddDays(-1):yyyy-MM-dd}"
        : $"{From.ToOffset(Beijing.Offset):yyyy-MM-dd}";

    [JsonIgnore]
    public string Title
    {
        get
        {
            bool said = !Simulated || DischargerName.StartsWith("模拟", StringComparison.Ordinal);
            return $"{(said ? "" : "模拟·")}{DischargerName} {OutletName}，{Days}";
        }
    }
}

/// <summary>The entries of one log in a bundle, and the tree head that they are proven under.</summary>
internal sealed record BundleLog(string Origin, int Entries, long Size, string Root);

/// <summary>One part of a bundle: its bytes as they are, and as the container holds them.</summary>
internal sealed record BundleItem(string Name, long Bytes, string Sha256, string Sm3, string PackedSha256);

/// <summary>
/// The manifest (清单) of an evidence bundle (证据包): what it is about and every part with its digests. It is itself
/// covered by the digests in <see cref="Seal"/>.
/// </summary>
/// <param name="Suites">Ids of the digests and signatures that occur (security reference §8.4).</param>
/// <param name="Closing">
/// Position of the first frame after the time asked for; it shows that the last hour had ended. Null = there was none.
/// </param>
internal sealed record BundleManifest(
    string Format, DateTimeOffset Made, string Program, IReadOnlyList<string> Suites, BundleSubject Subject,
    BundleLog Frames, BundleLog Acts, long? Closing, int Opened, IReadOnlyList<BundleItem> Parts)
{
    public const string FormatNow = "qingyuan-evidence/v1";

    public const string Manifest = "manifest.json", Seal = "manifest.seal", Procedure = "procedure.html";
    public const string CheckScript = "check.py", Values = "values.json", Registry = "registry.json";
    public const string Rules = "rules.json";
    public const string FrameEntries = "frames/entries", FrameMeaning = "frames/meaning.jsonl";
    public const string FrameProof = "frames/proof", FrameOpened = "frames/opened.jsonl";
    public const string ActEntries = "acts/entries", ActMeaning = "acts/meaning.jsonl", ActProof = "acts/proof";

    /// <summary>Parts that every bundle has, in the order in which they lie in it.</summary>
    public static readonly string[] Always =
    [
        Procedure, FrameEntries, FrameMeaning, FrameProof, ActEntries, ActMeaning, ActProof, Values, Registry, Rules,
        CheckScript,
    ];

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Two lines: the digests of the manifest's bytes.</summary>
    public static byte[] SealOf(byte[] manifest) => System.Text.Encoding.ASCII.GetBytes(
        $"sha256 {Digests.Sha256(manifest)}\nsm3 {Digests.Sm3(manifest)}\n");

    /// <summary>One spelling for one content: no blanks, Chinese as itself, keys in the order of the type.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}

/// <summary>No bundle can be made of what was asked for; the message says why and what to do.</summary>
internal sealed class BundleRefusedException(string message) : Exception(message);
