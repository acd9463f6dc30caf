using System.Text.Json.Nodes;
using Qingyuan.Judgement;

namespace Qingyuan.Tests.Judgement;

/// <summary>What the acts say is suppressed is what the table says, also when it is filled again.</summary>
public sealed class SuppressionTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_suppression_stands_until_it_is_lifted_and_a_refill_gives_the_same()
    {
        using var house = new House();
        house.Act(Suppression.SuppressedKind, Content("judge.differs", 10));
        house.Act(Suppression.SuppressedKind, Content("judge.exceeds", 20));
        house.Act(Suppression.LiftedKind, new JsonObject { ["suppression"] = 1 });
        house.Follow();
        IReadOnlyList<Suppression> live = house.Read(SuppressionTable.Load);
        Assert.Equal(["judge.exceeds", "judge.differs"], live.Select(s => s.Code));
        Assert.Equal(Given.At14, live[0].Lifted);
        Assert.Null(live[1].Lifted);
        house.StartAgainFromNothing();
        house.Follow();
        Assert.Equal(live, house.Read(SuppressionTable.Load));
    }

    [Fact]
    public void Acts_that_no_form_would_have_made_suppress_nothing()
    {
        using var house = new House();
        house.Act(Suppression.SuppressedKind, Content("judge.coverage", 10));
        house.Act(Suppression.SuppressedKind, Content("judge.differs", 367));
        house.Act(Suppression.SuppressedKind, Content("judge.differs", 0));
        house.Act(Suppression.SuppressedKind, new JsonObject { ["code"] = "judge.differs" });
        house.Act(Suppression.SuppressedKind, new JsonObject { ["code"] = 7 });
        house.Act(Suppression.LiftedKind, []);
        house.Follow();
        Assert.Empty(house.Read(SuppressionTable.Load));
    }

    private static JsonObject Content(string code, int days) => new()
    {
        ["code"] = code,
        ["discharger"] = null,
        ["outlet"] = Given.Kiln.Id,
        ["from"] = Start.ToUnixTimeMilliseconds(),
        ["to"] = Start.AddDays(days).ToUnixTimeMilliseconds(),
        ["reason"] = "数采仪升级期间",
    };
}
