using System.Globalization;
using Qingyuan.Registry;

namespace Qingyuan.App.Demo;

/// <summary>One outlet of the demo with its logger (数采仪) and how its plant runs.</summary>
/// <param name="Password">PW as sent; in the clear in every frame, so no secret.</param>
/// <param name="Sent">The factors that this logger sends; an old one does not know all codes.</param>
/// <param name="JitterMilliseconds">How long after the turn of the minute it sends.</param>
internal sealed record Point(
    Kind Kind, Discharger Firm, Outlet Outlet, Device Device, string Password, Factor[] Sent, ulong Key,
    int JitterMilliseconds, bool Registered)
{
    public bool IsWater => Factors.IsWater(Kind);
    public string St => IsWater ? "32" : "31";

    /// <summary>The SM4 key under which this logger encrypts; null = it sends plain text.</summary>
    public byte[]? SealKey { get; init; }

    public string CodeOf(Factor factor) => Device.Edition == 2005 ? factor.Old : factor.Code;

    /// <summary>Ambient pressure in kPa by the standard atmosphere; about 65 at 3650 m.</summary>
    public double AmbientKilopascal { get; } = 101.325 * Math.Pow(1 - 2.25577e-5 * Outlet.AltitudeMetres, 5.25588);
}

/// <summary>
/// The simulated region (模拟区域): dischargers, outlets and loggers as a pure function of a seed and of the moment when
/// the demo was first started. Never knows any real enterprise.
/// </summary>
internal sealed class Region
{
    /// <summary>The outlet whose story the designed screens tell.</summary>
    public const string StoryOutlet = "SIM-5401-001-DA002";
    public const string StoryMn = "4A51D0E19C7F30008B26E5A1";

    private static readonly string[] s_prefectures = ["拉萨", "日喀则", "昌都", "林芝", "山南", "那曲", "阿里"];
    private static readonly string[] s_divisions = ["5401", "5402", "5403", "5404", "5405", "5406", "5425"];

    public Region(int seed, DateTimeOffset start)
    {
        Seed = seed;
        Start = start;
        Points = Sealing.Choose(
            seed, [.. Read(Firms.Table, registered: true), .. Read(Firms.Waiting, registered: false)]);
        Script = new Script(this);
    }

    public int Seed { get; }

    /// <summary>The moment of the first start; the histories are told relative to it.</summary>
    public DateTimeOffset Start { get; }

    public IReadOnlyList<Point> Points { get; }
    public Script Script { get; }

    /// <summary>From when everything is registered: long enough ago for every history.</summary>
    public DateTimeOffset RegisteredFrom => new(Start.Year - 2, 1, 1, 0, 0, 0, Hj212.Beijing.Offset);

    public Point PointOf(string outlet) => Points.First(p => p.Outlet.Id == outlet);

    private IEnumerable<Point> Read(string table, bool registered)
    {
        var count = new int[s_prefectures.Length];
        foreach (string line in table.Split('\n',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] cells = line.Split('|');
            int prefecture = Array.IndexOf(s_prefectures, cells[0]);
            int number = ++count[prefecture] + (registered ? 0 : 900);
            var firm = new Discharger(
                $"SIM-{s_divisions[prefecture]}-{number:D3}", cells[2], cells[0], cells[1], cells[3],
                $"{cells[0]}{cells[1]}(模拟地址)", Simulated: true);
            foreach (string outlet in cells[5].Split(';'))
                yield return PointOf(firm, outlet.Split(':'), int.Parse(cells[4]), registered);
        }
    }

    private Point PointOf(Discharger firm, string[] cells, int altitude, bool registered)
    {
        Kind kind = Enum.Parse<Kind>(cells[0]);
        string id = $"{firm.Id}-{cells[1]}";
        ulong key = Noise.Key(Noise.Mix((ulong)Seed), Telling(id));
        bool story = id == StoryOutlet;
        bool scripted = Script.IsScripted(id);
        int edition = EditionOf(kind, key, scripted, registered);
        var outlet = new Outlet(
            id, firm.Id, cells[1], cells[2], Factors.IsWater(kind) ? OutletKind.WasteWater : OutletKind.FlueGas,
            Factors.Process(kind), Factors.ReferenceO2(kind), altitude, edition == 2005 ? 10 : 1);
        int offset = scripted ? 0 : (int)(Noise.Key(key, 3) % 29) switch { 0 => -95, 1 => 140, 2 => 38, _ => 0 };
        string mn = story ? StoryMn : edition == 2005
            ? string.Create(CultureInfo.InvariantCulture, $"54{Noise.Key(key, 4) % 1_000_000_000_000:D12}")
            : string.Create(CultureInfo.InvariantCulture, $"4A51D0E1{Noise.Key(key, 5):X16}");
        var device = new Device(mn, id, edition, null, offset, RegisteredFrom, null);
        // 123456 is what most loggers in the field still have.
        string password = story ? "731402"
            : Noise.Unit(key, 6) < 0.3 ? "123456" : $"{Noise.Key(key, 7) % 1_000_000:D6}";
        Factor[] sent = [.. Factors.Of(kind).Where(f => edition != 2005 || f.Old.Length > 0)];
        int jitter = story ? 1386 : 900 + (int)(Noise.Key(key, 8) % 22_000);
        return new Point(kind, firm, outlet, device, password, sent, key, jitter, registered);
    }

    /// <summary>
    /// Mostly 2017; an old logger keeps to the plain frames, so it stands only where nothing else is told.
    /// </summary>
    private static int EditionOf(Kind kind, ulong key, bool scripted, bool registered)
    {
        double u = Noise.Unit(key, 2);
        if (scripted || !registered)
            return 2017;
        if (u < 0.16 && kind is (Kind.CoalBoiler or Kind.Works))
            return 2005;
        return u > 0.80 ? 2025 : 2017;
    }

    /// <summary>FNV-1a of an id: the same on every machine and run.</summary>
    private static long Telling(string id)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in id)
            hash = unchecked((hash ^ c) * 1099511628211);
        return unchecked((long)hash);
    }
}
