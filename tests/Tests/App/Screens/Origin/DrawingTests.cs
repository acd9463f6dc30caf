using System.Xml.Linq;
using Qingyuan.App.Screens.Origin;

namespace Qingyuan.Tests.App.Screens;

public sealed class DrawingTests
{
    private static readonly HourBar[] Day =
    [
        .. Enumerable.Range(0, 24).Where(h => h is not (3 or 14))
            .Select(h => new HourBar(h, 340 + h, $"{340 + h}.0", false, false, null)),
        new HourBar(3, null, null, false, false, "不足 45 分钟"),
        new HourBar(14, 410.4m, "410.4", true, false, null),
    ];

    [Fact]
    public void The_hour_above_the_limit_is_the_only_red_one_and_is_labelled()
    {
        XElement svg = XElement.Parse(DayDrawing.Draw("二十四个小时值", Day, 400, 14, h => $"?hour={h}").Value);

        XElement bar = Assert.Single(svg.Descendants("rect"), r => (string?)r.Attribute("class") == "or-bar-over");
        Assert.Equal("14:00 至 15:00，410.4，超标", bar.Element("title")!.Value);
        Assert.Contains(svg.Descendants("text"), t => t.Value == "410.4");
        Assert.Contains(svg.Descendants("text"), t => t.Value == "限值 400");
        Assert.Equal("?hour=14", bar.Parent!.Attribute("href")!.Value);
    }

    [Fact]
    public void An_hour_without_value_is_a_gap_with_its_reason()
    {
        XElement svg = XElement.Parse(DayDrawing.Draw("二十四个小时值", Day, 400, 14, h => $"?hour={h}").Value);

        XElement gap = Assert.Single(svg.Descendants("rect"), r => (string?)r.Attribute("class") == "or-gap");
        Assert.Contains("03:00 至 04:00，没有小时值：不足 45 分钟", gap.Parent!.Attribute("aria-label")!.Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stated_value_is_never_drawn_like_ours()
    {
        HourBar[] day = [new HourBar(1, 300, "300.0", false, true, null),
            new HourBar(2, 300, "300.0", false, false, null)];
        XElement svg = XElement.Parse(DayDrawing.Draw("x", day, null, null, _ => "#").Value);

        Assert.Equal(["or-bar or-stated", "or-bar"],
            svg.Descendants("rect").Where(r => r.Attribute("class") is not null)
                .Select(r => r.Attribute("class")!.Value));
    }

    [Fact]
    public void Missing_minutes_are_a_gap_with_its_length_and_marks_a_band_with_its_word()
    {
        MinuteDot[] minutes =
        [
            .. Enumerable.Range(0, 60).Where(m => m is not (>= 21 and < 24) and not (>= 40 and < 47))
                .Select(m => new MinuteDot(m, 440 - m, $"{440 - m}.0", null)),
            .. Enumerable.Range(21, 3).Select(m => new MinuteDot(m, 300, "300.0", "校准")),
        ];
        HourLines lines = new(400, 410.4m, "410.4", 386.4m, "386.4");
        HourEvent[] events = [new(16.5, "14:16 站房开门"), new(24.5, "14:24 斜率 1.000 → 0.880")];
        XElement svg = XElement.Parse(MinuteDrawing.Draw("六十个分钟值", 14, 1, minutes, lines, events, 12,
            m => $"?minute={m}").Value);

        string[] texts = [.. svg.Descendants("text").Select(t => t.Value)];
        Assert.Contains("缺 7 分钟", texts);
        Assert.Single(texts, "校准");
        Assert.Contains("按分钟重算 410.4", texts);
        Assert.Contains("数采仪自报 386.4", texts);
        Assert.Contains("14:24 斜率 1.000 → 0.880", texts);
        Assert.Equal(3, svg.Descendants("circle").Count(c => (string?)c.Attribute("class") == "or-dot-out"));
        Assert.Single(svg.Descendants("circle"), c => (string?)c.Attribute("class") == "or-dot-open");
        Assert.Equal(50 - 1 + 3 + 1, svg.Descendants("circle").Count());
    }

    [Fact]
    public void Events_never_cover_each_other_and_none_is_lost_silently()
    {
        HourEvent[] events = [.. Enumerable.Range(0, 30).Select(i => new HourEvent(20, $"14:20 第 {i} 件事情发生了"))];
        XElement svg = XElement.Parse(MinuteDrawing.Draw(
            "x", 14, 1, [], new HourLines(null, null, null, null, null), events, null, _ => "#").Value);

        Assert.Contains(svg.Descendants("text"), t => t.Value.StartsWith("另有 ", StringComparison.Ordinal));
    }

    [Fact]
    public void No_picture_has_a_style_attribute()
    {
        string[] pictures =
        [
            DayDrawing.Draw("x", Day, 400, 14, _ => "#").Value,
            LedgerDrawing.Path(AuditPath.SiblingsOnLeft(48_217_903, 48_219_136)).Value,
            LedgerDrawing.Wedge(1, 2).Value,
        ];
        Assert.All(pictures, p => Assert.DoesNotContain("style=", p, StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_are_encoded()
    {
        string svg = new Svg(1, 1, "x", "a\"<b>").Text(0, 0, "<script>", "t").Done().Value;
        Assert.DoesNotContain("<script>", svg, StringComparison.Ordinal);
        Assert.Equal("a\"<b>", XElement.Parse(svg).Attribute("aria-label")!.Value);
    }
}
