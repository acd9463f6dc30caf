using System.Collections.Frozen;
using System.Globalization;
using Qingyuan.App.Web;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Demo;

/// <summary>
/// What officials and citizens of the simulated region did before the demo began (演示监督): two draws, interventions,
/// reports. Everything goes the way that people's acts go; nothing is done twice.
/// </summary>
internal static class Supervising
{
    /// <summary>Passphrases of the simulated readers; only a demo has passphrases that anybody knows.</summary>
    public const string IntegrityPassphrase = "demo integrity key", DisciplinePassphrase = "demo discipline key";

    public const string DrawnId = "2026-07", WaitingId = "2026-08";

    private static readonly TimeSpan SeedWait = TimeSpan.FromMinutes(3), LookEvery = TimeSpan.FromSeconds(2);

    private static readonly Actor Clerk = Of(
        Registering.By, "演示", "draw.run", "intervention.write", "report.receive", "report.open");

    private static readonly string[] Firms =
        ["高原检测", "雪域环境", "珠峰分析", "圣湖监测", "羌塘环科", "雅砻检测", "三江环测", "尼洋分析", "藏东监测", "象泉环境"];

    private static readonly string[] Names =
    [
        "次仁", "央宗", "扎西", "旺堆", "卓玛", "格桑", "平措", "拉姆", "罗布", "丹增", "德吉", "达娃", "普布", "强巴", "尼玛",
        "白玛", "顿珠", "仁青", "索朗", "曲珍", "洛桑", "边巴", "多吉",
    ];

    public static async Task Begin(Node node, CancellationToken cancel)
    {
        Interventions interventions = SupervisionServices.InterventionsOf(node);
        Draws draws = SupervisionServices.DrawsOf(node);
        Reports reports = SupervisionServices.ReportsOf(node);
        if (interventions.Book.Records.Count == 0)
            await Intervene(interventions, node.Clock.GetUtcNow(), cancel);
        if (node.Witnesses.Policy.Witnesses.Count > 0)
            await Draw(node, draws, cancel);
        if (node.Matters.Find($"B-{node.Clock.GetUtcNow().ToOffset(Hj212.Beijing.Offset).Year}-0001") is null)
            await Report(node, reports, cancel);
    }

    private static async Task Intervene(Interventions interventions, DateTimeOffset now, CancellationToken cancel)
    {
        await interventions.SetReader(Of("quzhen", "曲珍", InterventionActs.PowerToRead), InterventionActs.Integrity,
            IntegrityPassphrase, cancel);
        await interventions.SetReader(Of("jiacuo", "加措", InterventionActs.PowerToExtract), InterventionActs.Discipline,
            DisciplinePassphrase, cancel);
        Intervention[] records =
        [
            new("李某（演示）", "模拟·某县局 副局长", "电话", now.AddHours(-26), "", "“这个月的断面不能是三类，你们再采一次，想办法。”",
                "模拟·东嘎断面 11 月采样任务", "没有", ""),
            new("王某（演示）", "模拟·某园区管委会 主任", "会议", now.AddHours(-50), "管委会 3 楼会议室",
                "会上说考核要排进前三，让监测站“把数据理一理”再上报。", "模拟·园区空气站 11 月月报", "照办了一部分", "站长和两名同事"),
        ];
        foreach (Intervention record in records)
            await interventions.Seal(Clerk, record, [], FrozenSet<string>.Empty, cancel);
    }

    private static async Task Draw(Node node, Draws draws, CancellationToken cancel)
    {
        DateTimeOffset now = node.Clock.GetUtcNow();
        DrawRules rules = new(DrawRules.Suggested, [new DrawSeats("生态环境", 2), new DrawSeats("市场监管", 1)],
            DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + 2), 60,
            [.. node.Witnesses.Policy.Witnesses.Select(w => w.Key)]);
        AppendAct append = async (act, stop) =>
            new Appended(await SupervisionServices.Do(node, act, "draws", stop), null);
        if (draws.Book.Find(DrawnId) is null)
            await draws.Commit(Clerk, Ask(DrawnId, "第 7 次联合抽查，检测机构", rules), append, cancel);
        if (draws.Book.Find(WaitingId) is null)
        {
            DateTimeOffset tomorrow = new(
                now.ToOffset(Hj212.Beijing.Offset).Date.AddDays(1).AddHours(9), Hj212.Beijing.Offset);
            await draws.Commit(Clerk, Ask(WaitingId, "第 8 次联合抽查，机动车检验机构",
                rules with { SeedAfter = tomorrow }), append, cancel);
        }
        for (DateTimeOffset end = now + SeedWait; draws.Book.Find(DrawnId)?.Drawn is null;)
        {
            if (node.Clock.GetUtcNow() > end)
                return; // Its seed has not come; the page says so.
            await Task.Delay(LookEvery, node.Clock, cancel);
        }
        if (draws.See(DrawnId) is
            { Held: { PublishedAt: null, Recusals.Count: 0 }, Tasks: [_, _, _, _, var fifth, ..] })
        {
            await draws.Recuse(
                Clerk, DrawnId, fifth.Subject.Id, fifth.Inspectors[1], "配偶在该机构任职（演示）", append, cancel);
            await draws.Publish(Clerk, DrawnId, append, cancel);
        }
    }

    private static DrawAsk Ask(string id, string title, DrawRules rules)
    {
        (string Class, int Count)[] classes = [("A", 34), ("B", 28), ("C", 17), ("D", 8)];
        var objects = classes.SelectMany(c => Enumerable.Range(1, c.Count).Select(n => new PoolObject(
            string.Create(CultureInfo.InvariantCulture, $"JG-{c.Class}-{n:D3}"),
            $"模拟·{Firms[(n * 7 + c.Class[0]) % 10]}{(n > 10 ? "中心" : "公司")}", "拉萨", c.Class))).ToList();
        var inspectors = Enumerable.Range(0, 46).Select(n => new PoolInspector(
            string.Create(CultureInfo.InvariantCulture, $"{(n < 30 ? "hj" : "sj")}-{n + 1:D2}"),
            Names[n % Names.Length] + (n < Names.Length ? "" : "（二）"), n < 30 ? "生态环境" : "市场监管",
            n < 30 ? "环境执法支队" : "认证检测监管处", n % 9 == 0 ? [objects[n].Id] : [])).ToList();
        return new DrawAsk(id, title, DrawLists.Write(objects), DrawLists.Write(inspectors), rules);
    }

    private static async Task Report(Node node, Reports reports, CancellationToken cancel)
    {
        AppendAct append = async (act, stop) => new Appended(await node.Do(act, stop), null);
        (string Channel, Report Report, ReporterIdentity? Who)[] all =
        [
            ("网页", new Report("模拟·一号水泥有限公司", "拉萨", "连续三天夜里，有人打开 2# 窑尾站房的门，把采样管拔下来插到一个瓶子里，早上再插回去。我亲眼看见两次。",
                "2# 窑尾站房", "11 月 20 日至 22 日夜里", "T02"), null),
            ("12369", new Report("模拟·雪域污水处理厂", "日喀则", "电话反映：运维人员下雨天往采样杯里加自来水，说这样 COD 好看。", "进水口旁边的站房", "",
                "T06"), new ReporterIdentity("张某（演示）", "13800000000", "")),
            ("网页", new Report("路边一家小厂", "昌都", "味道很大，不知道是什么，希望来看看。", "", "", ""), null),
            ("12315", new Report("模拟·机动车检验站", "山南", "检车的时候他们自己拿一根管子接在别的车上，给我的车出了合格报告。", "检测三线", "11 月 18 日上午",
                "F06"), new ReporterIdentity("次某（演示）", "13900000000", "山南市")),
        ];
        foreach (var (channel, report, who) in all)
            await reports.File(channel == "网页" ? Reports.Public : Clerk, channel, report, who, [], append, cancel);
        string first = $"B-{node.Clock.GetUtcNow().ToOffset(Hj212.Beijing.Offset).Year}-0001";
        await node.Matters.Step(first, new MatterAsk("classify")
        {
            Fields = new Dictionary<string, string> { ["result"] = "弄虚作假且有基本事实", ["codes"] = "T02" },
        }, Clerk, append, cancel);
        await node.Matters.Step(first, new MatterAsk("acceptEcology")
        {
            Fields = new Dictionary<string, string> { ["how"] = "查询码" },
        }, Clerk, append, cancel);
    }

    private static Actor Of(string id, string name, params string[] powers) => new(id, name, "", powers.ToFrozenSet());
}
