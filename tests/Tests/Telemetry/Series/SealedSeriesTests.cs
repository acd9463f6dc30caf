using System.Text;
using CsCheck;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.Telemetry;

/// <summary>Encrypted content of HJ 212-2025 in the series, whenever its key is registered.</summary>
public sealed class SealedSeriesTests
{
    private static readonly byte[] s_key = "0123456789abcdef"u8.ToArray(), s_other = "fedcba9876543210"u8.ToArray(),
        s_third = "0011223344556677"u8.ToArray();
    private static readonly DateTimeOffset s_start = new(2026, 3, 14, 10, 0, 0, Beijing.Offset);

    [Fact]
    public void Frames_that_came_before_their_key_are_interpreted_once_it_is_registered()
    {
        using var house = new SeriesHouse();
        house.Append(FrameEntryKind.Rejected, "decrypt", Sealed(0, s_key), Sealed(1, s_key), Sealed(2, s_other));
        house.Append(FrameEntryKind.Frame, "ok", Plain(3));
        house.Follow();
        Assert.Equal(1, house.Count("SELECT COUNT(*) FROM series"));
        Assert.Equal(3, house.Count("SELECT waiting FROM devices_heard"));
        Assert.Equal(4, house.Count("SELECT frames FROM devices_heard"));
        long seen = house.Count("SELECT MAX(change) FROM series_hours");

        house.Register(Frames.Mn, s_key, s_start);
        house.Follow();
        Assert.Equal(3, house.Count("SELECT COUNT(*) FROM series"));
        Assert.Equal(1, house.Count("SELECT waiting FROM devices_heard"));
        // Judgement has read the change of position 3 already, so what opened late has greater numbers.
        long late = house.Count("SELECT MAX(change) FROM series_hours");
        Assert.True(late > seen, $"{late} does not come after {seen}");
        house.Receive(Plain(4));
        house.Follow();
        Assert.True(house.Count("SELECT MAX(change) FROM series_hours") > late);

        house.Register(Frames.Mn, s_other, s_start.AddHours(1));
        house.Follow();
        Assert.Equal(5, house.Count("SELECT COUNT(*) FROM series"));
        Assert.Equal(0, house.Count("SELECT waiting FROM devices_heard"));
        Assert.Equal(0, house.Count("SELECT COUNT(*) FROM sealed_waiting"));
        Assert.Equal(0, house.Count("SELECT COUNT(*) FROM rejections"));
        SameWhenRefilled(house);
    }

    [Fact]
    public void An_entry_of_an_older_version_with_several_sealed_frames_opens_frame_by_frame()
    {
        using var house = new SeriesHouse();
        house.Append(
            FrameEntryKind.Rejected, "decrypt", [.. Sealed(0, s_key), .. Sealed(1, s_other), .. Sealed(2, s_key)]);
        house.Append(FrameEntryKind.Fragment, "decrypt", Sealed(3, s_key));
        house.Follow();
        Assert.Equal(4, house.Count("SELECT waiting FROM devices_heard"));
        house.Register(Frames.Mn, s_other, s_start);
        house.Follow();
        house.Register(Frames.Mn, s_key, s_start);
        house.Follow();
        Assert.Equal(4, house.Count("SELECT COUNT(*) FROM series"));
        Assert.Equal(0, house.Count("SELECT MAX(repeats) FROM series"));
        SameWhenRefilled(house);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frame_whose_key_file_is_lost_waits_and_is_read_when_the_file_is_back(bool startsAgain)
    {
        using var house = new SeriesHouse();
        house.Append(FrameEntryKind.Frame, "sealed", Sealed(0, s_key), Sealed(1, s_other));
        string file = FileOf(house, house.Register(Frames.Mn, s_key, s_start));
        string other = FileOf(house, house.Register(Frames.Mn, s_other, s_start.AddHours(1)));
        byte[] kept = File.ReadAllBytes(file), keptOther = File.ReadAllBytes(other);
        File.WriteAllText(file, "no key\n");
        File.Delete(other);
        house.Follow();
        Assert.Equal(0, house.Count("SELECT COUNT(*) FROM series"));
        Assert.Equal(2, house.Count("SELECT waiting FROM devices_heard"));

        File.WriteAllBytes(other, keptOther);
        if (startsAgain)
            house.StartAgain();
        house.Follow();
        Assert.Equal(1, house.Count("SELECT COUNT(*) FROM series"));
        Assert.Equal(1, house.Count("SELECT waiting FROM devices_heard"));

        // A key that is registered while another is lost is tried too, and hides nothing.
        house.Append(FrameEntryKind.Rejected, "decrypt", Sealed(2, s_third));
        house.Register(Frames.Mn, s_third, s_start.AddHours(2));
        house.Follow();
        Assert.Equal(2, house.Count("SELECT COUNT(*) FROM series"));
        File.WriteAllBytes(file, kept);
        house.Follow();
        Assert.Equal(3, house.Count("SELECT COUNT(*) FROM series"));
        Assert.Equal(0, house.Count("SELECT COUNT(*) FROM sealed_waiting"));
        SameWhenRefilled(house);
    }

    private static string FileOf(SeriesHouse house, Qingyuan.Registry.DeviceKey key) => Directory.GetFiles(
        Path.GetDirectoryName(house.Tables.File)!, key.Id + ".key", SearchOption.AllDirectories).Single();

    [Fact]
    public void Bytes_that_only_look_sealed_and_name_no_device_are_a_rejection()
    {
        using var house = new SeriesHouse();
        byte[] nameless = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(Sealed(0, s_key)).Replace(Frames.Mn, "not an MN, 24 characters"[..24], default));
        house.Append(FrameEntryKind.Rejected, "decrypt", nameless);
        house.Follow();
        Assert.Equal(0, house.Count("SELECT COUNT(*) FROM devices_heard"));
        Assert.Equal(1, house.Count("SELECT COUNT(*) FROM rejections"));
    }

    [Fact]
    public void Whenever_keys_are_registered_the_tables_are_those_of_a_refill() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 2]).List[1, 24].Sample(
            steps =>
            {
                using var house = new SeriesHouse();
                foreach (var (what, minute, value, key) in steps)
                    Step(house, what, minute, value, key == 0 ? s_other : s_key);
                SameWhenRefilled(house);
            }, iter: 40);

    private static void Step(SeriesHouse house, int what, int minute, int value, byte[] key)
    {
        byte[] frame = what == 1 ? State(minute, value) : Plain(minute, value % 3);
        if (what == 4)
            house.Register(Frames.Mn, key, s_start.AddMinutes(value));
        else if (what == 5)
            house.Follow();
        else if (value == 5)
            house.Receive(frame);
        else
            house.Append(FrameEntryKind.Rejected, "decrypt", SealedContent.Seal(frame, key));
    }

    private static void SameWhenRefilled(SeriesHouse house)
    {
        house.Follow();
        string live = house.Dump("change");
        house.StartAgainFromNothing();
        house.Follow();
        Assert.Equal(live, house.Dump("change"));
    }

    private static byte[] Sealed(int minute, byte[] key) => SealedContent.Seal(Plain(minute), key);

    private static byte[] Plain(int minute, int value = 1)
    {
        var time = s_start.AddMinutes(minute);
        return Frames.Minute(
            Beijing.Text(time), $"23.{value}", Beijing.Text(time.AddMinutes(1)) + $"00{value}", flag: 9);
    }

    private static byte[] State(int minute, int value)
    {
        string time = Beijing.Text(s_start.AddMinutes(minute * 40));
        return FrameWriter.Frame(
            $"QN={time}00{value};ST=31;CN=3020;PW=123456;MN={Frames.Mn};Flag=9;"
            + $"CP=&&DataTime={time};PolId=a21026;i12001-Info={value % 2}&&");
    }
}
