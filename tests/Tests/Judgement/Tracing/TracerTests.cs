using System.Text.Json;
using Qingyuan.Judgement;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Judgement;

public sealed class TracerTests
{
    private static readonly DateTimeOffset At14 = Given.At14, Midnight = Given.At14.AddHours(-14);

    [Fact]
    public async Task A_value_walks_down_to_the_bytes_and_their_place_in_the_ledger()
    {
        using House house = await House.WithStory();
        var tracer = new Tracer(house.Tables, house.Frames);
        HourTrace hour = tracer.Hour(house.Register, Given.Kiln.Id, "a21002", At14)!;
        Assert.Equal("410.4 = 57 个有效分钟的平均", hour.Formula);
        Assert.Equal(60, hour.Minutes.Count);
        Assert.Equal(400m, hour.Rule!.Limit);

        var frames = tracer.Frames(hour.Interval.Positions, ["a21002"], withProofs: true);
        Assert.Equal(61, frames.Count);
        FrameTrace picked = frames.Single(f => f.Position == hour.Minutes[12].Position);
        Assert.Contains(new("a21002-Avg", "483.7"), picked.Items);
        Assert.Contains(new("PW", "******"), picked.Fields);
        Assert.DoesNotContain("123456", string.Join(' ', picked.Fields), StringComparison.Ordinal);
        Assert.All(frames, f => Assert.True(Merkle.InclusionHolds(
            f.Position, f.Proof!.Checkpoint.Size, Convert.FromHexString(f.LeafHash), f.Proof.Path,
            f.Proof.Checkpoint.Root)));
        Assert.Null(tracer.Hour(house.Register, Given.Kiln.Id, "a21026", At14));
        Assert.Null(tracer.Hour(house.Register, Given.Kiln.Id, "a21002", At14.AddHours(5)));
    }

    [Fact]
    public async Task Beside_the_writer_the_same_trace_comes_out_of_the_files()
    {
        using House house = await House.WithStory();
        var reader = LogReader.OpenReadOnly(house.FramesDirectory);
        var live = new Tracer(house.Tables, house.Frames);
        var beside = new Tracer(house.Tables.Reader, reader);
        DayTrace day = beside.Day(house.Register, Given.Kiln.Id, "a21002", Midnight)!;
        Assert.Equal(
            Json(live.Day(house.Register, Given.Kiln.Id, "a21002", Midnight)!, live),
            Json(day, beside));
        Assert.Equal("没有日均值:应有 24 个小时值,有效 2 个;有效数据不足", day.Formula);
        Assert.Equal(2, day.Hours.Count);
        Assert.Equal(120, day.Minutes.Count);
    }

    [Fact]
    public async Task The_text_names_the_minute_that_does_not_count_and_the_frame_of_the_logger()
    {
        using House house = await House.WithStory();
        var tracer = new Tracer(house.Tables, house.Frames);
        HourTrace hour = tracer.Hour(house.Register, Given.Kiln.Id, "a21002", At14)!;
        string text = TraceText.Of(hour, tracer.Frames(hour.Interval.Positions, ["a21002"], true));
        Assert.Contains("超标 · 按分钟重算 · 限值 400", text, StringComparison.Ordinal);
        Assert.Contains("14:12 实测 483.7 含氧量 9.08 = 446.3674 标记 N", text, StringComparison.Ordinal);
        Assert.Contains("14:21 实测 486.2 含氧量 9.20 标记 C 不计入:校准", text, StringComparison.Ordinal);
        Assert.Contains("数采仪自报 386.4,差 24.0", text, StringComparison.Ordinal);
        Assert.Contains("另有 账本第 60 条", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_of_an_hour_holds_value_rule_minutes_frames_and_proofs()
    {
        using House house = await House.WithStory();
        var tracer = new Tracer(house.Tables, house.Frames);
        HourTrace hour = tracer.Hour(house.Register, Given.Kiln.Id, "a21002", At14)!;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            TraceJson.Write(json, hour, tracer.Frames(hour.Interval.Positions, ["a21002"], true));
        JsonElement root = JsonDocument.Parse(stream.ToArray()).RootElement;
        Assert.Equal("410.4", root.GetProperty("value").GetString());
        Assert.Equal("exceeds", root.GetProperty("state").GetString());
        Assert.Equal("minutes", root.GetProperty("basis").GetString());
        Assert.Equal("2026-11-23T14:00:00+08:00", root.GetProperty("from").GetString());
        Assert.Equal("HJ 75-2017", root.GetProperty("basisOfRule").GetProperty("document").GetString());
        Assert.Equal("GB 4915-2013", root.GetProperty("basisOfLimit").GetProperty("document").GetString());
        Assert.Equal(60, root.GetProperty("minutes").GetArrayLength());
        JsonElement frame = root.GetProperty("frames")[0];
        Assert.Equal("2051", frame.GetProperty("fields").GetProperty("CN").GetString());
        Assert.Equal(64, frame.GetProperty("leafHash").GetString()!.Length);
        Assert.True(frame.GetProperty("proof").GetProperty("path").GetArrayLength() > 0);
    }

    private static string Json(DayTrace day, Tracer tracer)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            TraceJson.Write(json, day, tracer.Frames(day.Interval.Positions, ["a21002"], withProofs: false));
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
