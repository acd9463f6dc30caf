using System.Security.Cryptography;
using System.Text;
using Qingyuan.Registry;

namespace Qingyuan.App.Demo;

/// <summary>
/// The loggers of the demo that encrypt their content (指令参数加密, HJ 212-2025 6.4): the first of waste water and the
/// first of flue gas that speak the edition of 2025.
/// </summary>
internal static class Sealing
{
    /// <summary>The points, those that encrypt with their key; scripted outlets never, they speak 2017.</summary>
    public static IReadOnlyList<Point> Choose(int seed, IEnumerable<Point> points)
    {
        List<Point> all = [.. points];
        foreach (bool water in (ReadOnlySpan<bool>)[true, false])
        {
            int at = all.FindIndex(p => p.Registered && p.Device.Edition == 2025 && p.IsWater == water);
            if (at >= 0)
                all[at] = all[at] with { SealKey = KeyOf(seed, all[at].Device.Mn) };
        }
        return all;
    }

    /// <summary>Keeps the keys as files before an act names them; the same at every start.</summary>
    public static IReadOnlyList<DeviceKey> Keep(Region region, DeviceKeys files)
    {
        List<DeviceKey> keys = [];
        foreach (Point point in region.Points)
        {
            if (point.SealKey is null)
                continue;
            (string id, string digest) = files.Put(point.Device.Mn, point.SealKey);
            keys.Add(new DeviceKey(point.Device.Mn, id, digest, region.RegisteredFrom));
        }
        return keys;
    }

    /// <summary>
    /// From the demo's seed, so that a second start of a directory goes on with the same keys. No secret: whoever
    /// knows the seed has them. A real key is random and never derived.
    /// </summary>
    private static byte[] KeyOf(int seed, string mn)
    {
        byte[] digest = SHA256.HashData(Encoding.ASCII.GetBytes($"qingyuan demo sm4 key, seed {seed}, mn {mn}"));
        return digest[..DeviceKeys.KeyBytes];
    }
}
