using System.Globalization;
using Qingyuan.Registry;

namespace Qingyuan.App.Demo;

/// <summary>
/// One station of the environment with its logger (环境自动站): writes the frame of an hour or of a sample, HJ 212-2017. The
/// same interval gives the same content whenever it is asked.
/// </summary>
internal sealed class Station
{
    public const int FrameBytesMax = 1024 + Hj212.FrameWriter.FrameBytesAround;
    public const string Password = "123456";

    private const string AirCodes = "a34004 a34002 a05024 a21004 a21026 a21005 a01001 a01002 a01006 a01007";
    private const string WaterCodes = "w01010 w01001 w01009 w01019 w21003 w21011 w21001 w01003 w01014";
    private static readonly int[] s_airDigits = [1, 1, 1, 1, 1, 3, 1, 0, 2, 1];
    private static readonly int[] s_waterDigits = [1, 2, 2, 2, 3, 3, 2, 1, 0];

    private readonly Surroundings _around;
    private readonly byte[][] _codes;

    private Station(Surroundings around, AmbientSite site, string mn, ulong key, double[] levels)
    {
        _around = around;
        Site = site;
        Device = new Device(mn, site.Id, 2017, null, 0, RegistryActs.FromTheBeginning, null);
        Key = key;
        Levels = levels;
        _codes = [.. site.Codes.Select(System.Text.Encoding.ASCII.GetBytes)];
    }

    public AmbientSite Site { get; }
    public Device Device { get; }
    public ulong Key { get; }

    /// <summary>Of a section: permanganate index, ammonia, phosphorus, nitrogen where nothing happens.</summary>
    public double[] Levels { get; }

    public int StepSeconds => Site.IsWater ? 4 * 3600 : 3600;

    /// <summary>Milliseconds after the start of an interval at which its record leaves: a sample when it is analysed.
    /// </summary>
    public long DelayMilliseconds => (Site.IsWater ? 1_500_000L : 3_600_000L) + (long)(Key % 40_000) + 2_000;

    public static IReadOnlyList<Station> All(Surroundings around)
    {
        var all = new List<Station>();
        var count = new Dictionary<string, int>();
        foreach (string[] c in Lines(Stations.Air))
        {
            var site = new AmbientSite(
                IdOf("A", c[0], count), SiteKind.Air, c[4], c[6], c[5], c[0], c[1], "", Whole(c[2]), c[3], AirCodes,
                Actual: true, Simulated: true);
            all.Add(Make(around, site, []));
        }
        foreach (string[] c in Lines(Stations.Water))
        {
            var site = new AmbientSite(
                IdOf("W", c[0], count), Enum.Parse<SiteKind>(c[3]), c[6], c[8], c[7], c[0], c[1], c[5],
                Whole(c[2]), c[4], WaterCodes, Actual: false, Simulated: true);
            all.Add(Make(around, site, [.. c[9..].Select(x => double.Parse(x, CultureInfo.InvariantCulture))]));
        }
        return all;
    }

    /// <summary>False when the station never sends this interval.</summary>
    public bool Sends(long second) => !Surroundings.IsLost(this, second);

    /// <summary>Writes the frame of an interval; returns its length.</summary>
    public int Write(long second, long departs, Span<byte> to, out long qn)
    {
        var text = new FrameText(to);
        qn = FrameText.Qn(departs);
        text.Put("QN="u8);
        text.Digits((ulong)qn, 17);
        text.Put(Site.IsWater ? ";ST=21;CN=2061;PW="u8 : ";ST=22;CN=2061;PW="u8);
        text.Put(Password);
        text.Put(";MN="u8);
        text.Put(Device.Mn);
        text.Put(";Flag=5;CP=&&DataTime="u8);
        text.Stamp(second);
        Span<double> values = stackalloc double[_codes.Length];
        _around.Fill(this, second, values);
        int[] digits = Site.IsWater ? s_waterDigits : s_airDigits;
        for (int i = 0; i < _codes.Length; i++)
        {
            text.Put((byte)';');
            text.Put(_codes[i]);
            text.Put("-Avg="u8);
            text.Steps((long)Math.Round(values[i] * Factor.Powers[digits[i]]), digits[i]);
            text.Put((byte)',');
            text.Put(_codes[i]);
            text.Put("-Flag="u8);
            text.Put(Surroundings.Mark(this, i, second));
        }
        text.Put("&&"u8);
        return text.End();
    }

    private static Station Make(Surroundings around, AmbientSite site, double[] levels)
    {
        ulong key = Noise.Key(Noise.Mix((ulong)around.Seed + 7), Sum(site.Id));
        string mn = string.Create(CultureInfo.InvariantCulture, $"4A51D0E2{Noise.Key(key, 5):X16}");
        return new Station(around, site, mn, key, levels);
    }

    private static string IdOf(string letter, string prefecture, Dictionary<string, int> count)
    {
        string code = letter + Prefecture.Of(prefecture)!.Code;
        count[code] = count.GetValueOrDefault(code) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"SIM-{code}-{count[code]:D2}");
    }

    private static IEnumerable<string[]> Lines(string table) => table
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('|'));

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static long Sum(string id) => id.Aggregate(17L, (sum, c) => unchecked(sum * 31 + c));
}
