using System.Text.Json.Nodes;
using Qingyuan.Publication;

namespace Qingyuan.Tests.Publication;

public sealed class ReviewTests
{
    private static readonly DateTimeOffset Monday = AmbientHouse.Monday;

    [Fact]
    public void A_review_vouches_for_what_was_there_and_not_for_what_came_later()
    {
        using var house = new AmbientHouse();
        house.Enrol(AmbientHouse.Air("A1"));
        house.Receive(Hour(0, "40"), Hour(1, "41"));
        long position = house.Append(Day("air").ToAct(house.Clock.GetUtcNow().AddMinutes(1), "审核员"));
        house.Follow();
        Figure reviewed = house.At("A1", FigureSpan.AirHour, Monday)!;
        Assert.Equal((position, "审核员"), (reviewed.Review!.Position, reviewed.Review.Person));
        Assert.True(house.At("lhasa", FigureSpan.AirDay, Monday)!.IsReviewed);

        house.Clock.Advance(TimeSpan.FromHours(1));
        house.Receive(AmbientHouse.Frame(
            "22", AmbientHouse.Mn("A1"), Monday.AddHours(1), "a34002-Avg=99,a34002-Flag=N", hours: 9));
        house.Follow();
        Assert.True(house.At("A1", FigureSpan.AirHour, Monday)!.IsReviewed);
        Assert.False(house.At("A1", FigureSpan.AirHour, Monday.AddHours(1))!.IsReviewed);
        Assert.False(house.At("lhasa", FigureSpan.AirDay, Monday)!.IsReviewed);
    }

    [Fact]
    public void A_review_of_water_or_of_another_prefecture_says_nothing_about_this_air()
    {
        using var house = new AmbientHouse();
        house.Enrol(AmbientHouse.Air("A1"), AmbientHouse.Air("B1", "林芝"));
        house.Receive(Hour(0, "40"), AmbientHouse.AirFrame("B1", Monday, "5", "10", "0.4", "80", "40", "20"));
        DateTimeOffset at = house.Clock.GetUtcNow().AddMinutes(1);
        house.Append(Day("water").ToAct(at, "审核员"));
        house.Append((Day("air") with { Region = "林芝" }).ToAct(at, "审核员"));
        house.Follow();
        Assert.False(house.At("A1", FigureSpan.AirHour, Monday)!.IsReviewed);
        Assert.True(house.At("B1", FigureSpan.AirHour, Monday)!.IsReviewed);
        Assert.True(house.At("nyingchi", FigureSpan.AirHour, Monday)!.IsReviewed);
    }

    [Theory]
    [InlineData("soil", "", "2026-11-16T00:00:00.000Z")]
    [InlineData("air", "上海", "2026-11-16T00:00:00.000Z")]
    [InlineData("air", "", "2026-11-17T00:00:00.000Z")]
    [InlineData("air", "", "yesterday")]
    public void A_content_that_does_not_read_reviews_nothing(string subject, string region, string from)
    {
        Assert.Null(Review.Read(new JsonObject
        {
            ["subject"] = subject,
            ["region"] = region,
            ["from"] = from,
            ["to"] = "2026-11-17T00:00:00.000Z",
        }));
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        Review review = Day("air");
        Assert.Equal(review, Review.Read(review.ToAct(Monday, "审核员").Content));
    }

    private static Review Day(string subject) => new(subject, "", Monday, Monday.AddDays(1));

    private static byte[] Hour(int hour, string pm10) =>
        AmbientHouse.AirFrame("A1", Monday.AddHours(hour), "5", "10", "0.4", "80", pm10, "20");
}
