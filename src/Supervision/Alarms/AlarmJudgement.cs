using System.Text.Json.Nodes;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>What a duty officer is told about an outlet (报警种类); of each outlet and kind one at a time.</summary>
public enum AlarmKind
{
    /// <summary>超标: judged hours or a day above the limit. A comparison, no finding.</summary>
    Exceeds = 1,
    /// <summary>离线: its logger is silent.</summary>
    Offline = 2,
    /// <summary>缺失: it talks, but whole hours are missing.</summary>
    Missing = 3,
    /// <summary>待审: our hour and the logger's own differ.</summary>
    Differs = 4,
}

/// <summary>What a person decided about an alarm (处理).</summary>
public enum AlarmDecision
{
    /// <summary>确认: it is so; the officer stays with it.</summary>
    Confirmed = 1,
    /// <summary>误报: nothing that a person need look at. The values and their judgement do not change.</summary>
    False = 2,
    /// <summary>转办: somebody else has it now.</summary>
    Handed = 3,
}

/// <summary>
/// One decision about the alarm of one or more outlets (报警处理): an act with its reason. Takes the alarm off the list
/// of what waits; never changes a value, a mark or a judgement.
/// </summary>
/// <param name="Outlets">More than one where they failed together.</param>
/// <param name="From">Since when what was seen lasted.</param>
/// <param name="To">Up to when it had been seen; what comes after a false alarm is a new one.</param>
/// <param name="Raised">When it was first shown: how long it waited can be measured.</param>
/// <param name="HandedTo">To whom; empty unless handed on.</param>
/// <param name="By">The person's id.</param>
/// <param name="Name">As they were called then.</param>
public sealed record AlarmJudgement(
    long Position, AlarmKind Kind, IReadOnlyList<string> Outlets, DateTimeOffset From, DateTimeOffset To,
    DateTimeOffset Raised, AlarmDecision Decision, string Reason, string HandedTo, string By, string Name,
    DateTimeOffset At)
{
    public const string JudgedKind = "alarm.judged.v1";

    /// <summary>The power to decide about alarms (处理报警).</summary>
    public const string Power = "alarm.judge";

    public const int ReasonCharactersMin = 2, ReasonCharactersMax = 500, HandedToCharactersMax = 100;

    /// <summary>Outlets in one decision: as many as one base station of a carrier may serve.</summary>
    public const int OutletsMax = 200;

    public TimeSpan Waited => At - Raised;

    /// <summary>The decision covers this stretch of this outlet.</summary>
    public bool Covers(AlarmKind kind, string outlet, DateTimeOffset from) =>
        kind == Kind && from >= From && from < To && Outlets.Contains(outlet);

    /// <summary>The act, or why not.</summary>
    public static Registration Judge(Register register, AlarmJudgement asked, string clause = "")
    {
        List<Refusal> refusals = [];
        if (!Enum.IsDefined(asked.Decision))
            refusals.Add(Refusal.Of("alarm.decision", "", "请选确认、误报或转办。", "decision"));
        if (!Enum.IsDefined(asked.Kind))
            refusals.Add(Refusal.Of("alarm.kind", "", "没有这种报警；请从报警清单里打开。"));
        if (asked.Reason.Length is < ReasonCharactersMin or > ReasonCharactersMax)
        {
            refusals.Add(Refusal.Of("alarm.reason", "",
                $"请写理由，{ReasonCharactersMin} 至 {ReasonCharactersMax} 个字。", "reason"));
        }
        if (asked.Decision == AlarmDecision.Handed && asked.HandedTo.Length is 0 or > HandedToCharactersMax)
        {
            refusals.Add(Refusal.Of("alarm.handed", "",
                $"请写转给谁，最多 {HandedToCharactersMax} 个字。", "to"));
        }
        if (asked.Outlets.Count is 0 or > OutletsMax)
            refusals.Add(Refusal.Of("alarm.outlets", "", $"一次处理 1 至 {OutletsMax} 个排口；请分几次。"));
        foreach (string outlet in asked.Outlets.Where(o => register.Outlet(o) is null).Take(1))
            refusals.Add(Refusal.Of("alarm.outlet", "", $"没有登记排口 {outlet}；请从报警清单里打开。"));
        if (asked.To <= asked.From)
            refusals.Add(Refusal.Of("alarm.span", "", "报警的时段不对；请从报警清单里重新打开。"));
        return refusals.Count > 0 ? new Registration(null, refusals) : new Registration(asked.ToAct(clause), []);
    }

    internal Act ToAct(string clause) => new(JudgedKind, At, By, Power, clause, new JsonObject
    {
        ["alarm"] = Kind switch
        {
            AlarmKind.Exceeds => "exceeds",
            AlarmKind.Offline => "offline",
            AlarmKind.Missing => "missing",
            _ => "differs",
        },
        ["outlets"] = new JsonArray([.. Outlets.Select(o => (JsonNode)o)]),
        ["from"] = From.ToUnixTimeMilliseconds(),
        ["to"] = To.ToUnixTimeMilliseconds(),
        ["raised"] = Raised.ToUnixTimeMilliseconds(),
        ["decision"] = Decision switch
        {
            AlarmDecision.Confirmed => "confirmed",
            AlarmDecision.False => "false",
            _ => "handed",
        },
        ["reason"] = Reason,
        ["handedTo"] = HandedTo,
        ["name"] = Name,
    });

    /// <summary>Null = not such an act, or its content does not read.</summary>
    internal static AlarmJudgement? Read(long position, Act act)
    {
        if (act.Kind != JudgedKind)
            return null;
        JsonObject c = act.Content;
        AlarmKind kind = Text(c, "alarm") switch
        {
            "exceeds" => AlarmKind.Exceeds,
            "offline" => AlarmKind.Offline,
            "missing" => AlarmKind.Missing,
            "differs" => AlarmKind.Differs,
            var other => throw new FormatException($"alarm {other}"),
        };
        AlarmDecision decision = Text(c, "decision") switch
        {
            "confirmed" => AlarmDecision.Confirmed,
            "false" => AlarmDecision.False,
            "handed" => AlarmDecision.Handed,
            var other => throw new FormatException($"decision {other}"),
        };
        JsonArray outlets = c["outlets"] as JsonArray ?? throw new FormatException("outlets");
        return new AlarmJudgement(
            position, kind, [.. outlets.Take(OutletsMax).Select(o => o?.GetValue<string>() ?? "")],
            Time(c, "from"), Time(c, "to"), Time(c, "raised"), decision, Text(c, "reason"), Text(c, "handedTo"),
            act.By, Text(c, "name"), act.At);
    }

    private static string Text(JsonObject content, string key) =>
        content[key]?.GetValue<string>() ?? throw new FormatException(key);

    private static DateTimeOffset Time(JsonObject content, string key) =>
        Hj212.Beijing.FromMilliseconds(content[key]?.GetValue<long>() ?? throw new FormatException(key));
}
