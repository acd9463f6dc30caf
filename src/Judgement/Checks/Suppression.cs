using System.Globalization;
using System.Text.Json.Nodes;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>
/// An outcome that an authority does not want to be asked about for a scope and a time (抑制). Takes the outcome off the
/// lists of what needs a person. Never changes a judgement, a value or what the public sees.
/// </summary>
/// <param name="Position">Of the act in <c>acts</c>.</param>
/// <param name="Discharger">Null = all dischargers.</param>
/// <param name="Outlet">Null = all outlets of the discharger.</param>
/// <param name="Lifted">When somebody ended it early; null = nobody did.</param>
public sealed record Suppression(
    long Position, string Code, string? Discharger, string? Outlet, DateTimeOffset From, DateTimeOffset To,
    string Reason, string By, DateTimeOffset At, DateTimeOffset? Lifted)
{
    public const int DaysMax = 366;
    public const int ReasonCharactersMin = 4, ReasonCharactersMax = 500;
    public const string SuppressedKind = "check.suppressed.v1";
    public const string LiftedKind = "check.suppression.lifted.v1";

    /// <summary>Falsification begins where warnings go off silently, so it is an act with a reason.</summary>
    public const string Clause = "生态环境监测条例";

    public DateTimeOffset End => Lifted < To ? Lifted.Value : To;

    public bool Covers(string code, Outlet outlet, DateTimeOffset instant) => Code == code
        && instant >= From && instant < End
        && (Outlet is null || Outlet == outlet.Id) && (Discharger is null || Discharger == outlet.Discharger);

    /// <summary>The act, or why not.</summary>
    /// <param name="known">The outcome by its code; null = the catalogue does not have it.</param>
    public static Registration Suppress(
        Register register, Check? known, Suppression asked, string power)
    {
        List<Refusal> refusals = [];
        if (known is null)
            refusals.Add(Refusal.Of("check.unknown", "", $"目录里没有 {asked.Code}；请从检查目录里选。", "code"));
        else if (known.Severity == CheckSeverity.Blocks)
        {
            refusals.Add(Refusal.Of("check.blocks", "",
                $"{asked.Code} 是阻断类结果：数据不能用，不能靠抑制变得能用；只有需人处理和提示类可以抑制。", "code"));
        }
        if (asked.To <= asked.From)
            refusals.Add(Refusal.Of("suppression.dates", "", "结束要晚于开始；请改日期。", "to"));
        else if ((asked.To - asked.From).TotalDays > DaysMax)
            refusals.Add(Refusal.Of("suppression.long", "", $"一次最多 {DaysMax} 天；到期需要时再办一次。", "to"));
        if (asked.Reason.Length is < ReasonCharactersMin or > ReasonCharactersMax)
        {
            refusals.Add(Refusal.Of("suppression.reason", "",
                $"请写明理由，{ReasonCharactersMin} 至 {ReasonCharactersMax} 个字。", "reason"));
        }
        if (asked.Outlet is { } outlet && register.Outlet(outlet) is null)
            refusals.Add(Refusal.Of("suppression.outlet", "", $"没有登记排口 {outlet}；请改正编号。", "outlet"));
        if (asked.Discharger is { } discharger && register.Discharger(discharger) is null)
        {
            refusals.Add(Refusal.Of(
                "suppression.discharger", "", $"没有登记企业 {discharger}；请改正编号。", "discharger"));
        }
        return refusals.Count > 0 ? new Registration(null, refusals) : new Registration(
            new Act(SuppressedKind, asked.At, asked.By, power, Clause, new JsonObject
            {
                ["code"] = asked.Code,
                ["discharger"] = asked.Discharger,
                ["outlet"] = asked.Outlet,
                ["from"] = asked.From.ToUnixTimeMilliseconds(),
                ["to"] = asked.To.ToUnixTimeMilliseconds(),
                ["reason"] = asked.Reason,
            }), []);
    }

    public static Act Lift(long position, string by, string power, DateTimeOffset at) => new(
        LiftedKind, at, by, power, Clause, new JsonObject { ["suppression"] = position });

    /// <summary>In one line: what, where, until when and why.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture,
        $"{Code}，{Outlet ?? Discharger ?? "全部"}，至 {End.ToOffset(Hj212.Beijing.Offset):yyyy-MM-dd HH:mm}：{Reason}");
}
