using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>One signed-in browser (会话). Its token lies only in that browser; here is the token's hash.</summary>
/// <param name="Verified">When the person last proved who they are: the step-up of binding acts.</param>
/// <param name="How"><c>passkey</c>, <c>password</c>, <c>recovery</c> or <c>demo</c>.</param>
internal sealed record Session(
    string Hash, string Person, DateTimeOffset Started, DateTimeOffset Seen, DateTimeOffset Verified, string How,
    string Agent);

/// <summary>
/// The signed-in browsers (会话). Kept in memory and in the file; ends by idleness, by age, by the person's or an
/// administrator's act.
/// </summary>
internal sealed class Sessions(AccountFile file, TimeProvider clock)
{
    // Security reference §6 (v5.0.0-7.3.1, 7.3.2).
    public static readonly TimeSpan AdminIdle = TimeSpan.FromMinutes(15), Idle = TimeSpan.FromMinutes(30),
        Whole = TimeSpan.FromHours(12), StepUp = TimeSpan.FromMinutes(5);

    /// <summary>Of one person; the oldest gives way.</summary>
    public const int PerPersonMax = 10;

    private static readonly TimeSpan WriteSeenEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Session> _sessions = new(Load(file));

    /// <summary>Begins a session and gives the token for the browser's cookie.</summary>
    public string Begin(string person, string how, string agent)
    {
        var now = clock.GetUtcNow();
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        agent = new string([.. agent.Take(200).Where(c => !char.IsControl(c))]);
        foreach (var old in Of(person).OrderByDescending(s => s.Seen).Skip(PerPersonMax - 1))
            End(old.Hash);
        var session = new Session(HashOf(token), person, now, now, now, how, agent);
        file.Execute("""
            INSERT INTO session (hash, person, started, seen, verified, how, agent)
            VALUES (@hash, @person, @at, @at, @at, @how, @agent)
            """, ("@hash", session.Hash), ("@person", person), ("@at", now.ToUnixTimeMilliseconds()), ("@how", how),
            ("@agent", agent));
        _sessions[session.Hash] = session;
        return token;
    }

    /// <summary>The session of a token if it still holds; marks it as seen.</summary>
    /// <param name="renews">False for what a page asks by itself: that does not keep a session awake.</param>
    public Session? Find(string token, PersonClass? @class, bool renews)
    {
        if (token.Length is 0 or > 100 || !_sessions.TryGetValue(HashOf(token), out var session))
            return null;
        var now = clock.GetUtcNow();
        var idle = @class is PersonClass.Business ? Idle : AdminIdle;
        if (now - session.Seen > idle || now - session.Started > Whole)
        {
            End(session.Hash);
            return null;
        }
        if (renews && now - session.Seen > WriteSeenEvery)
        {
            var seen = session with { Seen = now };
            if (_sessions.TryUpdate(session.Hash, seen, session))
                Write("UPDATE session SET seen = @at WHERE hash = @hash", session.Hash, now);
            return seen;
        }
        return session;
    }

    /// <summary>Whose session a token begins, without judging its age.</summary>
    public string? PersonOf(string token) => token.Length is > 0 and <= 100
        && _sessions.TryGetValue(HashOf(token), out var session) ? session.Person : null;

    /// <summary>The person proved again who they are.</summary>
    public void Verify(string hash)
    {
        if (!_sessions.TryGetValue(hash, out var session))
            return;
        var now = clock.GetUtcNow();
        _sessions[hash] = session with { Verified = now, Seen = now };
        Write("UPDATE session SET verified = @at, seen = @at WHERE hash = @hash", hash, now);
    }

    public bool IsFresh(Session session) => clock.GetUtcNow() - session.Verified <= StepUp;

    public IEnumerable<Session> Of(string person) => _sessions.Values.Where(s => s.Person == person);

    public void End(string hash)
    {
        _sessions.TryRemove(hash, out _);
        file.Execute("DELETE FROM session WHERE hash = @hash", ("@hash", hash));
    }

    /// <summary>v5.0.0-7.4.2: a closed account has no session left.</summary>
    public void EndAll(string person)
    {
        foreach (var session in Of(person).ToList())
            End(session.Hash);
    }

    public static string HashOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(token)));

    private void Write(string sql, string hash, DateTimeOffset at) =>
        file.Execute(sql, ("@hash", hash), ("@at", at.ToUnixTimeMilliseconds()));

    private static Dictionary<string, Session> Load(AccountFile file) => file.Query(
        "SELECT hash, person, started, seen, verified, how, agent FROM session", r => new Session(
            r.GetString(0), r.GetString(1), Time(r.GetInt64(2)), Time(r.GetInt64(3)), Time(r.GetInt64(4)),
            r.GetString(5), r.GetString(6))).ToDictionary(s => s.Hash);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
