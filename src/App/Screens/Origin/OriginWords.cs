using System.Globalization;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Origin;

/// <summary>Plain Chinese words for what judgement says in stable codes. Says 超标, never 违法.</summary>
internal static class OriginWords
{
    /// <summary>Why a minute, an hour or a day does not count; an unknown code is shown as it is.</summary>
    public static string Reason(string? reason) => Judgement.Checks.Say(reason);

    /// <summary>The discharger's name; a simulated one says so even when its name does not.</summary>
    public static string NameOf(Discharger? discharger, Outlet outlet) => discharger is null
        ? outlet.Discharger
        : discharger.Simulated && !discharger.Name.Contains("模拟", StringComparison.Ordinal)
            ? discharger.Name + "（模拟）"
            : discharger.Name;

    /// <summary>
    /// This page itself says what was not found. The status is set only when the answer starts: a component that
    /// sets 404 while it renders loses its body to the general page for that status.
    /// </summary>
    public static void NotFound(HttpContext context) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

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
