using Qingyuan.Registry;

namespace Qingyuan.App.Demo;

/// <summary>
/// Air and water of the simulated region (模拟环境): every station's values are a pure function of seed, station and
/// time; dust comes over whole prefectures, pressure belongs to the altitude. Never knows any real measurement.
/// </summary>
internal sealed class Surroundings(int seed, DateTimeOffset start)
{
    private const double KelvinOfZero = 273.15, ReferenceKelvin = 298.15, ReferenceKilopascal = 101.325;
    private const int HourSeconds = 3600, DaySeconds = 86_400;

    /// <summary>The designed screens tell of dust over this prefecture on the day of the first start.</summary>
    private const string DustyNow = "日喀则";

    public int Seed => seed;
    public DateTimeOffset Start => start;

    /// <summary>Where the particles of an ordinary hour stand, in the order of the prefectures.</summary>
    private static double Coarse(string region) => region switch
    {
        "拉萨" => 27,
        "日喀则" => 42,
        "昌都" => 31,
        "林芝" => 17,
        "山南" => 36,
        "那曲" => 55,
        _ => 66,
    };

    public static bool IsLost(Station station, long second) =>
        Noise.Unit(station.Key + 1, second / (6 * HourSeconds)) < 0.0015;

    /// <summary>Gas analysers are calibrated in one night hour a week.</summary>
    public static byte Mark(Station station, int factor, long second)
    {
        bool isGas = !station.Site.IsWater && factor is >= 2 and <= 5;
        long local = second + 8 * HourSeconds, day = local / DaySeconds, hour = local % DaySeconds / HourSeconds;
        bool calibrates = isGas && day % 7 == (long)(station.Key % 7) && hour == 3 + factor % 2;
        return calibrates ? (byte)'C' : (byte)'N';
    }

    public void Fill(Station station, long second, Span<double> to)
    {
        if (station.Site.IsWater)
            FillWater(station, second, to);
        else
            FillAir(station, second, to);
    }

    private void FillAir(Station station, long second, Span<double> to)
    {
        long minute = second / 60;
        double hour = (second + 8 * HourSeconds) % DaySeconds / 3600.0;
        double kilopascal = Pressure(station.Site.AltitudeMetres) + 0.25 * Noise.Smooth(station.Key + 2, minute, 1700);
        double celsius = 22 - 0.0055 * station.Site.AltitudeMetres + 6.5 * Math.Cos((hour - 15) * Math.PI / 12)
            + 2 * Noise.Smooth(station.Key + 3, minute, 2900);
        // Mornings and evenings have more of what people make, afternoons more ozone.
        double people = 0.75 + 0.50 * Math.Exp(-Math.Pow(hour - 9.5, 2) / 6)
            + 0.65 * Math.Exp(-Math.Pow(hour - 20.5, 2) / 8);
        double dust = Dust(station.Site.Region, second);
        double coarse = Coarse(station.Site.Region) * (1 + 0.20 * Wander(station, 1, minute)) * (0.35 + 0.65 * people);
        double ozone = 66 + 24 * Math.Cos((hour - 16) * Math.PI / 12) + 9 * Wander(station, 2, minute);
        double pm10 = coarse + dust * (1 + 0.05 * Wander(station, 7, minute));
        to[0] = Math.Max(2, 0.30 * coarse + 0.13 * dust + 1.5 + 1.5 * Wander(station, 3, minute));
        to[1] = Math.Max(to[0] + 1, pm10);
        to[2] = AsItIs(Math.Max(8, ozone), celsius, kilopascal);
        to[3] = AsItIs(Math.Max(2, 11 * people + 3 * Wander(station, 4, minute)), celsius, kilopascal);
        to[4] = AsItIs(Math.Max(1, 6 + 2 * Wander(station, 5, minute)), celsius, kilopascal);
        to[5] = AsItIs(Math.Max(0.1, 0.38 * people + 0.08 * Wander(station, 6, minute)), celsius, kilopascal);
        to[6] = celsius;
        to[7] = Math.Clamp(46 - 14 * Math.Cos((hour - 15) * Math.PI / 12) + 8 * Wander(station, 8, minute), 8, 96);
        to[8] = kilopascal;
        to[9] = Math.Max(0.2, 2.1 + 1.3 * Math.Cos((hour - 16) * Math.PI / 12) + 0.02 * dust
            + 0.8 * Wander(station, 9, minute));
    }

    /// <summary>What an analyser of the plateau shows that reports the air as it is: less than the reference state.
    /// </summary>
    private static double AsItIs(double reference, double celsius, double kilopascal) =>
        reference * kilopascal / ReferenceKilopascal * ReferenceKelvin / (celsius + KelvinOfZero);

    private static double Pressure(int altitude) => 101.325 * Math.Pow(1 - 2.25577e-5 * altitude, 5.25588);

    /// <summary>Coarse particles that a dust episode adds, in µg/m³ (沙尘、浮尘).</summary>
    private double Dust(string region, long second)
    {
        long now = start.ToUnixTimeSeconds();
        double told = region == DustyNow ? 126 * Hump(second, now - 7 * HourSeconds, now + 16 * HourSeconds) : 0;
        if (region is "阿里" or "那曲")
            told += (region == "阿里" ? 310 : 190) * Hump(second, now - 13L * DaySeconds, now - 12L * DaySeconds);
        // By chance: the west more often than the east.
        double chance = region switch { "阿里" => 0.30, "那曲" => 0.22, "日喀则" => 0.20, "山南" => 0.12, "拉萨" => 0.08, _ => 0 };
        long epoch = second / (5 * DaySeconds);
        ulong key = Noise.Key(Noise.Mix((ulong)seed + 99), epoch * 8 + Prefecture.Of(region)!.Code[3]);
        if (Noise.Unit(key, 0) >= chance || Math.Abs(second - now) < 3 * DaySeconds)
            return told;
        long from = epoch * 5 * DaySeconds + (long)(Noise.Unit(key, 1) * 3 * DaySeconds);
        long to = from + 10 * HourSeconds + (long)(Noise.Unit(key, 2) * 20 * HourSeconds);
        return told + (70 + 170 * Noise.Unit(key, 3)) * Hump(second, from, to);
    }

    /// <summary>0 outside, 1 in the middle, three hours of rise and fall.</summary>
    private static double Hump(long second, long from, long to)
    {
        double x = Math.Clamp(Math.Min(second - from, to - second) / (3.0 * HourSeconds), 0, 1);
        return x * x * (3 - 2 * x);
    }

    private void FillWater(Station station, long second, Span<double> to)
    {
        long minute = second / 60;
        double hour = (second + 8 * HourSeconds) % DaySeconds / 3600.0;
        double[] levels = station.Levels;
        double celsius = Math.Max(1.5, 16 - 0.0026 * station.Site.AltitudeMetres
            + 1.4 * Math.Cos((hour - 16) * Math.PI / 12) + 0.8 * Noise.Smooth(station.Key + 4, minute, 4000));
        double saturated = 468 / (31.6 + celsius) * Pressure(station.Site.AltitudeMetres) / 101.325;
        double spill = Spill(station, second);
        bool isLake = station.Site.Kind == SiteKind.Lake;
        to[0] = celsius;
        to[1] = (isLake ? 8.6 : 8.0) + 0.12 * Wander(station, 11, minute);
        to[2] = saturated * (0.97 + 0.03 * Wander(station, 12, minute)) - 1.4 * spill;
        to[3] = levels[0] * (1 + 0.10 * Wander(station, 13, minute) + 0.9 * spill);
        to[4] = levels[1] * (1 + 0.18 * Wander(station, 14, minute)) + 0.95 * spill;
        to[5] = levels[2] * (1 + 0.14 * Wander(station, 15, minute)) + 0.14 * spill;
        to[6] = levels[3] * (1 + 0.09 * Wander(station, 16, minute)) + 0.8 * spill;
        to[7] = Math.Max(0.3, (isLake ? 1.2 : 9) * (1 + 0.5 * Wander(station, 17, minute)) + 40 * spill);
        to[8] = (isLake ? 1480 : 310) * (1 + 0.04 * Wander(station, 18, minute));
    }

    /// <summary>Some days before the first start a river below a town was loaded for a day and a half.</summary>
    private double Spill(Station station, long second)
    {
        long now = start.ToUnixTimeSeconds();
        return station.Site.Water == "那曲河" ? Hump(second, now - 9L * DaySeconds, now - 7L * DaySeconds - 43_200)
            : station.Site.Water == "堆龙河" ? 0.75 * Hump(second, now - 40L * HourSeconds, now + 6L * HourSeconds) : 0;
    }

    private static double Wander(Station station, int part, long minute) =>
        0.6 * Noise.Smooth(station.Key + (ulong)part * 64, minute, 610)
        + 0.4 * Noise.Smooth(station.Key + (ulong)part * 64 + 1, minute, 187);
}
