using Qingyuan.App.Screens.Alarms;
using Qingyuan.App.Screens.Wall;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.App.Screens.Alarms;

public sealed class AlarmListTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 23, 0, Beijing.Offset);

    [Fact]
    public void Of_each_outlet_and_kind_there_is_one_line_that_names_what_is_most_above_its_limit()
    {
        OutletNow kiln = Outlet("A", OutletState.Exceeds);
        var lines = Lines([kiln], [Exceeding(kiln, "氮氧化物", 9, 1, "436.2", "400"),
            Exceeding(kiln, "二氧化硫", 7, 2, "150", "100")]);
        AlarmLine line = Assert.Single(lines);
        Assert.Equal("二氧化硫 2 小时，最高 150，限值 100；另有 1 项", line.What);
        Assert.Equal(At(7), line.From);
        Assert.Equal(At(10), line.To);
        Assert.Equal(At(8), line.Raised);
        Assert.True(line.IsLate(Now));
    }

    [Fact]
    public void A_suppressed_exceedance_asks_nobody()
    {
        OutletNow kiln = Outlet("A", OutletState.Exceeds);
        var suppression = new Suppression(1, "judge.exceeds", null, null, At(0), At(20), "升级期间", "x", At(0), null);
        Assert.Empty(Lines([kiln],
            [Exceeding(kiln, "氮氧化物", 9, 1, "436.2", "400") with { Suppressed = suppression }]));
    }

    [Fact]
    public void Outlets_of_a_region_that_fell_silent_together_are_one_line()
    {
        var lines = Lines(
        [
            Silent("A", "日喀则", 0), Silent("B", "日喀则", 3), Silent("C", "日喀则", 7), Silent("D", "日喀则", 13),
            Silent("E", "拉萨", 1),
        ], []);
        Assert.Equal(["A B C", "E", "D"], lines.Select(l => string.Join(' ', l.Outlets.Select(o => o.Outlet.Id))));
        Assert.Equal("日喀则 3 个排口", lines[0].Where);
    }

    [Fact]
    public void A_decision_takes_exactly_those_off_the_list_that_it_was_about()
    {
        var judged = new AlarmJudgement(5, AlarmKind.Offline, ["A", "B"], At(9), At(10), At(9), AlarmDecision.Handed,
            "停电", "电力公司", "p", "德吉", At(10));
        var lines = AlarmList.Of(
            [Silent("A", "日喀则", 0), Silent("B", "日喀则", 1), Silent("C", "日喀则", 2)], [], [judged], Now);
        Assert.Equal(["C", "A"], lines.Select(l => l.First.Outlet.Id));
        Assert.Equal("已转 电力公司", lines[1].Standing(Now));
        Assert.False(lines[1].IsLate(Now.AddDays(1)));
    }

    [Theory]
    [InlineData(AlarmDecision.Confirmed, true)]
    [InlineData(AlarmDecision.Handed, true)]
    [InlineData(AlarmDecision.False, false)]
    public void What_goes_on_after_a_false_alarm_is_a_new_one(AlarmDecision decision, bool goesOn)
    {
        OutletNow kiln = Outlet("A", OutletState.Exceeds);
        var judged = new AlarmJudgement(
            5, AlarmKind.Exceeds, ["A"], At(7), At(8), At(8), decision, "校准", "", "p", "德吉", At(8));
        var before = Exceeding(kiln, "氮氧化物", 7, 1, "436", "400") with { Judgement = judged };
        var next = new Exceedance("A", false, At(8), "a21002", "437", "400", "mg/m³", 1);
        Assert.Equal(judged, AlarmList.JudgementOf([judged], null, next with { From = At(7) }));
        Assert.Equal(goesOn ? judged : null, AlarmList.JudgementOf([judged], before, next));
        Assert.Null(AlarmList.JudgementOf([judged], before, next with { From = At(9) }));
    }

    [Fact]
    public void A_key_finds_its_alarm_also_after_it_has_gone_on()
    {
        OutletNow kiln = Outlet("A.1", OutletState.Exceeds);
        AlarmLine line = Assert.Single(Lines([kiln], [Exceeding(kiln, "氮氧化物", 9, 1, "436.2", "400")]));
        AlarmLine later = line with { From = line.From.AddHours(1) };
        Assert.Same(line, AlarmKeys.Find([line], line.Key));
        Assert.Same(later, AlarmKeys.Find([later], line.Key));
        foreach (string? key in new[] { null, "", "1", "1.2", "x.y.A.1", "4.0.A.1" })
            Assert.Null(AlarmKeys.Find([line], key));
    }

    [Fact]
    public void The_median_wait_and_the_part_of_false_alarms_are_measured()
    {
        var of = new AlarmJudgement(
            5, AlarmKind.Exceeds, ["A"], At(7), At(8), At(8), AlarmDecision.False, "校准", "", "p", "德吉", At(8));
        var all = AlarmStatistics.Of([of with { At = At(8).AddMinutes(4) }, of with { At = At(8).AddMinutes(40) },
            of with { At = At(8).AddMinutes(9), Decision = AlarmDecision.Handed }]);
        Assert.Equal((3, 2, TimeSpan.FromMinutes(9)), (all.Handled, all.False, all.Median));
        Assert.Null(AlarmStatistics.Of([]).FalsePart);
    }

    private static IReadOnlyList<AlarmLine> Lines(IReadOnlyList<OutletNow> outlets, IReadOnlyList<Alarm> alarms) =>
        AlarmList.Of(outlets, alarms, [], Now);

    private static DateTimeOffset At(int hour) => new(2026, 11, 24, hour, 0, 0, Beijing.Offset);

    private static OutletNow Silent(string id, string region, int minute) =>
        Outlet(id, OutletState.Offline, region) with { Heard = At(9).AddMinutes(minute) };

    private static OutletNow Outlet(string id, OutletState state, string region = "拉萨") => new(
        new Outlet(id, "D", "DA001", "窑尾", OutletKind.FlueGas, "水泥窑", 10m, 3650, 1),
        new Discharger("D", "模拟·试验水泥", region, "", "", "", true), state, null, Now, "");

    private static Alarm Exceeding(
        OutletNow outlet, string factor, int hour, int hours, string highest, string limit) =>
        new(outlet, factor, "mg/m³", At(hour), At(hour + hours), hours, highest, limit, false);
}
