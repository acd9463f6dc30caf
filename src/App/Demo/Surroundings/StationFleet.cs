using System.Net;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Publication;
using Qingyuan.Registry;

namespace Qingyuan.App.Demo;

/// <summary>
/// All stations of the environment (环境站群): registers them, runs their connections, and reviews the days that a person
/// would have reviewed by now.
/// </summary>
internal sealed class StationFleet
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(15), ReviewEvery = TimeSpan.FromSeconds(3);

    /// <summary>Reviewing takes three days: the newest ones are 未审核.</summary>
    private const int ReviewDays = 3;

    private readonly Node _node;
    private readonly DemoMark _mark;
    private readonly StationLink[] _links;

    public StationFleet(Node node, DemoFolder folder, EndPoint gateway)
    {
        _node = node;
        _mark = folder.Mark;
        var around = new Surroundings(_mark.Seed, _mark.Start);
        _links = [.. Station.All(around).Select(s => new StationLink(
            s, _mark, folder.Place.Loggers.GetValueOrDefault(s.Device.Mn), gateway, node.Clock))];
    }

    public IReadOnlyList<StationLink> Links => _links;

    public IEnumerable<KeyValuePair<string, Reached>> Reached =>
        _links.Select(l => KeyValuePair.Create(l.Station.Device.Mn, l.Reached));

    /// <summary>The acts that are still missing from the register; none at a second start.</summary>
    public static IReadOnlyList<Act> Missing(IEnumerable<Station> stations, Register register, TimeProvider clock)
    {
        var registrations = new Registrations(register, clock, Registering.By);
        var acts = new List<Act>();
        foreach (Station station in stations.Where(s => register.Site(s.Site.Id) is null))
        {
            acts.Add(Accepted(registrations.RegisterSite(station.Site)));
            acts.Add(Accepted(registrations.RegisterDevice(station.Device, Station.Password)));
        }
        return acts;
    }

    public async Task Run(CancellationToken cancel)
    {
        IReadOnlyList<Act> acts = Missing(_links.Select(l => l.Station), _node.Register, _node.Clock);
        for (int i = 0; i < acts.Count; i++)
        {
            await _node.Acts.Room(cancel);
            if (i < acts.Count - 1)
                _node.Acts.Append([], acts[i].ToEntry());
            else
                await _node.Do(acts[i], cancel);
        }
        var running = new List<Task>();
        foreach (StationLink link in _links)
        {
            running.Add(Task.Run(() => link.Run(cancel), CancellationToken.None));
            await Task.Delay(Stagger, _node.Clock, cancel);
        }
        running.Add(KeepReviewing(cancel));
        await Task.WhenAny(running).Unwrap();
        await Task.WhenAll(running);
    }

    private async Task KeepReviewing(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(ReviewEvery, _node.Clock, cancel);
            if (_links.Any(l => l.Reached.History < l.HistoryCount))
                continue;
            DateTimeOffset now = _node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
            DateTimeOffset until = new DateTimeOffset(now.Date, Beijing.Offset).AddDays(-ReviewDays);
            DateTimeOffset from = _mark.Start.AddDays(-_mark.Days - 1);
            foreach (string subject in (string[])["air", "water"])
            {
                if (!(Until("SELECT MAX(to_time) FROM reviews WHERE subject = @subject", subject) >= until))
                    await _node.Do(new Review(subject, "", from, until).ToAct(now, Registering.By), cancel);
                await _node.Followers.WhenFollowed("reviews", "acts", _node.Acts.DurableSize - 1).WaitAsync(cancel);
                await ReleaseUpTo(subject, until, now, cancel);
            }
        }
    }

    /// <summary>Once a day, in pieces that a release may have.</summary>
    private async Task ReleaseUpTo(string subject, DateTimeOffset until, DateTimeOffset now, CancellationToken cancel)
    {
        DateTimeOffset from;
        using (var connection = _node.Tables.Reader())
        {
            from = ReleaseTable.Newest(connection, ReleasesLookedAt).FirstOrDefault(r => r.Release.Subject == subject)
                ?.Release.To ?? new DateTimeOffset(_mark.Start.Date, Beijing.Offset).AddDays(-_mark.Days);
        }
        if (from >= until)
            return;
        if (until - from > TimeSpan.FromDays(Screens.Portal.ReleaseFiles.DaysMax))
            from = until.AddDays(-Screens.Portal.ReleaseFiles.DaysMax);
        Release release = Screens.Portal.ReleaseFiles.Make(_node, subject, from, until);
        await _node.Do(release.ToAct(now, Registering.By), cancel);
        await _node.Followers.WhenFollowed("releases", "acts", _node.Acts.DurableSize - 1).WaitAsync(cancel);
    }

    private const int ReleasesLookedAt = 100;

    private DateTimeOffset? Until(string sql, string subject)
    {
        using var connection = _node.Tables.Reader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.With("@subject", subject).ExecuteScalar() is long at ? Beijing.FromMilliseconds(at) : null;
    }

    private static Act Accepted(Registration registration) =>
        registration.Act ?? throw new InvalidOperationException(
            $"A station of the demo is refused: {string.Join(" ", registration.Refusals.Select(r => r.Message))}");
}
