using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>A task of a double-random draw from its assignment to its publication.</summary>
public sealed class InspectionTests : IDisposable
{
    private readonly Desk _desk = new();

    public InspectionTests() => _desk.People.AddRange(
    [
        Desk.Person("draw", "抽取人", "market", "draw.run"),
        Desk.Person("eco", "检查甲", "eco", "inspection.do"),
        Desk.Person("market", "检查乙", "market", "inspection.do"),
        Desk.Person("third", "检查丙", "eco", "inspection.do"),
    ]);

    public void Dispose() => _desk.Dispose();

    private string Assigned() => Desk.Must(_desk.Open("draw", new MatterAsk("open")
    {
        Title = "模拟·高原检测 双随机检查",
        Subject = new Subject("organisation", "JG-A-001", "模拟·高原检测", "拉萨"),
        Fields = new Dictionary<string, string> { ["draw"] = "2026-1", ["class"] = "B", ["scope"] = "监测记录和仪器" },
        People = new Dictionary<string, IReadOnlyList<string>> { ["inspectors"] = ["eco", "market"] },
    }, "inspection")).Matter!.Number;

    private string Recorded(string result)
    {
        string number = Assigned();
        Desk.Must(_desk.Step(number, "arrive", "eco", ("time", "2026-11-24T10:00"), ("place", "实验室")));
        Desk.Must(_desk.Step(number, new MatterAsk("record")
        {
            Fields = new Dictionary<string, string> { ["result"] = result, ["facts"] = "查了三份报告的原始记录。" },
            Attachments = [_desk.File("record", "记录")],
        }, "eco"));
        Matter recorded = Desk.Must(_desk.Cosign(number, "market")).Matter!;
        // K37: twenty working days from Tuesday 11-24.
        Assert.Equal(new DateOnly(2026, 12, 22),
            DateOnly.FromDateTime(recorded.Clock("publish")!.Due.AddTicks(-1).DateTime));
        return number;
    }

    [Fact]
    public void A_task_without_a_finding_is_published_and_closed()
    {
        string number = Recorded("未发现问题");
        Desk.Must(_desk.Step(number, "publish", "draw", ("text", "未发现问题")));
        Assert.Contains(_desk.Step(number, "followUp", "draw", ("lead", "X-2026-0001")).Refusals, r =>
            r.Code == "step.guard");
        Assert.True(Desk.Must(_desk.Step(number, "close", "draw")).Matter!.IsEnded);
    }

    [Fact]
    public void A_finding_goes_on_as_a_lead()
    {
        string number = Recorded("发现问题");
        Desk.Must(_desk.Step(number, "publish", "draw", ("text", "发现问题，依法处理")));
        Assert.Contains(_desk.Step(number, "close", "draw").Refusals, r => r.Code == "step.guard");
        Desk.Must(_desk.Step(number, "followUp", "draw", ("lead", "X-2026-0001")));
    }

    [Fact]
    public void An_inspector_who_steps_back_is_replaced_at_once()
    {
        string number = Assigned();
        Matter matter = Desk.Must(_desk.Recuse(number, "eco", "eco", "曾在该机构任职", "inspectors")).Matter!;
        Assert.Equal(["market", "third"], matter.People("inspectors").Select(h => h.Person));
    }
}
