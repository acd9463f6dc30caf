using Qingyuan.App.Screens.Alarms;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Supervision;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Screens.Wall;

/// <summary>One outlet as it stands now (排口现状): its state, the hour that says so, and when it was heard.</summary>
/// <param name="Latest">Its newest closed hour; null = none yet.</param>
/// <param name="Why">The reason in one plain line, for the tile's name.</param>
internal sealed record OutletNow(
    Outlet Outlet, Discharger? Discharger, OutletState State, JudgedInterval? Latest, DateTimeOffset? Heard, string Why)
{
    public string Region => Discharger?.Region ?? "未登记地市";

    /// <summary>What its newest hour as a whole rests on: also that it does not exceed was judged.</summary>
    public IReadOnlyList<RuleBasis>? Judged { get; } =
        RuleBasis.Together((Latest?.Factors ?? []).Where(f => f.Limit is not null).Select(f => f.Rules));

    /// <summary>What the state rests on where it was judged: of the factors that are in that state.</summary>
    public IReadOnlyList<RuleBasis>? Rules => Latest is { } hour && hour.State == State
        ? RuleBasis.Together(hour.Factors.Where(f => f.State == State).Select(f => f.Rules)) : null;

    /// <summary>Four characters of the company that tell it from its neighbours on a tile.</summary>
    public string Short
    {
        get
        {
            string name = Discharger?.Name ?? Outlet.Discharger;
            int dot = name.IndexOf('·', StringComparison.Ordinal);
            string rest = dot is > 0 and < 4 ? name[(dot + 1)..] : name;
            return rest.Length > 4 ? rest[..4] : rest;
        }
    }
}

/// <summary>Exceedances of one factor of one outlet in a run of hours, as one alarm.</summary>
internal sealed record Alarm(
    OutletNow Outlet, string Factor, string Unit, DateTimeOffset From, DateTimeOffset To, int Hours, string Highest,
    string Limit, bool IsDay)
{
    /// <summary>Unconfirmed or corrected rows that its figures rest on; null = none.</summary>
    public IReadOnlyList<RuleBasis>? Rules { get; init; }

    /// <summary>An authority does not want to be asked about it (抑制); it stays an exceedance.</summary>
    public Suppression? Suppressed { get; init; }

    /// <summary>Its HJ 212 code, for the way to its origin.</summary>
    public string FactorCode { get; init; } = "";

    /// <summary>What a person decided about these hours; null = nobody has.</summary>
    public AlarmJudgement? Judgement { get; init; }
}

/// <summary>All outlets at one moment, with what the wall, the home page and the portal count.</summary>
internal sealed record OutletsSnapshot(
    DateTimeOffset At, IReadOnlyList<OutletNow> Outlets, IReadOnlyList<Alarm> Alarms, IReadOnlyList<double?> Arrival)
{
    /// <summary>The seven prefectures in the order of their work load; what else is registered comes after.</summary>
    public static readonly IReadOnlyList<string> Regions = ["拉萨", "日喀则", "昌都", "山南", "林芝", "那曲", "阿里"];

    /// <summary>Alarms that need a person: those not suppressed.</summary>
    public IReadOnlyList<Alarm> ToHandle { get; } = [.. Alarms.Where(a => a.Suppressed is null)];

    /// <summary>What a duty officer has to decide or has decided, most urgent first.</summary>
    public IReadOnlyList<AlarmLine> Lines { get; init; } = [];

    /// <summary>Exceedances of the last two days, as they were judged.</summary>
    public IReadOnlyList<Exceedance> Recent { get; init; } = [];

    /// <summary>Minutes that arrived of those due over 24 hours, by region.</summary>
    public IReadOnlyDictionary<string, double> RegionArrival { get; init; } = new Dictionary<string, double>();

    public int Count(OutletState state) => Outlets.Count(o => o.State == state);

    public IEnumerable<IGrouping<string, OutletNow>> ByRegion =>
        Outlets.GroupBy(o => o.Region).OrderBy(g => Order(g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal);

    private static int Order(string region)
    {
        for (int i = 0; i < Regions.Count; i++)
            if (Regions[i] == region)
                return i;
        return Regions.Count;
    }
}

/// <summary>
/// Keeps the newest snapshot for all pages: read again at most once a second, however many pages ask. The arrival rate
/// of 24 hours is read once a minute.
/// </summary>
internal sealed class OutletsNow(Node node)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), ArrivalEvery = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A device not heard for this long is off line (离线); the gateway closes a silent connection after ten minutes.
    /// </summary>
    internal static readonly TimeSpan SilentMax = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private OutletsSnapshot? _snapshot;
    private long _acts;
    private Arrivals? _arrival;
    private (long Position, IReadOnlyList<Suppression> All) _suppressions = (-1, []);

    public OutletsSnapshot Get()
    {
        lock (_lock)
        {
            DateTimeOffset now = node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
            // What somebody decided shows on their very next page: no frame may come that would renew it.
            long acts = node.Followers.Position("suppressions", "acts");
            if (_snapshot is null || now - _snapshot.At >= Every || acts != _acts)
                (_snapshot, _acts) = (Read(now), acts);
            return _snapshot;
        }
    }

    /// <summary>Somebody decided something: the next page reads anew.</summary>
    public void Forget()
    {
        lock (_lock)
            _snapshot = null;
    }

    private OutletsSnapshot Read(DateTimeOffset now)
    {
        Register register = node.Register;
        using var connection = node.Tables.Reader();
        var latest = Judged.Latest(connection).ToDictionary(i => i.Outlet);
        var suppressions = Suppressions(connection);
        var heard = SeriesQueries.Heard(connection).ToDictionary(d => d.Mn, d => d.LastReceived);
        var outlets = register.Outlets.OrderBy(o => o.Discharger, StringComparer.Ordinal)
            .ThenBy(o => o.Code, StringComparer.Ordinal)
            .Select(o => Of(register, o, latest.GetValueOrDefault(o.Id), heard, suppressions, now))
            .ToList();
        if (_arrival is null || now - _arrival.At >= ArrivalEvery)
            _arrival = ReadArrival(connection, outlets, now);
        var judgements = AlarmTable.Since(connection, now - AlarmList.LookBack);
        var recent = Judged.Exceedances(connection, now.AddDays(-2), now.AddHours(1), null);
        var alarms = AlarmsOf(recent, register, outlets, suppressions, judgements, now);
        return new OutletsSnapshot(now, outlets, alarms, _arrival.Rates)
        {
            Recent = recent,
            RegionArrival = _arrival.Regions,
            Lines = AlarmList.Of(outlets, alarms, judgements, now),
        };
    }

    /// <summary>
    /// Read again only after the follower has moved; a position taken before reading is never too new.
    /// </summary>
    private IReadOnlyList<Suppression> Suppressions(System.Data.Common.DbConnection connection)
    {
        long position = node.Followers.Position("suppressions", "acts");
        if (_suppressions.Position != position)
            _suppressions = (position, SuppressionTable.Load(connection));
        return _suppressions.All;
    }

    private static OutletNow Of(
        Register register, Outlet outlet, JudgedInterval? latest, Dictionary<string, DateTimeOffset> heard,
        IReadOnlyList<Suppression> suppressions, DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        foreach (var device in register.DevicesOf(outlet.Id))
            if (heard.TryGetValue(device.Mn, out var at) && (last is null || at > last))
                last = at;
        var (state, why) = StateOf(outlet, latest, last, suppressions, now);
        return new OutletNow(outlet, register.Discharger(outlet.Discharger), state, latest, last, why);
    }

    /// <summary>The state of the newest closed hour, unless the device is silent or that hour is old.</summary>
    private static (OutletState State, string Why) StateOf(
        Outlet outlet, JudgedInterval? latest, DateTimeOffset? heard, IReadOnlyList<Suppression> suppressions,
        DateTimeOffset now)
    {
        if (heard is null)
            return (OutletState.Offline, "还没有收到过数据");
        var silent = TimeSpan.FromMinutes(Math.Max(SilentMax.TotalMinutes, 3 * outlet.MinuteInterval));
        if (now - heard > silent)
            return (OutletState.Offline, $"最近一条报文 {Shell.Says.Minute(heard.Value)}");
        if (latest is null)
            return (OutletState.Missing, "还没有整小时的数据");
        // Two whole hours may pass before an hour is closed and judged.
        if (now - latest.To > TimeSpan.FromHours(2))
            return (OutletState.Missing, $"{Shell.Says.Hour(latest.To)}起没有小时数据");
        // A difference is what most hours wait for; others say their hour only.
        string differs = latest.Factors.Any(f => f.Reason == "differs") ? "，我们重算的和数采仪自报的不一样" : "";
        // Only a difference makes an hour wait for a person; where that is suppressed, the hour stands as it is.
        if (latest.State == OutletState.Pending && latest.Factors.Count > 0
            && suppressions.FirstOrDefault(s => s.Covers("judge.differs", outlet, latest.From)) is { } suppressed)
            return (OutletState.Normal, $"{Shell.Says.Hour(latest.From)}{differs}，已抑制（{suppressed.Reason}）");
        return (latest.State, Shell.Says.Hour(latest.From) + differs);
    }

    /// <summary>Consecutive hours of one factor of one outlet are one alarm; newest first.</summary>
    private static List<Alarm> AlarmsOf(
        IReadOnlyList<Exceedance> recent, Register register, List<OutletNow> outlets,
        IReadOnlyList<Suppression> suppressions, IReadOnlyList<AlarmJudgement> judgements, DateTimeOffset now)
    {
        var byId = outlets.ToDictionary(o => o.Outlet.Id);
        var alarms = new List<Alarm>();
        var found = recent.Where(e => e.From >= now.AddHours(-24));
        foreach (var series in found.GroupBy(e => (e.Outlet, e.Factor, e.IsDay)))
        {
            if (!byId.TryGetValue(series.Key.Outlet, out var outlet))
                continue;
            string name = register.Factors(outlet.Outlet.Id, now).FirstOrDefault(f => f.Code == series.Key.Factor)?.Name
                ?? series.Key.Factor;
            Alarm? open = null;
            foreach (var e in series.OrderBy(e => e.From))
            {
                var to = e.From + (e.IsDay ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1));
                var judged = AlarmList.JudgementOf(judgements, open, e);
                if (open is not null && open.To == e.From && open.Judgement == judged)
                {
                    open = open with
                    {
                        To = to,
                        Hours = open.Hours + 1,
                        Highest = Higher(open.Highest, e.Value),
                        Rules = RuleBasis.Together([open.Rules, e.Rules]),
                    };
                }
                else
                {
                    if (open is not null)
                        alarms.Add(open);
                    open = new Alarm(outlet, name, e.Unit, e.From, to, 1, e.Value, e.Limit, e.IsDay)
                    {
                        FactorCode = e.Factor,
                        Judgement = judged,
                        Rules = e.Rules,
                    };
                }
            }
            if (open is not null)
                alarms.Add(open);
        }
        return
        [
            .. alarms.Select(a => a with
            {
                Suppressed = suppressions.FirstOrDefault(s => s.Covers("judge.exceeds", a.Outlet.Outlet, a.From)),
            }).OrderByDescending(a => a.To).ThenBy(a => a.Outlet.Outlet.Id, StringComparer.Ordinal),
        ];
    }

    private static string Higher(string a, string b) =>
        decimal.TryParse(a, out var x) && decimal.TryParse(b, out var y) && y > x ? b : a;

    /// <summary>
    /// Minutes that arrived of those due, hour by hour over the last 24 whole hours; null = none due. And of each
    /// region over all of them.
    /// </summary>
    private static Arrivals ReadArrival(
        System.Data.Common.DbConnection connection, List<OutletNow> outlets, DateTimeOffset now)
    {
        var end = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, Beijing.Offset);
        var from = end.AddHours(-24);
        double[] observed = new double[24], expected = new double[24];
        var regions = new Dictionary<string, (double Observed, double Expected)>();
        foreach (var outlet in outlets.Where(o => o.Latest is not null))
        {
            var hours = Judged.Hours(connection, outlet.Outlet.Id, from, end).ToDictionary(h => h.From);
            double due = 60.0 / Math.Max(1, outlet.Outlet.MinuteInterval);
            var (all, of) = regions.GetValueOrDefault(outlet.Region);
            for (int i = 0; i < 24; i++)
            {
                var hour = hours.GetValueOrDefault(from.AddHours(i));
                // An hour that only the logger's own hour record tells of has arrived, in its way.
                double came = hour is null ? 0
                    : hour.Basis == Basis.Stated ? hour.Expected : Math.Min(hour.Observed, hour.Expected);
                double should = hour?.Expected ?? due;
                observed[i] += came;
                expected[i] += should;
                all += came;
                of += should;
            }
            regions[outlet.Region] = (all, of);
        }
        return new Arrivals(now, [.. observed.Zip(expected, (o, e) => e > 0 ? o / e : (double?)null)],
            regions.Where(r => r.Value.Expected > 0)
                .ToDictionary(r => r.Key, r => r.Value.Observed / r.Value.Expected));
    }

    private sealed record Arrivals(
        DateTimeOffset At, IReadOnlyList<double?> Rates, IReadOnlyDictionary<string, double> Regions);
}
