using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Judgement;

/// <summary>Two real logs and the followers up to judgement, in a directory of their own.</summary>
internal sealed class House : IDisposable
{
    private readonly TemporaryLog _files = new();
    private readonly Log _acts;
    private FollowerLoop _loop;

    /// <summary>The directories lie as a node lays them.</summary>
    public House()
    {
        _files.Options = _files.Options with { Directory = Path.Combine(_files.Root, "ledger", "frames") };
        _files.Clock.SetUtcNow(Given.At14.AddDays(3)); // Everything that the tests send is history.
        Frames = _files.Open();
        var acts = new LogOptions(
            Path.Combine(_files.Root, "ledger", "acts"), "test.example/acts",
            Path.Combine(_files.Root, "keys", "acts"));
        _acts = Log.Open(acts, _files.Clock);
        (Tables, _loop) = OpenTables("tables.db");
    }

    public string Root => _files.Root;
    public DeviceKeys Keys => new(Path.Combine(_files.Root, "keys", "devices"));
    public Log Frames { get; }
    public Tables Tables { get; private set; }

    public Register Register
    {
        get
        {
            using var reader = Tables.Reader();
            return Qingyuan.Registry.Register.Load(reader);
        }
    }

    public void Enrol(Outlet outlet, string mn, params OutletFactor[] factors)
    {
        Act(RegistryActs.OutletRegistered, RegistryActs.Write(outlet, Given.Start));
        var device = new Device(mn, outlet.Id, 2017, null, 0, Given.Start, null);
        Act(RegistryActs.DeviceRegistered, RegistryActs.Write(device));
        SetFactors(outlet, Given.Start, factors);
    }

    /// <summary>The story's hour, the logger's own, and what came later; followed and published.</summary>
    public static async Task<House> WithStory()
    {
        var house = new House();
        house.Enrol(Given.Kiln, Given.KilnMn, Given.Nox());
        house.Receive(KilnFrames.StoryHour(Given.At14));
        house.Receive(KilnFrames.Hour(
            Given.At14, "a19001-Avg=8.77;a21002-Avg=429.5,a21002-ZsAvg=386.4,a21002-Flag=N"));
        house.Receive(KilnFrames.PlainHour(Given.At14.AddHours(1), 300m));
        house.Receive(KilnFrames.Minute(Given.At14.AddHours(10), KilnFrames.Plain(300m)));
        house.Follow();
        await house.Publish();
        return house;
    }

    public void SetFactors(Outlet outlet, DateTimeOffset from, params OutletFactor[] factors) =>
        Act(RegistryActs.FactorsSet, RegistryActs.Write(outlet.Id, from, factors));

    public void Act(string kind, JsonObject content) =>
        _acts.Append(new Act(kind, Given.At14, "demo", "demo", "demo", content).ToEntry(), default)
            .Durable.Wait(TestContext.Current.CancellationToken);

    public void Append(Act act) =>
        _acts.Append(act.ToEntry(), default).Durable.Wait(TestContext.Current.CancellationToken);

    /// <summary>Registers a key of a device, its file first, as the screen does.</summary>
    public DeviceKey SetKey(string mn, byte[] key)
    {
        var (id, digest) = Keys.Put(mn, key);
        var named = new DeviceKey(mn, id, digest, Given.Start);
        Act(RegistryActs.DeviceKeySet, RegistryActs.Write(named));
        return named;
    }

    public void Receive(params IEnumerable<byte[]> frames) => Append(FrameEntryKind.Frame, "ok", frames);

    public void Append(FrameEntryKind kind, string why, params IEnumerable<byte[]> frames)
    {
        Span<byte> head = stackalloc byte[256];
        Task last = Task.CompletedTask;
        foreach (byte[] frame in frames)
        {
            _files.Clock.Advance(TimeSpan.FromSeconds(1));
            int length = FrameEntry.WriteHead(head, kind, Frames.Now(), "10.0.0.7:4000"u8, 1, why);
            last = Frames.Append(head[..length], frame).Durable;
        }
        last.Wait(TestContext.Current.CancellationToken);
    }

    public void Follow() => _loop.CatchUp();

    public string FramesDirectory => _files.LogDirectory;

    /// <summary>Waits for a checkpoint over everything that is durable.</summary>
    public Task Publish() => Publish(Frames);

    public Task PublishActs() => Publish(_acts);

    public string ActsKey => _acts.VerifierKey;

    private async Task Publish(Log log)
    {
        Task<Checkpoint> published = log.WhenPublished(
            log.DurableSize - 1, TestContext.Current.CancellationToken);
        while (!published.IsCompleted)
        {
            _files.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(published, Task.Delay(20, TestContext.Current.CancellationToken));
        }
        await published;
    }

    /// <summary>Empty tables and followers that have seen nothing, over the same logs.</summary>
    public void StartAgainFromNothing(string file = "again.db")
    {
        CloseTables();
        (Tables, _loop) = OpenTables(file);
    }

    public JudgedInterval Hour(Outlet outlet, DateTimeOffset at)
    {
        using var reader = Tables.Reader();
        return Assert.Single(Judged.Hours(reader, outlet.Id, at, at.AddHours(1)));
    }

    public T Read<T>(Func<System.Data.Common.DbConnection, T> read)
    {
        using var reader = Tables.Reader();
        return read(reader);
    }

    /// <summary>All rows of the judged tables as text, without the columns named.</summary>
    public string Dump(params string[] without)
    {
        var text = new StringBuilder();
        using var reader = Tables.Reader();
        foreach (string table in new HourTable().Tables)
        {
            text.Append("== ").Append(table).Append('\n');
            using var command = reader.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var rows = command.ExecuteReader();
            var lines = new List<string>();
            while (rows.Read())
            {
                lines.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount)
                    .Where(i => !without.Contains(rows.GetName(i)))
                    .Select(i => $"{rows.GetName(i)}={Text(rows.GetValue(i))}")));
            }
            lines.Sort(StringComparer.Ordinal);
            text.AppendJoin('\n', lines).Append('\n');
        }
        return text.ToString();
    }

    public long Count(string sql)
    {
        using var reader = Tables.Reader();
        using var command = reader.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        CloseTables();
        _acts.DisposeAsync().AsTask().Wait();
        Frames.DisposeAsync().AsTask().Wait();
        _files.Dispose();
    }

    private static string Text(object value) => value is byte[] bytes
        ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private void CloseTables()
    {
        _loop.Dispose();
        Tables.Dispose();
    }

    private (Tables, FollowerLoop) OpenTables(string file)
    {
        var tables = Tables.OpenEmbedded(Path.Combine(_files.Root, file));
        return (tables, new FollowerLoop(
            tables, new Dictionary<string, Log> { ["frames"] = Frames, ["acts"] = _acts },
            [
                new RegistryTable(), new SeriesTable(Keys), new CorrectionTable(), new HourTable(),
                new SuppressionTable(),
            ]));
    }
}

/// <summary>Frames of the kiln of the designed screens.</summary>
internal static class KilnFrames
{
    public static byte[] Minute(DateTimeOffset time, string items, string mn = Given.KilnMn) =>
        Frame("2051", time, items, 1, mn);

    public static byte[] Hour(DateTimeOffset time, string items, string mn = Given.KilnMn) =>
        Frame("2061", time, items, 61, mn);

    public static byte[] Day(DateTimeOffset time, string items, string mn = Given.KilnMn) =>
        Frame("2031", time, items, 24 * 60 + 1, mn);

    /// <summary>i12001 of an analyser.</summary>
    public static byte[] State(DateTimeOffset time, string factor, string state, string mn = Given.KilnMn) =>
        Frame("3020", time, $"PolId={factor};i12001-Info={state}", 0, mn);

    /// <summary>The 60 minutes of the story's hour.</summary>
    public static IEnumerable<byte[]> StoryHour(DateTimeOffset hour, string mn = Given.KilnMn) =>
        Enumerable.Range(0, 60).Select(m => Minute(hour.AddMinutes(m), Given.KilnItems(m), mn));

    /// <summary>60 equal minutes.</summary>
    public static IEnumerable<byte[]> PlainHour(DateTimeOffset hour, decimal nox, string mn = Given.KilnMn) =>
        Enumerable.Range(0, 60).Select(m => Minute(hour.AddMinutes(m), Plain(nox), mn));

    /// <summary>Oxygen at the reference, so that corrected = measured.</summary>
    public static string Plain(decimal nox) => string.Create(
        CultureInfo.InvariantCulture,
        $"a19001-Avg=10,a19001-Flag=N;a21002-Avg={nox},a21002-ZsAvg={nox},a21002-Flag=N");

    private static byte[] Frame(string cn, DateTimeOffset time, string items, int minutesLater, string mn)
    {
        // The digest of the content keeps QNs of different sayings apart, as milliseconds do in the field.
        int milliseconds = (int)(Crc.Of(Encoding.UTF8.GetBytes(items)) % 1000);
        string qn = Beijing.Text(time.AddMinutes(minutesLater)) + milliseconds.ToString("D3", null);
        return FrameWriter.Frame(
            $"QN={qn};ST=31;CN={cn};PW=123456;MN={mn};Flag=5;CP=&&DataTime={Beijing.Text(time)};{items}&&");
    }
}
