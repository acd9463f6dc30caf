using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Supervision;
using Qingyuan.Tests.Ledger;
using Qingyuan.Tests.Registry;

namespace Qingyuan.Tests.Supervision;

public sealed class AlarmJudgementTests
{
    internal static readonly DateTimeOffset At = new(2026, 11, 24, 10, 23, 0, Beijing.Offset);

    internal static readonly AlarmJudgement Confirmed = new(
        -1, AlarmKind.Exceeds, [Some.Kiln.Id], At.AddHours(-2), At.AddHours(-1), At.AddMinutes(-23),
        AlarmDecision.Confirmed, "现场核实属实", "", "p-1", "德吉", At);

    [Fact]
    public async Task A_decision_is_an_act_that_reads_back_as_it_was_written()
    {
        await using var house = new House();
        Register register = await house.DoAll();
        var handed = Confirmed with { Decision = AlarmDecision.Handed, HandedTo = "拉萨支队" };
        foreach (var asked in new[] { Confirmed, Confirmed with { Decision = AlarmDecision.False }, handed })
        {
            Registration registration = AlarmJudgement.Judge(register, asked);
            Assert.Empty(registration.Refusals);
            Act act = Act.Read(registration.Act!.ToEntry())!;
            AlarmJudgement read = AlarmJudgement.Read(7, act)!;
            Assert.Equal(asked.Outlets, read.Outlets);
            Assert.Equal(asked with { Position = 7, Outlets = read.Outlets }, read);
            Assert.Equal(AlarmJudgement.Power, act.Power);
        }
        Assert.Equal(TimeSpan.FromMinutes(23), Confirmed.Waited);
    }

    [Fact]
    public async Task A_decision_without_a_reason_a_receiver_or_an_outlet_is_refused_at_its_field()
    {
        await using var house = new House();
        Register register = await house.DoAll();
        Assert.Equal(["reason"], Fields(register, Confirmed with { Reason = "好" }));
        Assert.Equal(["reason"], Fields(register, Confirmed with { Reason = new string('好', 501) }));
        Assert.Equal(["decision"], Fields(register, Confirmed with { Decision = default }));
        Assert.Equal(["to"], Fields(register, Confirmed with { Decision = AlarmDecision.Handed }));
        Assert.Equal(["alarm.outlet"], Codes(register, Confirmed with { Outlets = ["nowhere"] }));
        Assert.Equal(["alarm.outlets"], Codes(register, Confirmed with { Outlets = [] }));
        Assert.Equal(["alarm.span"], Codes(register, Confirmed with { To = Confirmed.From }));
        Assert.Equal(["alarm.kind"], Codes(register, Confirmed with { Kind = default }));
    }

    [Fact]
    public void A_decision_covers_its_kind_its_outlets_and_its_stretch_only()
    {
        Assert.True(Confirmed.Covers(AlarmKind.Exceeds, Some.Kiln.Id, Confirmed.From));
        Assert.False(Confirmed.Covers(AlarmKind.Exceeds, Some.Kiln.Id, Confirmed.To));
        Assert.False(Confirmed.Covers(AlarmKind.Exceeds, Some.Kiln.Id, Confirmed.From.AddTicks(-1)));
        Assert.False(Confirmed.Covers(AlarmKind.Offline, Some.Kiln.Id, Confirmed.From));
        Assert.False(Confirmed.Covers(AlarmKind.Exceeds, "other", Confirmed.From));
    }

    private static IEnumerable<string> Fields(Register register, AlarmJudgement asked) =>
        AlarmJudgement.Judge(register, asked).Refusals.Select(r => r.Field);

    private static IEnumerable<string> Codes(Register register, AlarmJudgement asked) =>
        AlarmJudgement.Judge(register, asked).Refusals.Select(r => r.Code);
}
