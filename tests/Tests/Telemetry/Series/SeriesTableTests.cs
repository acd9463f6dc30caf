using System.Text;
using CsCheck;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.Telemetry;

public sealed class SeriesTableTests
{
    /// <summary>What says when and how often something came; all else may not depend on the order of arrival.</summary>
    private static readonly string[] s_arrival =
        ["position", "received", "first_position", "last_position", "first_received", "last_received", "change", "peer",
         "clock_offset"];

    private static readonly DateTimeOffset s_hour = new(2026, 3, 14, 10, 0, 0, Beijing.Offset);

    [Fact]
    public void A_frame_becomes_one_row_with_its_items_as_sent()
    {
        using var house = new SeriesHouse();
        house.Receive(Frames.Minute());
        house.Follow();
        using var reader = house.Tables.Reader();
        var row = SeriesQueries.Rows(reader, Frames.Mn, SeriesKind.Minute, s_hour, s_hour.AddHours(1)).Single();
        Assert.Equal(s_hour.AddMinutes(15), row.Time);
        Assert.Equal("a21026-Avg=23.4,a21026-Flag=N;a19001-Avg=11.2,a19001-Flag=N", row.Items);
        Assert.Equal("20260314101601123", row.Qn);
        Assert.Equal((0L, 0, 0, 0), (row.Position, row.Repeats, row.Conflicts, row.BackFilled));
    }

    [Theory]
    [InlineData("DataTime=20260314101500;a=1", "a=1")]
    [InlineData("a=1;DataTime=20260314101500", "a=1")]
    [InlineData("a=1;DataTime=20260314101500;b=2", "a=1;b=2")]
    [InlineData("a-Rtd=1,DataTime=20260314101500,a-Flag=N", "a-Rtd=1,a-Flag=N")]
    [InlineData("DataTime=20260314101500", "")]
    public void DataTime_stands_in_its_column_and_not_in_the_items(string area, string items)
    {
        using var house = new SeriesHouse();
        house.Receive(FrameWriter.Frame(
            $"QN=20260314101601123;ST=31;CN=2051;PW=1;MN={Frames.Mn};Flag=4;CP=&&{area}&&"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var rows = SeriesQueries.Rows(reader, Frames.Mn, SeriesKind.Minute, s_hour, s_hour.AddHours(1));
        Assert.Equal(items, rows.Single().Items);
    }

    [Theory]
    [InlineData("2011", SeriesKind.RealTime)]
    [InlineData("2051", SeriesKind.Minute)]
    [InlineData("2061", SeriesKind.Hour)]
    [InlineData("2031", SeriesKind.Day)]
    public void The_command_gives_the_kind(string cn, SeriesKind kind)
    {
        using var house = new SeriesHouse();
        house.Receive(Frames.Minute(cn: cn));
        house.Follow();
        using var reader = house.Tables.Reader();
        Assert.Single(SeriesQueries.Rows(reader, Frames.Mn, kind, s_hour, s_hour.AddHours(1)));
    }

    [Fact]
    public void Log_text_in_GBK_is_kept_as_text()
    {
        using var house = new SeriesHouse();
        byte[] text = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("//清洗管路//");
        house.Receive(FrameWriter.Frame((byte[])[
            .. "QN=20260314101601123;ST=32;CN=3020;PW=123456;MN=A;Flag=4;CP=&&DataTime=20260314101500;"u8,
            .. "PolId=w01018;i11001-Info="u8,
            .. text, .. "&&"u8]));
        house.Follow();
        using var reader = house.Tables.Reader();
        var said = SeriesQueries.Events(reader, "A", s_hour, s_hour.AddHours(1)).Single();
        Assert.Equal(("w01018", "i11001", "//清洗管路//", "3020"), (said.Factor, said.Code, said.Value, said.Command));
    }

    [Fact]
    public void The_same_said_again_is_a_repeat_also_under_another_QN()
    {
        using var house = new SeriesHouse();
        house.Receive(Frames.Minute(), Frames.Minute(), Frames.Minute(qn: "20260401000000000"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var row = SeriesQueries.Rows(reader, Frames.Mn, SeriesKind.Minute, s_hour, s_hour.AddHours(1)).Single();
        Assert.Equal((0L, 2, 0), (row.Position, row.Repeats, row.Conflicts));
        Assert.Equal(0, house.Count("SELECT change FROM series_hours"));
    }

    [Fact]
    public void Of_different_sayings_the_later_QN_stands_and_the_others_stay_visible()
    {
        using var house = new SeriesHouse();
        house.Receive(
            Frames.Minute(value: "2", qn: "20260314101702000"), Frames.Minute(value: "1", qn: "20260314101601000"),
            Frames.Minute(value: "3", qn: "20260314101803000"), Frames.Minute(value: "1", qn: "20260314101601000"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var row = SeriesQueries.Rows(reader, Frames.Mn, SeriesKind.Minute, s_hour, s_hour.AddHours(1)).Single();
        Assert.Equal((2L, 0, 2), (row.Position, row.Repeats, row.Conflicts));
        Assert.Contains("a21026-Avg=3,", row.Items, StringComparison.Ordinal);
        var lost = SeriesQueries.Versions(reader, Frames.Mn, SeriesKind.Minute, row.Time);
        Assert.Equal([(0L, 0), (1L, 1)], lost.Select(v => (v.Position, v.Repeats)));
        Assert.Equal(2, house.Count("SELECT change FROM series_hours"));
    }

    [Fact]
    public void An_earlier_saying_that_comes_again_with_the_latest_QN_wins_with_its_first_receipt()
    {
        using var house = new SeriesHouse();
        house.Receive(
            Frames.Minute(value: "1", qn: "20260314101601000"), Frames.Minute(value: "2", qn: "20260314101702000"),
            Frames.Minute(value: "1", qn: "20260314101803000"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var row = SeriesQueries.Rows(reader, Frames.Mn, SeriesKind.Minute, s_hour, s_hour.AddHours(1)).Single();
        Assert.Equal((0L, 1, 1, "20260314101803000"), (row.Position, row.Repeats, row.Conflicts, row.Qn));
    }

    [Fact]
    public void Parts_of_a_split_set_are_rows_and_one_time()
    {
        using var house = new SeriesHouse();
        house.Receive(
            Frames.Minute(flag: 7, parts: "PNUM=2;PNO=2;", qn: "20260314101601535", value: "2"),
            Frames.Minute(flag: 7, parts: "PNUM=2;PNO=1;", qn: "20260314101601534", value: "1"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var rows = SeriesQueries.Rows(reader, Frames.Mn, SeriesKind.Minute, s_hour, s_hour.AddHours(1));
        Assert.Equal([(1, 2), (2, 2)], rows.Select(r => (r.PartNumber, r.PartCount)));
        Assert.Equal(1, house.Count("SELECT minutes FROM series_hours"));
    }

    [Fact]
    public void Back_fill_is_what_the_sender_marks_or_what_its_QN_shows()
    {
        using var house = new SeriesHouse();
        house.Receive(
            Frames.Minute(time: "20260314100000"),
            Frames.Minute(time: "20260314100100", qn: "20260314121601123"),
            FrameWriter.Frame("QN=20260314100301000;ST=31;CN=2051;PW=1;MN=010000A8900016F000169DC0;Flag=8;RF=1;"
                + "CP=&&DataTime=20260314100200;a21026-Avg=1&&"));
        house.Follow();
        using var reader = house.Tables.Reader();
        Assert.Equal([0, 2, 1], SeriesQueries.Rows(
            reader, Frames.Mn, SeriesKind.Minute, s_hour, s_hour.AddHours(1)).Select(r => r.BackFilled));
    }

    [Theory]
    [InlineData("DataTime=2026;a=1", "2026")]
    [InlineData("a=1", "")]
    [InlineData("BeginTime=20260314100000,EndTime=20260314110000", "")]
    public void A_record_without_a_readable_time_is_an_event(string area, string value)
    {
        using var house = new SeriesHouse();
        house.Receive(FrameWriter.Frame(
            $"QN=20260314101601123;ST=31;CN=2051;PW=1;MN={Frames.Mn};Flag=4;CP=&&{area}&&"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var said = SeriesQueries.Events(reader, Frames.Mn, s_hour, s_hour.AddHours(1)).Single();
        Assert.Equal(("2051", "DataTime", value), (said.Command, said.Code, said.Value));
        Assert.Equal(0, house.Count("SELECT COUNT(*) FROM series"));
    }

    [Fact]
    public void States_and_restarts_are_events_once()
    {
        using var house = new SeriesHouse();
        byte[] state = FrameWriter.Frame(
            "QN=20260314101601123;ST=32;CN=2021;PW=1;MN=A;Flag=4;CP=&&DataTime=20260314101500;SB1-RS=1;SB2-RS=0&&");
        byte[] restart = FrameWriter.Frame(
            "QN=20260314101701123;ST=32;CN=2081;PW=1;MN=A;Flag=4;"
            + "CP=&&DataTime=20260314101600;RestartTime=20260314101000&&");
        byte[] unknown = FrameWriter.Frame("QN=20260314101801123;ST=32;CN=7777;PW=1;MN=A;Flag=4;CP=&&x-Y=1,x-Y=2&&");
        house.Receive(state, restart, unknown, state, restart);
        house.Follow();
        using var reader = house.Tables.Reader();
        Assert.Equal(
            ["SB1.RS=1@0", "SB2.RS=0@0", ".RestartTime=20260314101000@1", "x.Y=1@2", "x.Y#2=2@2"],
            SeriesQueries.Events(reader, "A", s_hour, s_hour.AddHours(1))
                .Select(e => $"{e.Factor}.{e.Code}={e.Value}@{e.Position}"));
    }

    [Fact]
    public void A_state_changes_the_hours_until_the_next_word_of_the_same_thing()
    {
        using var house = new SeriesHouse();
        house.Receive(Enumerable.Range(0, 30).Select(h => Frames.MinuteAt(s_hour.AddHours(h), "1")));
        house.Receive(State(5, 0));
        house.Receive(State(2, 1));
        house.Follow();
        using var reader = house.Tables.Reader();
        var changed = house.Count("SELECT COUNT(*) FROM series_hours WHERE change = 31");
        Assert.Equal(4, changed); // 12:00 to 15:00, where the next word stands.
        Assert.Equal(24, house.Count("SELECT COUNT(*) FROM series_hours WHERE change = 30")); // 16:00 + 24 h.
        Assert.Equal(2, house.Count("SELECT COUNT(*) FROM series_hours WHERE change < 2"));

        static byte[] State(int hour, int value) => FrameWriter.Frame(
            $"QN=20260316101601123;ST=32;CN=2021;PW=1;MN={Frames.Mn};Flag=4;"
            + $"CP=&&DataTime={Beijing.Text(s_hour.AddHours(hour))};SB1-RS={value}&&");
    }

    [Fact]
    public void What_is_no_frame_and_a_wrong_password_are_rejections()
    {
        using var house = new SeriesHouse();
        house.Append(FrameEntryKind.Rejected, "crc", Frames.WithBadCrc(Frames.Minute()));
        house.Append(FrameEntryKind.Fragment, "truncated", "##01"u8.ToArray());
        house.Append(FrameEntryKind.Frame, "pw", Frames.Minute());
        house.Append(FrameEntryKind.ClockStep, "back", "{}"u8.ToArray());
        house.AppendRaw("no entry of ours"u8);
        house.Follow();
        using var reader = house.Tables.Reader();
        Assert.Equal(
            ["4 entry form", "2 frame pw", "1 fragment truncated", "0 rejected crc"],
            SeriesQueries.Rejections(reader, 10).Select(r => $"{r.Position} {r.Kind} {r.Why}"));
        Assert.Equal(1, SeriesQueries.Rejections(reader, 1, before: 2).Single().Position);
        Assert.Equal(0, house.Count("SELECT COUNT(*) FROM devices_heard"));
    }

    [Fact]
    public void Every_device_that_spoke_is_heard_with_its_latest_word()
    {
        using var house = new SeriesHouse();
        house.Receive(Frames.Minute(time: "20260314101700"), Frames.Minute(time: "20260314101500", value: "7"));
        house.Receive(FrameWriter.Frame("QN=20260314101601123;ST=32;CN=9015;PW=1;MN=B;Flag=9;CP=&&&&"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var heard = SeriesQueries.Heard(reader, Frames.Mn)!;
        Assert.Equal((2L, 0L, 1L), (heard.Frames, heard.FirstPosition, heard.LastPosition));
        Assert.Equal((2017, "31"), (heard.Edition, heard.St));
        Assert.Equal(s_hour.AddMinutes(17), heard.LastTime);
        Assert.Equal(TimeSpan.FromSeconds(59), heard.ClockOffset); // QN 10:16:01, ours 10:15:02.
        Assert.Equal(["B", Frames.Mn], SeriesQueries.Heard(reader).Select(d => d.Mn));
    }

    [Fact]
    public void The_calendar_tells_on_time_from_back_filled_and_missing()
    {
        using var house = new SeriesHouse(); // Now is 10:15 in Beijing.
        house.Receive(Frames.MinuteAt(s_hour, "1"), Frames.MinuteAt(s_hour.AddHours(-5), "1"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var cells = SeriesQueries.Arrivals(reader, Frames.Mn, s_hour.AddHours(-6), s_hour.AddHours(1));
        Assert.Equal(
            [ArrivalState.Missing, ArrivalState.BackFilled, ArrivalState.Missing, ArrivalState.Missing,
             ArrivalState.Missing, ArrivalState.Missing, ArrivalState.OnTime],
            cells.Select(c => c.State));
    }

    [Fact]
    public void Whatever_the_order_the_same_frames_give_the_same_tables()
    {
        byte[][] frames = Corpus();
        string inOrder = DumpOf(frames, s_arrival);
        Gen.Shuffle(frames).Sample(shuffled => DumpOf(shuffled, s_arrival) == inOrder, iter: 12, threads: 1);
    }

    [Fact]
    public void Frames_that_come_several_times_change_only_how_often_they_came()
    {
        string[] without = [.. s_arrival, "repeats", "frames"];
        byte[][] frames = Corpus();
        string once = DumpOf(frames, without);
        byte[][] several = [.. frames, .. frames.Where((_, i) => i % 2 == 0), .. frames.Where((_, i) => i % 3 == 0)];
        Gen.Shuffle(several).Sample(shuffled => DumpOf(shuffled, without) == once, iter: 8, threads: 1);
    }

    [Fact]
    public void Live_tables_equal_refilled_ones_whatever_turns_they_were_written_in()
    {
        using var house = new SeriesHouse();
        var random = new Random(212);
        byte[][] frames = [.. Corpus(), .. Corpus().Where((_, i) => i % 2 == 0)];
        random.Shuffle(frames);
        for (int at = 0; at < frames.Length;)
        {
            int count = Math.Min(random.Next(1, 40), frames.Length - at);
            house.Receive(frames.Skip(at).Take(count));
            house.Follow();
            at += count;
        }
        string live = house.Dump();
        house.StartAgainFromNothing();
        house.Follow();
        Assert.Equal(live, house.Dump());
    }

    [Fact]
    public void A_turn_that_fails_in_the_middle_leaves_nothing_half_done()
    {
        using var house = new SeriesHouse();
        house.Receive(Corpus());
        house.Follow();
        string whole = house.Dump();
        house.StartAgainFromNothing("failing.db");
        var series = new SeriesTable(house.Keys);
        using (var tables = Tables.OpenEmbedded(Path.Combine(Path.GetDirectoryName(house.Tables.File)!, "mid.db")))
        {
            var broken = new BreaksOnce(series);
            using var loop = new FollowerLoop(tables, house.Logs, [new RegistryTable(), broken]);
            loop.CatchUp();
            Assert.True(broken.Broke);
        }
        house.StartAgainFromNothing("mid.db");
        house.Follow();
        Assert.Equal(whole, house.Dump());
    }

    /// <summary>The series' follower, failing once after its rows were written and before the commit.</summary>
    private sealed class BreaksOnce(SeriesTable series) : IFollower
    {
        public bool Broke { get; private set; }
        public string Name => series.Name;
        public int Version => series.Version;
        public IReadOnlyList<string> Tables => series.Tables;
        public IReadOnlyList<string> Upstream => series.Upstream;
        public string Schema => series.Schema;

        public bool Follow(Turn turn)
        {
            bool worked = series.Follow(turn);
            if (Broke)
                return worked;
            Broke = true;
            throw new InvalidOperationException("The process would die here.");
        }
    }

    private static string DumpOf(byte[][] frames, string[] without)
    {
        using var house = new SeriesHouse();
        house.Receive(frames);
        house.Follow();
        return house.Dump(without);
    }

    /// <summary>Two devices over three hours: minutes, corrections, history sent again, states, odd frames.</summary>
    private static byte[][] Corpus()
    {
        var frames = new List<byte[]>();
        foreach (string mn in (string[])[Frames.Mn, "88888880000001"])
        {
            for (int minute = 0; minute < 180; minute += 3)
                frames.Add(Frames.MinuteAt(s_hour.AddMinutes(minute), $"{minute}.5", mn));
            for (int i = 0; i < 12; i++)
            {
                string time = Beijing.Text(s_hour.AddMinutes(i * 3));
                frames.Add(Frames.Minute(time, $"{i}", $"2026031412000000{i % 3}", mn));
                frames.Add(Frames.Minute(time, $"{i}.5", $"20260314130000{i:D3}", mn));
                frames.Add(Frames.Minute(time, "9", "20260314130000001", mn, cn: i % 2 == 0 ? "2061" : "2011"));
            }
            for (int part = 1; part <= 3; part++)
                frames.Add(Frames.Minute(
                    "20260314110000", $"{part}", mn: mn, flag: 7, parts: $"PNUM=3;PNO={part};", cn: "2061"));
            foreach (int hour in (int[])[0, 1, 2])
                frames.Add(FrameWriter.Frame($"QN=2026031413000000{hour};ST=32;CN=2021;PW=1;MN={mn};Flag=4;"
                    + $"CP=&&DataTime={Beijing.Text(s_hour.AddHours(hour))};SB1-RS={hour};SB2-RS=1&&"));
            frames.Add(FrameWriter.Frame(
                $"QN=20260314130000009;ST=31;CN=2051;PW=1;MN={mn};Flag=4;CP=&&DataTime=none;a=1&&"));
            frames.Add(Frames.Minute("20260314000000", "5", mn: mn, cn: "2031"));
        }
        return [.. frames];
    }
}
