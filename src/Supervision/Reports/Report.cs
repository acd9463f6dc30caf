using System.Text.Encodings.Web;
using System.Text.Json;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>A file of a report, sealed by itself.</summary>
public sealed record ReportFile(string Name, string Type, long Bytes, string Plain, string Sealed);

/// <summary>
/// What somebody reports (举报内容). Sealed to the desk that handles reports; who reports is sealed apart from it.
/// </summary>
/// <param name="About">Which company, institution or person.</param>
/// <param name="Codes">Codes of order 175, parted by spaces; empty = something else.</param>
public sealed record Report(string About, string Region, string What, string Where, string When, string Codes)
{
    public const int ShortCharactersMax = 200, WhatCharactersMin = 10, WhatCharactersMax = 5_000;

    /// <summary>Shorter than this says that something is wrong, but not what.</summary>
    public const int FactsCharactersMin = 20;

    public static readonly string[] Channels = ["网页", "12369", "12315", "来信", "邮件", "来访"];

    public IReadOnlyList<ReportFile> Files { get; init; } = [];

    /// <summary>
    /// Falsification with basic facts must be accepted: an act of order 175 is named, and who, what, and where or when.
    /// The program says so, not the officer.
    /// </summary>
    [Standards.Clause("175号", "9")]
    public bool MustBeAccepted => Codes.Length > 0 && About.Length > 0 && What.Length >= FactsCharactersMin
        && (Where.Length > 0 || When.Length > 0);

    public List<Refusal> Check()
    {
        List<Refusal> refusals = [];
        void Must(bool holds, string field, string message)
        {
            if (!holds)
                refusals.Add(Refusal.Of($"report.{field}", "", message, field));
        }
        Must(About.Length is > 0 and <= ShortCharactersMax, "about", "请写反映哪个单位或哪个人；不知道名称就写在哪里、做什么的。");
        Must(What.Length is >= WhatCharactersMin and <= WhatCharactersMax, "what",
            $"请写发生了什么，{WhatCharactersMin} 至 {WhatCharactersMax} 个字。");
        Must(Where.Length <= ShortCharactersMax && When.Length <= ShortCharactersMax && Region.Length <= 20, "where",
            $"地点和时间各不超过 {ShortCharactersMax} 个字。");
        Must(Codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(c => Conduct.Find(c) is not null), "codes",
            "请从列出的情形里选。");
        return refusals;
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ReportJson.Options);

    public static Report? Read(ReadOnlySpan<byte> plain) => ReportJson.Read<Report>(plain);
}

/// <summary>Who reports (举报人身份): sealed in a store of its own that can be emptied, never in the ledger.</summary>
public sealed record ReporterIdentity(string Name, string Phone, string Address)
{
    public const int CharactersMax = 100;

    public bool IsEmpty => Name.Length == 0 && Phone.Length == 0 && Address.Length == 0;

    public string? Problem() => Name.Length == 0 ? "实名举报请写姓名；不想留就选匿名。"
        : Phone.Length == 0 && Address.Length == 0 ? "请留电话或地址，答复才送得到；不想留就选匿名。"
        : Math.Max(Name.Length, Math.Max(Phone.Length, Address.Length)) > CharactersMax ? "姓名、电话、地址各不超过 100 个字。"
        : null;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ReportJson.Options);

    public static ReporterIdentity? Read(ReadOnlySpan<byte> plain) => ReportJson.Read<ReporterIdentity>(plain);
}

internal static class ReportJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
    };

    public static T? Read<T>(ReadOnlySpan<byte> plain)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(plain, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
