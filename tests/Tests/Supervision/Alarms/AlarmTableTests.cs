using System.Text.Json.Nodes;
using Qingyuan.Registry;
using Qingyuan.Supervision;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Supervision;

public sealed class AlarmTableTests
{
    [Fact]
    public async Task The_newest_decision_comes_first_and_one_that_does_not_read_is_none()
    {
        await using var house = new House();
        var first = AlarmJudgementTests.Confirmed;
        await house.Append("acts", first.ToAct("").ToEntry());
        await house.Append("acts", "no act");
        await house.Append("acts", Broken("exceeds", "perhaps").ToEntry());
        await house.Append("acts", Broken("fire", "confirmed").ToEntry());
        await house.Append("acts", (first with { At = first.At.AddHours(1), Decision = AlarmDecision.False })
            .ToAct("").ToEntry());
        using var loop = house.Loop(new AlarmTable());
        loop.CatchUp();
        using var reader = house.Tables.Reader();
        var found = AlarmTable.Since(reader, first.At);
        Assert.Equal([(4L, AlarmDecision.False), (0L, AlarmDecision.Confirmed)],
            found.Select(j => (j.Position, j.Decision)));
        Assert.Equal(4, Assert.Single(AlarmTable.Since(reader, first.At.AddMilliseconds(1))).Position);
    }

    private static Act Broken(string alarm, string decision) => new(
        AlarmJudgement.JudgedKind, AlarmJudgementTests.At, "p-1", AlarmJudgement.Power, "", new JsonObject
        {
            ["alarm"] = alarm,
            ["outlets"] = new JsonArray("x"),
            ["from"] = 0,
            ["to"] = 1,
            ["raised"] = 1,
            ["decision"] = decision,
            ["reason"] = "",
            ["handedTo"] = "",
            ["name"] = "",
        });
}
