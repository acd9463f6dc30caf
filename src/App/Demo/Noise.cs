namespace Qingyuan.App.Demo;

/// <summary>
/// Noise that is a pure function of a key and a time, so that history, live data and a restart agree. Never holds
/// state.
/// </summary>
internal static class Noise
{
    /// <summary>The finaliser of SplitMix64.</summary>
    public static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    public static ulong Key(ulong key, long part) => Mix(key ^ unchecked((ulong)part * 0xD1342543DE82EF95));

    /// <summary>Uniform in [0, 1).</summary>
    public static double Unit(ulong key, long index) => (Key(key, index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A smooth curve in [−1, 1] with a new knot every <paramref name="period"/> minutes.</summary>
    public static double Smooth(ulong key, long minute, int period)
    {
        long knot = Math.DivRem(minute, period, out long rest);
        double x = (double)rest / period, a = Unit(key, knot), b = Unit(key, knot + 1);
        return 2 * (a + (b - a) * x * x * (3 - 2 * x)) - 1;
    }

    /// <summary>
    /// What a process does by itself, about [−1, 1]: minutes that remember the hour, hours that remember the shift.
    /// </summary>
    public static double Wander(ulong key, long minute) =>
        0.20 * (2 * Unit(key, minute) - 1) + 0.35 * Smooth(key + 1, minute, 9)
        + 0.35 * Smooth(key + 2, minute, 53) + 0.30 * Smooth(key + 3, minute, 407);
}
