using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Publication;
using Qingyuan.Registry;
using Qingyuan.Telemetry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Publication;

/// <summary>Two real logs and the followers up to publication, in a directory of their own.</summary>
internal sealed class AmbientHouse : IDisposable
{
    public static readonly DateTimeOffset Monday = new(2026, 11, 16, 0, 0, 0, Beijing.Offset);

    private const string Six = "a21026 a21004 a21005 a05024 a34002 a34004";

    private readonly TemporaryLog _files = new();
    private readonly Log _frames, _acts;
    private FollowerLoop _loop;

    public AmbientHouse()
    {
        _files.Clock.SetUtcNow(Monday.AddDays(5));
        _frames = _files.Open();
        _acts = Log.Open(
            new LogOptions(
                Path.Combine(_files.Root, "acts"), "test.example/acts", Path.Combine(_files.Root, "acts.key")),
            _files.Clock);
        (Tables, _loop) = OpenTables("tables.db");
    }

    public Tables Tables { get; private set; }
    public FakeTimeProvider Clock => _files.Clock;

    public static AmbientSite Air(string id, string region = "拉萨", bool actual = false) => new(
        id, SiteKind.Air, id + "站", "", "", region, "", "", 3650, "2", actual ? Six + " a01001 a01006" : Six, actual,
        true);

    public static AmbientSite River(string id, string region = "拉萨", SiteKind kind = SiteKind.River) => new(
        id, kind, id + "断面", "", "", region, "", "某河", 3650, "Ⅲ", "w01010 w01001 w01009 w01019 w21003 w21011 w21001",
        false, true);

    public void Enrol(params AmbientSite[] sites)
    {
        foreach (AmbientSite site in sites)
        {
            Act(RegistryActs.SiteRegistered, RegistryActs.Write(site, RegistryActs.FromTheBeginning));
            Act(RegistryActs.DeviceRegistered, RegistryActs.Write(
                new Device(Mn(site.Id), site.Id, 2017, null, 0, RegistryActs.FromTheBeginning, null)));
        }
    }

    public static string Mn(string site) => "MN" + site.Replace("-", "", StringComparison.Ordinal);

    public void Act(string kind, System.Text.Json.Nodes.JsonObject content) =>
        Append(new Act(kind, Clock.GetUtcNow(), "test", "test", "test", content));

    public long Append(Act act)
    {
        Pending pending = _acts.Append(act.ToEntry(), default);
        pending.Durable.Wait(TestContext.Current.CancellationToken);
        return pending.Position;
    }

    /// <summary>An hour of a station: the six in the order SO2, NO2, CO, O3, PM10, PM2.5.</summary>
    public static byte[] AirFrame(string site, DateTimeOffset hour, params string[] six) => Frame(
        "22", Mn(site), hour, string.Join(';', Six.Split(' ').Zip(six, (c, v) => $"{c}-Avg={v},{c}-Flag=N")));

    /// <param name="hours">How long after the interval it leaves: of two sayings the later one stands.</param>
    public static byte[] Frame(
        string st, string mn, DateTimeOffset time, string items, int hours = 1) => FrameWriter.Frame(
        $"QN={Beijing.Text(time.AddHours(hours))}{Crc.Of(Encoding.UTF8.GetBytes(items)) % 1000:D3};ST={st};CN=2061;"
        + $"PW=123456;MN={mn};Flag=5;CP=&&DataTime={Beijing.Text(time)};{items}&&");

    public void Receive(params IEnumerable<byte[]> frames)
    {
        Span<byte> head = stackalloc byte[256];
        Task last = Task.CompletedTask;
        foreach (byte[] frame in frames)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            int length = FrameEntry.WriteHead(head, FrameEntryKind.Frame, _frames.Now(), "10.0.0.7:4000"u8, 1, "ok");
            last = _frames.Append(head[..length], frame).Durable;
        }
        last.Wait(TestContext.Current.CancellationToken);
    }

    public AmbientHouse Follow()
    {
        _loop.CatchUp();
        return this;
    }

    public Figure? At(string place, FigureSpan span, DateTimeOffset start)
    {
        using var reader = Tables.Reader();
        return Figures.At(reader, place, span, start);
    }

    public void StartAgainFromNothing(string file)
    {
        CloseTables();
        (Tables, _loop) = OpenTables(file);
        Follow();
    }

    /// <summary>All rows of the published tables as text; what depends on the time of receipt left out on wish.
    /// </summary>
    public string Dump(params string[] without)
    {
        using var reader = Tables.Reader();
        using var command = reader.CreateCommand();
        command.CommandText = "SELECT * FROM ambient";
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount)
                .Where(i => !without.Contains(rows.GetName(i)))
                .Select(i => rows.GetValue(i) is byte[] b
                    ? Convert.ToHexString(b) : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture))));
        }
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    public void Dispose()
    {
        CloseTables();
        _frames.DisposeAsync().AsTask().Wait();
        _acts.DisposeAsync().AsTask().Wait();
        _files.Dispose();
    }

    private void CloseTables()
    {
        _loop.Dispose();
        Tables.Dispose();
    }

    private (Tables, FollowerLoop) OpenTables(string file)
    {
        var tables = Tables.OpenEmbedded(Path.Combine(_files.Root, file));
        return (tables, new FollowerLoop(
            tables, new Dictionary<string, Log> { ["frames"] = _frames, ["acts"] = _acts },
            [
                new RegistryTable(), new SeriesTable(new DeviceKeys(Path.Combine(_files.Root, "keys", "devices"))),
                new CorrectionTable(), new AmbientTable(), new ReviewTable(), new ReleaseTable(),
            ]));
    }
}
