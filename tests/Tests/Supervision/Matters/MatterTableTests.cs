using System.Text.Json.Nodes;
using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>The tables of matters are the fold of the acts and nothing else.</summary>
public sealed class MatterTableTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void Filled_again_from_the_ledger_the_tables_are_the_same()
    {
        string number = _desk.Assigned();
        Desk.Must(_desk.Step(number, _desk.Checked(), "ciren"));
        Desk.Must(_desk.Recuse(number, "yangzong", "yangzong"));
        Desk.Must(_desk.Open());
        string live = _desk.Dump();
        Matter before = _desk.Matters.Find(number)!;
        _desk.StartAgainFromNothing();
        Assert.Equal(live, _desk.Dump());
        Matter after = _desk.Matters.Find(number)!;
        Assert.Equal(before.History.Select(h => (h.Position, h.Name, h.At)),
            after.History.Select(h => (h.Position, h.Name, h.At)));
        Assert.Equal(before.Running, after.Running);
        // And it goes on from there.
        Desk.Must(_desk.Cosign(number, "luobu"));
    }

    [Fact]
    public void Of_two_steps_taken_at_once_the_second_changes_nothing_and_stays_in_the_ledger()
    {
        string number = Desk.Must(_desk.Open()).Matter!.Number;
        Matter seen = _desk.Matters.Find(number)!;
        Procedure lead = _desk.Procedures.Find("lead")!;
        var ask = new MatterAsk("triage") { Fields = new Dictionary<string, string> { ["opinion"] = "受理办理" } };
        Act twice = MatterRules.Decide(lead, seen, ask, _desk["deji"], _desk.Matters.Context()).Act!;
        _desk.Append(twice);
        long second = _desk.Append(twice);
        Assert.Equal(2, _desk.Matters.Find(number)!.History.Count);
        Assert.Equal([(second, "matter.moved")], _desk.Read(r => MatterQueries.Refused(r, seen.Position)));
        // Whoever filled in a form on the old page is told so before anything is written.
        long before = _desk.Entries;
        MatterAnswer late = _desk.Step(number, new MatterAsk("dismiss")
        {
            Sequence = seen.Sequence,
            Fields = new Dictionary<string, string> { ["class"] = "其他", ["reason"] = "重复登记，同一时段已有线索。" },
        }, "deji");
        Assert.Equal("matter.moved", Assert.Single(late.Refusals).Code);
        Assert.Equal(before, _desk.Entries);
    }

    [Theory]
    [InlineData(MatterActs.Stepped, "{}")]
    [InlineData(MatterActs.Stepped, """{"matter":0,"sequence":0}""")]
    [InlineData(MatterActs.Stepped, """{"matter":99,"sequence":0}""")]
    [InlineData(MatterActs.Stepped, """{"matter":0,"sequence":0,"from":"triaged","name":"x"}""")]
    [InlineData(MatterActs.Cosigned, """{"matter":0,"sequence":0,"of":0}""")]
    [InlineData(MatterActs.Returned, """{"matter":0,"sequence":0,"of":0}""")]
    [InlineData(MatterActs.Recused, """{"matter":0,"sequence":0,"person":7}""")]
    [InlineData(MatterActs.Deputised, """{"matter":0,"sequence":0}""")]
    [InlineData(MatterActs.Opened, """{"procedure":"lead"}""")]
    [InlineData(MatterActs.Opened, """{"procedure":7,"prefix":[]}""")]
    public void An_act_that_no_form_would_have_made_changes_nothing_and_stops_nothing(string kind, string content)
    {
        string number = Desk.Must(_desk.Open()).Matter!.Number;
        long position = _desk.Append(new Act(kind, Desk.Start, "x", "x", "x", (JsonObject)JsonNode.Parse(content)!));
        Assert.NotEqual("", _desk.Read(r => MatterQueries.Outcome(r, position)));
        Assert.Single(_desk.Matters.Find(number)!.History);
        Desk.Must(_desk.Step(number, "triage", "deji", ("opinion", "受理办理")));
    }

    [Fact]
    public void Lists_are_narrowed_and_the_board_shows_the_most_urgent_first()
    {
        string check = _desk.Assigned();
        string late = Desk.Must(_desk.Open()).Matter!.Number;
        string gone = Desk.Must(_desk.Open(ask: Desk.Lead("别处的事 重复"))).Matter!.Number;
        _desk.Clock.Advance(TimeSpan.FromMilliseconds(3));
        Desk.Must(_desk.Step(gone, "dismiss", "deji", ("class", "重复线索"), ("reason", "重复登记，同一时段已有线索。")));
        Assert.Equal([gone, late, check], Numbers(new MatterFilter("lead")));
        Assert.Equal([late, check], Numbers(new MatterFilter(Running: true)).Where(n => n != gone));
        Assert.Equal([check], Numbers(new MatterFilter(Person: "ciren")));
        Assert.Equal([gone], Numbers(new MatterFilter(Text: "别处")));
        Assert.Equal([late], Numbers(new MatterFilter(State: "raised")));
        Assert.Empty(Numbers(new MatterFilter("report")));
        Assert.Empty(Numbers(new MatterFilter(Subject: "nobody")));
        MatterLine line = _desk.Read(r => MatterQueries.List(r, new MatterFilter(State: "raised")))[0];
        Assert.Equal("初筛", line.ClockName);
        Assert.True(line.Warn < line.Due);
    }

    [Fact]
    public void Numbers_have_no_gap_and_begin_anew_with_the_year()
    {
        Desk.Must(_desk.Open());
        Assert.True(_desk.Open(ask: Desk.Lead("短")).IsRefused);
        Assert.Equal("X-2026-0002", Desk.Must(_desk.Open()).Matter!.Number);
        _desk.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal("X-2027-0001", Desk.Must(_desk.Open()).Matter!.Number);
    }

    private IEnumerable<string> Numbers(MatterFilter filter) =>
        _desk.Read(r => MatterQueries.List(r, filter)).Select(l => l.Number);
}
