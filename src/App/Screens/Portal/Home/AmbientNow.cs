using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Publication;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Portal;

/// <summary>Air and water of every place at one moment (环境质量现状).</summary>
/// <param name="Air">Newest hour, not older than four hours; a place without one is not in it.</param>
/// <param name="Water">Newest sample, not older than twelve hours.</param>
internal sealed record AmbientSnapshot(
    DateTimeOffset At, IReadOnlyList<AmbientSite> Sites, IReadOnlyDictionary<string, Figure> Air,
    IReadOnlyDictionary<string, Figure> Water)
{
    /// <summary>The prefecture whose air is worst, where it is polluted at all.</summary>
    public (Prefecture Place, Figure Figure)? Worst => Prefecture.All
        .Where(p => Air.TryGetValue(p.Key, out var f) && f.Value > PollutedAbove)
        .OrderByDescending(p => Air[p.Key].Value).Select(p => ((Prefecture, Figure)?)(p, Air[p.Key])).FirstOrDefault();

    /// <summary>HJ 633: above 100 the sensitive are asked to do something.</summary>
    private const int PollutedAbove = 100;
}

/// <summary>Keeps the newest snapshot for all pages: read again at most every five seconds.</summary>
internal sealed class AmbientNow(Node node)
{
    public static readonly TimeSpan AirWithin = TimeSpan.FromHours(4), WaterWithin = TimeSpan.FromHours(12);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private AmbientSnapshot? _snapshot;

    public AmbientSnapshot Get()
    {
        lock (_lock)
        {
            DateTimeOffset now = node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
            if (_snapshot is null || now - _snapshot.At >= Every)
                _snapshot = Read(now);
            return _snapshot;
        }
    }

    private AmbientSnapshot Read(DateTimeOffset now)
    {
        IReadOnlyList<AmbientSite> sites = node.Register.Sites;
        using DbConnection connection = node.Tables.Reader();
        var air = new Dictionary<string, Figure>();
        var water = new Dictionary<string, Figure>();
        string[] regions = [.. Prefecture.All.Select(p => p.Key)];
        foreach (string place in regions.Concat(sites.Where(s => !s.IsWater).Select(s => s.Id)))
            Add(air, Figures.Latest(connection, place, FigureSpan.AirHour, now), now - AirWithin);
        foreach (string place in regions.Concat(sites.Where(s => s.IsWater).Select(s => s.Id)))
            Add(water, Figures.Latest(connection, place, FigureSpan.WaterSample, now), now - WaterWithin);
        return new AmbientSnapshot(now, sites, air, water);
    }

    private static void Add(Dictionary<string, Figure> to, Figure? figure, DateTimeOffset notBefore)
    {
        if (figure is not null && figure.From >= notBefore)
            to[figure.Place] = figure;
    }
}
