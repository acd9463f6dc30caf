using System.Globalization;

namespace Qingyuan.App.Screens.Origin;

/// <summary>Plain Chinese words for what judgement says in stable codes. Says 超标, never 违法.</summary>
internal static class OriginWords
{
    /// <summary>Why a minute, an hour or a day does not count; an unknown code is shown as it is.</summary>
    public static string Reason(string? reason) => reason switch
    {
        null or "" => "",
        "coverage" => "有效数据不足",
        "state" => "设备状态不允许计入",
        "sentinel" => "不是数值，是故障代码",
        "text" => "不是数字",
        "range" => "超出量程",
        "o2" => "缺含氧量，不能折算",
        "stopped" => "停运",
        "missing" => "没有收到数据",
        "offline" => "设备离线",
        "difference" => "与数采仪自报值不一致",
        _ when reason.StartsWith("flag:", StringComparison.Ordinal) => FrameWords.Mark(reason[5..]),
        _ => reason,
    };

    public static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    /// <summary>A value at the resolution of its factor, half to even (GB/T 8170), for drawing and labels.</summary>
    public static string Printed(decimal value, string? resolution)
    {
        int dot = resolution?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        int digits = resolution is null ? 3 : dot < 0 ? 0 : resolution.Length - dot - 1;
        return Math.Round(value, digits, MidpointRounding.ToEven)
            .ToString(resolution is null ? "0.###" : $"F{digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>Thousands by a no-break space, as the screens' rules say.</summary>
    public static string Count(long number) =>
        number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u00A0');

    public static string Share(decimal part, decimal whole) =>
        whole == 0 ? "" : (Math.Abs(part / whole) * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>The beginning and the end of a digest.</summary>
    public static string Short(ReadOnlySpan<byte> digest)
    {
        string hex = Convert.ToHexStringLower(digest);
        return hex.Length <= 16 ? hex : $"{hex[..8]}…{hex[^6..]}";
    }
}
