using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Judgement;

/// <summary>Quarters of flue gas: capture, and substitutes that stand beside the raw values.</summary>
public sealed class QuarterTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 0, 0, 0, Beijing.Offset);
    private static readonly Hj75Of2017 Edition =
        Rulebook.Shipped.On(new DateOnly(2026, 11, 23)).Of<Hj75Of2017>();

    private static List<EmissionHour> Hours(params (int Count, decimal? Raw, string Status)[] runs)
    {
        var hours = new List<EmissionHour>();
        foreach ((int count, decimal? raw, string status) in runs)
        {
            for (int i = 0; i < count; i++)
            {
                hours.Add(new EmissionHour(
                    Start.AddHours(hours.Count), status, Edition.Status(status)!.Use, raw));
            }
        }
        return hours;
    }

    [Fact]
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    [Clause("HJ 75-2017", "12 数据捕集率")]
    public void Invalid_hours_take_the_largest_emission_of_the_valid_hours_before_and_raw_stays()
    {
        var (hours, runs, capture) = Quarter.Account(
            Edition, Hours((200, 2m, "N"), (1, 9m, "N"), (24, null, "D"), (300, 3m, "N"), (10, null, "F")), [50m]);
        Assert.Equal(500 + 1, hours.Count(h => h.Used is not null && h.Raw is not null));
        Assert.Equal(100m * 501 / 525, capture);
        InvalidRun run = Assert.Single(runs);
        // 180 valid hours before the failure hold the 9, not the 50 of the quarter before.
        Assert.Equal((Start.AddHours(201), Start.AddHours(225), 24, "D", 180, 9m),
            (run.From, run.To, run.Hours, run.Status, run.Window, run.HourlyEmission));
        Assert.All(hours.Skip(201).Take(24), h => Assert.Equal((null, 9m), (h.Raw, h.Used)));
        Assert.All(hours.TakeLast(10), h => Assert.Equal((null, null), (h.Raw, h.Used)));
    }

    [Theory]
    [InlineData(24, 180, 2)]
    [InlineData(25, 720, 7)]
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    public void More_than_a_day_in_a_row_looks_back_further(int invalid, int window, int value)
    {
        var (_, runs, _) = Quarter.Account(
            Edition, Hours((1, 7m, "N"), (300, 2m, "N"), (invalid, null, "Md"), (700, 1m, "N")), []);
        Assert.Equal((window, (decimal?)value), (Assert.Single(runs).Window, runs[0].HourlyEmission));
    }

    [Fact]
    [Clause("HJ 75-2017", "12 数据捕集率")]
    public void Below_three_quarters_nothing_is_substituted_and_a_standstill_owes_nothing()
    {
        var (hours, runs, capture) = Quarter.Account(Edition, Hours((74, 1m, "N"), (26, null, "M")), [5m]);
        Assert.Equal((74m, null, null), (capture, runs[0].Window, runs[0].HourlyEmission));
        Assert.Null(hours[^1].Used);
        (_, runs, capture) = Quarter.Account(Edition, Hours((75, 1m, "N"), (25, null, "M")), [5m]);
        Assert.Equal((75m, 2160, 5m), (capture, runs[0].Window, runs[0].HourlyEmission));
        (_, runs, capture) = Quarter.Account(Edition, Hours((50, null, "F")), []);
        Assert.Null(capture);
        Assert.Empty(runs);
    }

    [Theory]
    [InlineData("2026Q4", "2026-10-01T00:00:00+08:00")]
    [InlineData("2026q1", "2026-01-01T00:00:00+08:00")]
    [InlineData("2026Q5", null)]
    [InlineData("2026Q0", null)]
    [InlineData("1999Q1", null)]
    [InlineData("20x6Q1", null)]
    [InlineData("2026-4", null)]
    [InlineData("2026Q41", null)]
    public void A_quarter_is_named_by_year_and_number(string text, string? start) =>
        Assert.Equal(start is null ? null : DateTimeOffset.Parse(start, null), Quarter.Start(text));

    [Theory]
    [InlineData(null, OutletState.Missing, "-", "Md")]
    [InlineData(1.0, OutletState.Exceeds, "N", "N")]
    [InlineData(null, OutletState.Stopped, "F", "F")]
    [InlineData(null, OutletState.Maintenance, "C", "C")]
    [InlineData(null, OutletState.Maintenance, "M", "M")]
    [InlineData(null, OutletState.Invalid, "N", "Md")]
    [InlineData(null, OutletState.Invalid, "T", "T")]
    [InlineData(null, OutletState.Invalid, "D", "D")]
    [InlineData(null, OutletState.Invalid, "x", "Md")]
    [Clause("HJ 75-2017", "附录 数据状态标记")]
    public void An_hour_gets_the_status_letter_of_the_document(
        double? exact, OutletState state, string mark, string letter) =>
        Assert.Equal(letter, Quarters.StatusOf(Edition, new JudgedFactor(
            "a21002", null, null, false, null, null, 0, 0, 60, mark, null, state, null, "", "")
        { Exact = (decimal?)exact }).Letter);

    [Fact]
    public void The_account_of_a_running_quarter_is_made_of_its_judged_hours()
    {
        using var house = new House();
        house.Enrol(Given.Kiln, Given.KilnMn, Given.Nox(),
            Given.Factor(Given.Kiln, "a00000", "0.1", null, LimitOn.Hour, false) with { Unit = "m³/s" });
        // 10 m³/s and 350 mg/m³ are 12.6 kg an hour; the second hour has a fault, the third did not arrive.
        string good = KilnFrames.Plain(350m) + ";a00000-Avg=10,a00000-Flag=N";
        for (int h = -5; h < 5; h++)
        {
            string items = h == 1 ? good.Replace("a21002-Flag=N", "a21002-Flag=D", StringComparison.Ordinal) : good;
            if (h != 2)
            {
                house.Receive(Enumerable.Range(0, 60)
                    .Select(m => KilnFrames.Minute(Given.At14.AddHours(h).AddMinutes(m), items)));
            }
        }
        house.Follow();
        QuarterAccount account = house.Read(c => Quarters.Of(
            c, house.Register, Given.Kiln.Id, "a21002", Start, Given.At14.AddHours(5).AddMinutes(1)))!;
        Assert.Equal((10, 8, 2, 0), (account.Hours, account.Valid, account.Invalid, account.Stopped));
        Assert.Equal((80m, true), (account.CapturePercent, account.Counts));
        Assert.Equal((8 * 12.6m, 2 * 12.6m), (account.MeasuredKilograms, account.SubstitutedKilograms));
        InvalidRun run = Assert.Single(account.Runs);
        Assert.Equal((Given.At14.AddHours(1), 2, "D", 2160), (run.From, run.Hours, run.Status, run.Window));
        Assert.Contains(account.Rules!, r => r.Row == "capture.percent" && r.IsUnconfirmed);
        // The hour itself says what it said: no value.
        Assert.Null(house.Hour(Given.Kiln, Given.At14.AddHours(1)).Factors.Single(f => f.Code == "a21002").Value);
        Assert.Null(house.Read(c => Quarters.Of(
            c, house.Register, Given.Kiln.Id, "a00000", Start, Given.At14.AddHours(5))));
        Assert.Null(house.Read(c => Quarters.Of(
            c, house.Register, "nothing", "a21002", Start, Given.At14.AddHours(5))));
    }
}
