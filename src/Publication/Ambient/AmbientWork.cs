using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Publication;

/// <summary>
/// The work of one turn: hours and samples that were touched, then the days, months and prefectures that follow from
/// them, each computed once. What it writes depends only on the rows that it reads.
/// </summary>
internal sealed class AmbientWork(Turn turn, Register register, AmbientRules.Book book)
{
    private const long HourMilliseconds = 3_600_000, DayMilliseconds = 24 * HourMilliseconds;

    private readonly AmbientRows _rows = new(turn);
    private readonly SortedSet<(string Place, long Start)> _hours = new(ByPlace), _samples = new(ByPlace);
    private readonly SortedSet<(string Place, long Start)> _regionHours = new(ByPlace), _regionSamples = new(ByPlace);

    private static readonly Comparer<(string Place, long Start)> ByPlace =
        Comparer<(string Place, long Start)>.Create((a, b) =>
            string.CompareOrdinal(a.Place, b.Place) is var c and not 0 ? c : a.Start.CompareTo(b.Start));

    /// <summary>Hours or samples of a place from an instant on: those that it has and those that were heard.</summary>
    public SortedSet<long> HoursOf(string place, long from, int max)
    {
        SortedSet<long> hours = _rows.HoursHeard(register, place, from, max);
        hours.UnionWith(_rows.Starts(place, FigureSpan.AirHour, from, max));
        hours.UnionWith(_rows.Starts(place, FigureSpan.WaterSample, from, max));
        return hours;
    }

    /// <param name="place">A site or a prefecture.</param>
    public void Touch(string place, long hour)
    {
        if (Prefecture.All.Any(p => p.Key == place))
        {
            _regionHours.Add((place, hour));
            _regionSamples.Add((place, hour));
        }
        else if (register.SiteEver(place) is [.., var site])
        {
            (site.IsWater ? _samples : _hours).Add((place, hour));
        }
    }

    public void Write()
    {
        WriteAir();
        WriteWater();
    }

    private void WriteAir()
    {
        SortedSet<(string, long)> days = new(ByPlace), regionDays = new(ByPlace);
        foreach ((string id, long hour) in _hours)
        {
            AirHour(id, hour);
            days.Add((id, DayOf(hour)));
            foreach (AmbientSite site in register.SiteEver(id))
                _regionHours.Add((Prefecture.Of(site.Region)!.Key, hour));
        }
        foreach ((string region, long hour) in _regionHours)
        {
            Region(region, hour, FigureSpan.AirHour, s => !s.IsWater, AirFigures.RegionHour);
            regionDays.Add((region, DayOf(hour)));
        }
        foreach ((string id, long day) in days)
            AirDay(id, day);
        foreach ((string region, long day) in regionDays)
            Region(region, day, FigureSpan.AirDay, s => !s.IsWater, AirFigures.RegionDay);
    }

    private void WriteWater()
    {
        SortedSet<(string, long)> days = new(ByPlace), months = new(ByPlace);
        SortedSet<(string, long)> regionDays = new(ByPlace), regionMonths = new(ByPlace);
        foreach ((string id, long hour) in _samples)
        {
            Sample(id, hour);
            days.Add((id, DayOf(hour)));
            months.Add((id, MonthOf(hour)));
            foreach (AmbientSite site in register.SiteEver(id))
                _regionSamples.Add((Prefecture.Of(site.Region)!.Key, hour));
        }
        foreach ((string id, long day) in days)
            Means(id, day, day + DayMilliseconds, FigureSpan.WaterDay);
        foreach ((string id, long month) in months)
            Means(id, month, MonthOf(month + 32 * DayMilliseconds), FigureSpan.WaterMonth);
        foreach ((string region, long hour) in _regionSamples)
        {
            Region(region, hour, FigureSpan.WaterSample, IsRiver, RiversOf);
            regionDays.Add((region, DayOf(hour)));
            regionMonths.Add((region, MonthOf(hour)));
        }
        foreach ((string region, long day) in regionDays)
            Region(region, day, FigureSpan.WaterDay, IsRiver, RiversOf);
        foreach ((string region, long month) in regionMonths)
            Region(region, month, FigureSpan.WaterMonth, IsRiver, RiversOf);
    }

    private static bool IsRiver(AmbientSite site) => site.Kind == SiteKind.River;

    private static FigureContent RiversOf(IReadOnlyList<FigureContent?> sections, AmbientRules rules) =>
        WaterFigures.Mean([.. sections.OfType<FigureContent>()], WaterBody.River, rules);

    private void AirHour(string id, long hour)
    {
        AmbientSite? site = register.Site(id, Beijing.FromMilliseconds(hour));
        var record = site is null || site.IsWater
            ? null : _rows.Record(register, id, hour, hour + HourMilliseconds);
        _rows.Put(id, FigureSpan.AirHour, hour, record is not { } heard ? null : new AmbientRow(
            AirFigures.Hour(site!, heard.Items, Rules(hour, site!.Region)), 1, 1, heard.Positions, heard.Received));
    }

    private void Sample(string id, long hour)
    {
        AmbientSite? site = register.Site(id, Beijing.FromMilliseconds(hour));
        var record = site is null || !site.IsWater
            ? null : _rows.Record(register, id, hour, hour + HourMilliseconds);
        _rows.Put(id, FigureSpan.WaterSample, hour, record is not { } heard ? null : new AmbientRow(
            WaterFigures.Sample(site!, heard.Items, Rules(hour, site!.Region)), 1, 1, heard.Positions, heard.Received));
    }

    private void AirDay(string id, long day)
    {
        var rows = _rows.Range(id, FigureSpan.AirHour, day, day + DayMilliseconds);
        if (rows.Count == 0 || register.SiteEver(id) is not [.., var last])
        {
            _rows.Put(id, FigureSpan.AirDay, day, null);
            return;
        }
        var hours = new FigureContent?[AirFigures.HoursOfDay];
        foreach ((long start, AmbientRow row) in rows)
            hours[(start - day) / HourMilliseconds] = row.Content;
        AmbientSite site = register.Site(id, Beijing.FromMilliseconds(day)) ?? last;
        _rows.Put(id, FigureSpan.AirDay, day, Sum(
            AirFigures.Day(hours, Rules(day, site.Region)), AirFigures.HoursOfDay, [.. rows.Select(r => r.Row)]));
    }

    private void Means(string id, long from, long to, FigureSpan span)
    {
        var rows = _rows.Range(id, FigureSpan.WaterSample, from, to);
        if (rows.Count == 0 || register.SiteEver(id) is not [.., var last])
        {
            _rows.Put(id, span, from, null);
            return;
        }
        AmbientSite site = register.Site(id, Beijing.FromMilliseconds(from)) ?? last;
        FigureContent content = WaterFigures.Mean(
            [.. rows.Select(r => r.Row.Content)], WaterFigures.BodyOf(site), Rules(from, site.Region));
        int due = (int)((to - from) / HourMilliseconds / SampleHours);
        _rows.Put(id, span, from, Sum(content, due, [.. rows.Select(r => r.Row)]));
    }

    /// <summary>Automatic sections report every four hours (国家地表水自动监测).</summary>
    public const int SampleHours = 4;

    private void Region(
        string key, long start, FigureSpan span, Func<AmbientSite, bool> which,
        Func<IReadOnlyList<FigureContent?>, AmbientRules, FigureContent> compute)
    {
        Prefecture prefecture = Prefecture.Of(key)!;
        AmbientSite[] sites = [.. register.SitesAt(Beijing.FromMilliseconds(start))
            .Where(s => s.Region == prefecture.Name && which(s))];
        AmbientRow?[] rows = [.. sites.Select(s => _rows.Get(s.Id, span, start))];
        AmbientRow[] there = [.. rows.OfType<AmbientRow>()];
        _rows.Put(key, span, start, there.Length == 0 ? null : Sum(
            compute([.. rows.Select(r => r?.Content)], Rules(start, prefecture.Name)), sites.Length, there));
    }

    private static AmbientRow Sum(FigureContent content, int expected, AmbientRow[] from) => new(
        content, expected, from.Length, Positions.Merge(from.Select(r => (IReadOnlyList<long>)r.Positions)),
        from.Max(r => r.LastReceived));

    private AmbientRules Rules(long at, string region) => book.On(Beijing.FromMilliseconds(at), region);

    internal static long DayOf(long at) => at - ((at + 8 * HourMilliseconds) % DayMilliseconds);

    /// <summary>Start of the Beijing month.</summary>
    internal static long MonthOf(long at)
    {
        DateTimeOffset local = Beijing.FromMilliseconds(at);
        return new DateTimeOffset(local.Year, local.Month, 1, 0, 0, 0, Beijing.Offset).ToUnixTimeMilliseconds();
    }
}
