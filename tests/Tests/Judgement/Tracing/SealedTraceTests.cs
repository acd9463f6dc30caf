using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Tests.Judgement;

/// <summary>A value whose minutes came encrypted, before their key was registered.</summary>
public sealed class SealedTraceTests
{
    private static readonly byte[] s_key = "0123456789abcdef"u8.ToArray();

    [Fact]
    public void An_hour_that_came_encrypted_is_judged_when_its_key_is_registered_and_as_if_it_had_always_been()
    {
        using var house = new House();
        house.Enrol(Given.Kiln, Given.KilnMn, Given.Nox());
        house.Append(FrameEntryKind.Rejected, "decrypt", Sealed(Given.At14));
        house.Receive(KilnFrames.PlainHour(Given.At14.AddHours(2), 250m));
        house.Receive(KilnFrames.Minute(Given.At14.AddHours(10), KilnFrames.Plain(300m)));
        house.Follow();
        Assert.Empty(house.Read(r => Judged.Hours(r, Given.Kiln.Id, Given.At14, Given.At14.AddHours(1))));

        house.SetKey(Given.KilnMn, s_key);
        house.Append(FrameEntryKind.Frame, "sealed", Sealed(Given.At14.AddHours(1)));
        house.Follow();
        var judged = house.Hour(Given.Kiln, Given.At14).Factors.Single(f => f.Code == "a21002");
        Assert.Equal(("300", 60), (judged.Value?.TrimEnd('0').TrimEnd('.'), judged.Valid));
        Assert.Equal(60, house.Hour(Given.Kiln, Given.At14.AddHours(1)).Positions.Count);

        string live = house.Dump();
        house.StartAgainFromNothing();
        house.Follow();
        Assert.Equal(live, house.Dump());
    }

    [Fact]
    public void Its_trace_shows_the_bytes_as_received_what_they_say_and_the_key_that_opens_them()
    {
        using var house = new House();
        house.Enrol(Given.Kiln, Given.KilnMn, Given.Nox());
        var key = house.SetKey(Given.KilnMn, s_key);
        house.Append(FrameEntryKind.Frame, "sealed", Sealed(Given.At14));
        house.Follow();
        var register = house.Register;
        var tracer = new Tracer(
            house.Tables, house.Frames, (mn, frame) => house.Keys.Open(frame.Span, register.Keys(mn)));
        var frame = tracer.Frames([3], ["a21002"], withProofs: false).Single();
        Assert.True(frame.Encrypted);
        Assert.Equal(key.Id, frame.Key);
        Assert.Contains(frame.Items, i => i.Key == "a21002-Avg" && i.Value == "300");
        Assert.Equal(-1, tracer.Entry(3).AsSpan().IndexOf("a21002"u8));

        var blind = new Tracer(house.Tables, house.Frames).Frames([3], ["a21002"], withProofs: false).Single();
        Assert.True(blind.Encrypted);
        Assert.Null(blind.Key);
        Assert.Empty(blind.Items);
        Assert.Contains(blind.Fields, f => f.Key == "MN" && f.Value == Given.KilnMn);

        var hour = tracer.Hour(register, Given.Kiln.Id, "a21002", Given.At14)!;
        string text = TraceText.Of(hour, tracer.Frames(hour.Interval.Positions, ["a21002"], false));
        Assert.Contains($"密文,密钥 {key.Id} 解开为: a21002-Avg=300", text, StringComparison.Ordinal);
    }

    /// <summary>60 encrypted minutes; the edition's bits in Flag say 2025.</summary>
    private static IEnumerable<byte[]> Sealed(DateTimeOffset hour) =>
        KilnFrames.PlainHour(hour, 300m).Select(plain =>
        {
            string segment = Encoding.ASCII.GetString(plain)[6..];
            segment = segment[..(segment.LastIndexOf("&&", StringComparison.Ordinal) + 2)];
            return SealedContent.Seal(
                FrameWriter.Frame(segment.Replace("Flag=5", "Flag=9", StringComparison.Ordinal)), s_key);
        });
}
