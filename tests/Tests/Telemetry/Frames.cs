using System.Globalization;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.Telemetry;

/// <summary>Frames as loggers of the three editions send them.</summary>
internal static class Frames
{
    public const string Mn = "010000A8900016F000169DC0";

    public static byte[] Minute(
        string time = "20260314101500", string value = "23.4", string qn = "20260314101601123", string mn = Mn,
        int flag = 5, string pw = "123456", string cn = "2051", string parts = "") =>
        FrameWriter.Frame(
            $"QN={qn};ST=31;CN={cn};PW={pw};MN={mn};Flag={flag};{parts}CP=&&DataTime={time};"
            + $"a21026-Avg={value},a21026-Flag=N;a19001-Avg=11.2,a19001-Flag=N&&");

    /// <summary>The n-th minute of a device, its QN a minute later.</summary>
    public static byte[] MinuteAt(DateTimeOffset time, string value, string mn = Mn) => Minute(
        Beijing.Text(time), value,
        Beijing.Text(time.AddMinutes(1)) + string.Create(CultureInfo.InvariantCulture, $"{value.Length * 37:D3}"), mn);

    /// <summary>A whole frame whose segment has about so many bytes.</summary>
    public static byte[] Long(int bytes) => FrameWriter.Frame(
        $"QN=20260314101601123;ST=31;CN=2051;PW=123456;MN={Mn};Flag=5;CP=&&DataTime=20260314101500;"
        + $"a21026-Note=//{new string('x', bytes)}//&&");

    public static byte[] WithBadCrc(byte[] frame)
    {
        byte[] bad = [.. frame];
        bad[^3] = bad[^3] == (byte)'0' ? (byte)'1' : (byte)'0';
        return bad;
    }
}
