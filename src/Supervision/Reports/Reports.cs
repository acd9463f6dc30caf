using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>What the reporter takes away: the only way to ask how it stands.</summary>
/// <param name="Code">128 bits, shown once.</param>
public sealed record ReportReceipt(string Number, string Code);

/// <summary>
/// Public reports (公众举报): handed in, followed up by a code, read by the desk, and the reporter's identity read with a
/// reason that stands in the ledger first. The course of a report is a matter of the procedure <c>report</c>.
/// </summary>
/// <param name="append">For acts of this subject alone: durable when it returns.</param>
public sealed class Reports(
    Matters matters, Ledger.Tables tables, Blobs blobs, ReportVault vault,
    Func<Act, CancellationToken, Task<long>> append, TimeProvider clock)
{
    public const string Procedure = "report";
    public const string IdentityRead = "report.identity.read.v1";
    public const string Clause = "生态环境法典 第一百四十六条";
    public const string PowerToFile = "report.open", PowerToReceive = "report.receive",
        PowerToIdentify = "report.identity";
    public const int CodeBytes = 16, ReasonCharactersMin = 4, ReasonCharactersMax = 200;

    /// <summary>Whoever comes in from the street: no account, no name, one power.</summary>
    public static Actor Public { get; } = new("public", "公众", "", new[] { PowerToFile }.ToFrozenSet());

    /// <param name="by"><see cref="Public"/>, or the officer who writes down a call or a letter.</param>
    /// <param name="identity">Null = anonymous.</param>
    public async Task<(ReportReceipt? Receipt, IReadOnlyList<Refusal> Refusals)> File(
        Actor by, string channel, Report report, ReporterIdentity? identity,
        IReadOnlyList<(string Name, byte[] Bytes)> files, AppendAct appendAct, CancellationToken cancel)
    {
        List<Refusal> refusals = report.Check();
        if (EvidenceFile.Problem(files) is { } problem)
            refusals.Add(Refusal.Of("report.files", "", problem, "files"));
        if (identity?.Problem() is { } nameless)
            refusals.Add(Refusal.Of("report.name", "", nameless, "name"));
        if (!Report.Channels.Contains(channel) || by.Person == Public.Person && channel != Report.Channels[0])
            refusals.Add(Refusal.Of("report.channel", "", "请选举报的渠道。", "channel"));
        if (!by.Has(PowerToFile))
            refusals.Add(Refusal.Of("power.missing", "", "你没有“代公众页面登记举报”的权限；请找安全管理员授权。"));
        if (refusals.Count > 0)
            return (null, refusals);
        // Written down in somebody else's place it binds nobody, and the code is shown at once.
        by = by with { Powers = new[] { PowerToFile }.ToFrozenSet() };
        byte[] code = RandomNumberGenerator.GetBytes(CodeBytes);
        string id = Digest(code);
        ReaderKey[] desk = [vault.Desk];
        List<ReportFile> kept = [];
        foreach ((string name, byte[] bytes) in files)
        {
            kept.Add(new ReportFile(EvidenceFile.NameOf(name), EvidenceFile.TypeOf(bytes)!, bytes.Length,
                Convert.ToHexStringLower(SHA256.HashData(bytes)),
                blobs.Put(SealedBox.Seal(bytes, desk, FileContext(id, kept.Count)))));
        }
        string box = blobs.Put(SealedBox.Seal((report with { Files = kept }).Write(), desk, ContentContext(id)));
        // The identity is durable before the entry that names it; an entry without it would be a promise broken.
        string who = identity is null ? "" : vault.Keep(SealedBox.Seal(identity.Write(), desk, IdentityContext(id)));
        MatterAnswer answer = await matters.Open(Procedure, new MatterAsk("open")
        {
            Title = $"公众举报（{channel}，{(identity is null ? "匿名" : "实名")}）",
            // Found by its code and by nothing else: whom it is about stands in the sealed content.
            Subject = new Subject("other", id, "", report.Region),
            Fields = new Dictionary<string, string>
            {
                ["channel"] = channel,
                ["naming"] = identity is null ? "匿名" : "实名",
                ["codes"] = report.Codes,
                ["result"] = report.MustBeAccepted ? "是" : "否",
                ["box"] = box,
                ["identity"] = who,
            },
        }, by, appendAct, cancel);
        return answer.IsRefused || answer.Matter is null ? (null, answer.Refusals)
            : (new ReportReceipt(answer.Matter.Number, CodeText(code)), []);
    }

    /// <summary>Null = no report has this code.</summary>
    public Matter? ByCode(string code)
    {
        string plain = new([.. code.Where(char.IsAsciiHexDigit)]);
        if (plain.Length != 2 * CodeBytes)
            return null;
        using var reader = tables.Reader();
        return MatterQueries.List(reader, new MatterFilter(Procedure, Subject: Digest(Convert.FromHexString(plain))))
            is [var line] ? MatterQueries.Load(reader, line.Position) : null;
    }

    /// <summary>Null = not of this procedure, no power, or the box is missing or was changed.</summary>
    public Report? Content(Actor by, Matter matter) =>
        by.Has(PowerToReceive) && matter.Procedure == Procedure && Field(matter, "box") is { Length: 64 } box
            && blobs.Get(box) is { } bytes && vault.Open(bytes, ContentContext(matter.Subject.Id)) is { } plain
            ? Report.Read(plain) : null;

    public byte[]? FileOf(Actor by, Matter matter, string sealedDigest)
    {
        if (Content(by, matter) is not { } report)
            return null;
        int at = report.Files.ToList().FindIndex(f => f.Sealed == sealedDigest);
        return at >= 0 && blobs.Get(sealedDigest) is { } box
            ? vault.Open(box, FileContext(matter.Subject.Id, at)) : null;
    }

    /// <summary>Who reported; the reading is an act, with its reason, before anything is shown.</summary>
    public async Task<(ReporterIdentity? Identity, IReadOnlyList<Refusal> Refusals)> Identify(
        Actor by, Matter matter, string reason, CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        if (!by.Has(PowerToIdentify))
            refusals.Add(Refusal.Of("power.missing", Clause, "你没有“查看举报人身份”的权限；只有经办人能看。"));
        if (reason.Length is < ReasonCharactersMin or > ReasonCharactersMax)
        {
            refusals.Add(Refusal.Of("report.reason", Clause,
                $"请写为什么要看，{ReasonCharactersMin} 至 {ReasonCharactersMax} 个字；理由写入账本，不要写举报人的情况。", "reason"));
        }
        if (Field(matter, "identity") is not { Length: 64 } digest)
            refusals.Add(Refusal.Of("report.anonymous", "", "这是匿名举报，没有留身份。"));
        else if (refusals.Count == 0)
        {
            await append(new Act(IdentityRead, clock.GetUtcNow(), by.Person, PowerToIdentify, Clause, new JsonObject
            {
                ["matter"] = matter.Position,
                ["number"] = matter.Number,
                ["reason"] = reason,
            }), cancel);
            if (vault.Identity(digest) is { } box && vault.Open(box, IdentityContext(matter.Subject.Id)) is { } plain)
                return (ReporterIdentity.Read(plain), []);
            refusals.Add(Refusal.Of("report.gone", "", "身份已经按期销毁，或者文件丢失。"));
        }
        return (null, refusals);
    }

    /// <summary>What the reporter is told: words that officers wrote for them, and nothing else.</summary>
    public static IReadOnlyList<(DateTimeOffset At, string Step, string Text)> Told(Matter matter) =>
    [
        .. matter.History.Where(h => h.IsStep && (h.ToName.Length > 0 || h.Step is "extendEcology" or "extendMarket"))
            .Select(h => (h.At, h.ToName.Length > 0 ? h.ToName : h.Name,
                string.Join("\n", h.Fields.Where(f => IsTold(h.Step, f.Id)).Select(f => f.Text)))),
    ];

    // By step and field: what officers write for each other is never shown.
    private static bool IsTold(string step, string field) => (step, field) is ("decide", "result" or "text")
        or ("notAccept" or "extendEcology" or "extendMarket", "reason") or ("transfer", "department" or "reason");

    private static string? Field(Matter matter, string id) =>
        matter.Opening.Fields.FirstOrDefault(f => f.Id == id).Text;

    private static string Digest(byte[] code) => Convert.ToHexStringLower(SHA256.HashData(code));

    private static string ContentContext(string id) => $"report {id} content";

    private static string IdentityContext(string id) => $"report {id} identity";

    private static string FileContext(string id, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"report {id} file {index}");

    private static string CodeText(byte[] code) =>
        string.Join('-', Convert.ToHexStringLower(code).Chunk(4).Select(c => new string(c)));
}
