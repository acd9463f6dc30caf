using System.Text;
using Qingyuan.App.SignIn;
using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Demo;

/// <summary>
/// Leads about the stories of the simulated region (演示线索), each as far as its people have come, done through the one
/// way in as everybody does it. What is there already is not done again.
/// </summary>
internal sealed class DemoLeads(Node node, Accounts accounts) : BackgroundService
{
    private const string Duty = "dawa", Chief = "zhuoma", One = "basang", Two = "ciren", Technical = "zhaxi",
        Legal = "nima";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The region registers itself beside the pages.
        while (node.Register.Outlet(Region.StoryOutlet) is null || node.Register.Outlet(Script.HeldOutlet) is null)
            await Task.Delay(LookEvery, node.Clock, stoppingToken);
        await Ensure(stoppingToken);
    }

    internal async Task Ensure(CancellationToken cancel)
    {
        using (var reader = node.Tables.Reader())
        {
            if (MatterQueries.List(reader, new MatterFilter("lead")).Count > 0)
                return;
        }
        await Explaining(cancel);
        await WaitingForSignature(cancel);
        await Confirmed(cancel);
        await Dismissed(cancel);
        await Open(Script.CopiedOutlet, "两天的分钟值与前一天逐点相同", "1440 个分钟值与前一天全部相同，疑似复制。", "T11", cancel);
    }

    /// <summary>The story of the designed screens: the discharger is asked.</summary>
    private async Task Explaining(CancellationToken cancel)
    {
        string number = await Open(Region.StoryOutlet, "斜率改变与浓度下降同时出现",
            "昨天 14:16 站房开门，14:24 氮氧化物分析仪斜率由 1.000 改为 0.880，浓度随即下降，没有工单，没有标气记录。", "T08 R5", cancel);
        await Step(number, Duty, Ask("triage", ("opinion", "开门和改参数都没有工单，值得查。")), cancel);
        await Step(number, Duty, Ask("request", ("questions", "1. 14:24 为什么改斜率？\n2. 谁改的，有没有工单和标气记录？")), cancel);
    }

    /// <summary>One of the two checkers has signed.</summary>
    private async Task WaitingForSignature(CancellationToken cancel)
    {
        string number = await Assigned(Script.HeldOutlet, "化学需氧量连续 9 小时是同一个数",
            "22 时至次日 7 时化学需氧量一直是 28.4，流量和氨氮在变。", "T08", cancel);
        await Step(number, One, Record("化学需氧量分析仪处于校准界面，读数被固定，值班人员说不清原因。"), cancel);
    }

    private async Task Confirmed(CancellationToken cancel)
    {
        string number = await Assigned(Script.OxygenOutlet, "含氧量不随负荷变化",
            "14 小时内含氧量一直在 9.02，负荷从 60% 到 95%，折算浓度偏低。", "T08 R5", cancel);
        await Step(number, One, Record("氧分析仪进气管被三通接到标气瓶，瓶内氧浓度 9.0%，现场拍照、取证。"), cancel);
        Must(await node.Matters.Cosign(number, Actor(Two), Append, cancel));
        await Step(number, Technical, Ask("technical", ("result", "合格"), ("opinion", "报文、参数和现场照片时间一致。")), cancel);
        await Step(number, Legal, Ask("legal", ("result", "合格"), ("opinion", "取证程序合法。")), cancel);
        await Step(number, Chief, Ask("confirm", ("codes", "T08 R5"), ("intent", "可推定"), ("cma", "不涉及"),
            ("reason", "标气接入氧分析仪使折算浓度偏低，持续两次，运维人员无法说明。")), cancel);
    }

    private async Task Dismissed(CancellationToken cancel)
    {
        string number = await Open("SIM-5401-001-DA001", "维护时段读数突降", "维护标记期间读数降到零。", "", cancel);
        await Step(number, Duty, Ask("dismiss", ("class", "设备检修"),
            ("reason", "有维护标记和工单，时段与读数下降一致，恢复后数值正常。")), cancel);
    }

    private async Task<string> Assigned(
        string outlet, string what, string signals, string codes, CancellationToken cancel)
    {
        string number = await Open(outlet, what, signals, codes, cancel);
        await Step(number, Duty, Ask("triage", ("opinion", "不像设备故障，需要到现场看。")), cancel);
        await Step(number, Chief, Ask("assign", ("task", "到站房核对分析仪状态、参数和进气管路。")) with
        {
            People = new Dictionary<string, IReadOnlyList<string>> { ["checkers"] = [One, Two] },
        }, cancel);
        return number;
    }

    private async Task<string> Open(
        string outlet, string what, string signals, string codes, CancellationToken cancel)
    {
        Outlet known = node.Register.Outlet(outlet)!;
        Discharger? firm = node.Register.Discharger(known.Discharger);
        DateTimeOffset yesterday = node.Clock.GetUtcNow().ToOffset(Beijing.Offset).AddDays(-1);
        MatterAnswer answer = await node.Matters.Open("lead", Ask(
            "open", ("source", "人工发现"), ("signals", signals), ("codes", codes)) with
        {
            Title = $"{firm?.Name} {known.Code} {what}",
            Subject = new Subject("outlet", outlet, $"{firm?.Name} {known.Code} {known.Name}", firm?.Region ?? ""),
            ActDay = DateOnly.FromDateTime(yesterday.DateTime),
        }, Actor(Duty), Append, cancel);
        return Must(answer).Number;
    }

    private MatterAsk Record(string facts) => Ask("checked", ("time", node.Clock.GetUtcNow().ToOffset(Beijing.Offset)
        .AddHours(-2).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)),
        ("place", "站房"), ("present", "值班员（演示）"), ("facts", facts)) with
    {
        Attachments = [node.Matters.Keep("record", "现场核查笔录（演示）.txt",
            Encoding.UTF8.GetBytes("现场核查笔录\n" + facts + "\n"))],
    };

    private async Task Step(string number, string person, MatterAsk ask, CancellationToken cancel) =>
        Must(await node.Matters.Step(number, ask, Actor(person), Append, cancel));

    private static MatterAsk Ask(string step, params (string Id, string Text)[] fields) =>
        new(step) { Fields = fields.Where(f => f.Text.Length > 0).ToDictionary(f => f.Id, f => f.Text) };

    private Actor Actor(string person) => node.People.ActorOf(person, node.Clock.GetUtcNow());

    /// <summary>Signed with the software key that only a demo's people have.</summary>
    private async Task<Appended> Append(Act act, CancellationToken cancel) =>
        new(await node.Do(accounts.SoftwareSign(act) is { } signed ? act with { Assertion = signed } : act, cancel),
            null);

    private static Matter Must(MatterAnswer answer) => answer.Matter ?? throw new InvalidOperationException(
        $"The demo's own lead is refused: {string.Join(" ", answer.Refusals.Select(r => r.Message))}");
}
