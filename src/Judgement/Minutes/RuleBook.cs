using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>
/// The rules of every outlet at every time, out of one register and one rulebook; rules with the same factors are made
/// once. Holds at most one entry for each factor set, edition and set of tables.
/// </summary>
internal sealed class RuleBook(Register register, Rulebook book)
{
    private static readonly IReadOnlyList<OutletFactor> _nothing = [];
    private readonly Dictionary<(Outlet, object, object, string?, Tables), Rules> _rules = [];

    public Register Register => register;

    /// <summary>What is in force at the start of an hour; null = no such outlet.</summary>
    public Rules? ForHour(string outlet, long hour)
    {
        DateTimeOffset at = Beijing.FromMilliseconds(hour);
        return register.Outlet(outlet, at) is { } known ? Get(known, register.Factors(outlet, at), _nothing, at) : null;
    }

    /// <summary>
    /// What is in force on a day: the set at its end, and of the set at its start the factors that the later one lacks.
    /// </summary>
    public Rules? ForDay(string outlet, long day)
    {
        DateTimeOffset start = Beijing.FromMilliseconds(day), end = start.AddDays(1).AddMilliseconds(-1);
        IReadOnlyList<OutletFactor> late = register.Factors(outlet, end), early = register.Factors(outlet, start);
        return register.Outlet(outlet, end) is { } known
            ? Get(known, late, ReferenceEquals(late, early) ? _nothing : early, start) : null;
    }

    /// <summary>The outlets of a device during an hour; more than one when it was moved within it.</summary>
    public IEnumerable<string> OutletsOf(string mn, long hour)
    {
        string? first = register.Device(mn, Beijing.FromMilliseconds(hour))?.Outlet;
        string? last = register.Device(mn, Beijing.FromMilliseconds(hour + Hour.Milliseconds - 1))?.Outlet;
        // A station of the environment is bound to a site, which is no outlet: the public's room judges it.
        if (first is not null && register.Outlet(first) is not null)
            yield return first;
        if (last is not null && last != first && register.Outlet(last) is not null)
            yield return last;
    }

    private Rules Get(
        Outlet outlet, IReadOnlyList<OutletFactor> factors, IReadOnlyList<OutletFactor> more, DateTimeOffset at)
    {
        EditionInForce? edition = Rules.EditionOn(outlet.Kind, at, book);
        Tables tables = book.On(Rules.DayOf(at));
        var key = (outlet, (object)factors, (object)more, edition?.Folder, tables);
        if (_rules.TryGetValue(key, out Rules? rules))
            return rules;
        HashSet<string> codes = [.. factors.Select(f => f.Code)];
        rules = new Rules(outlet, [.. factors, .. more.Where(f => !codes.Contains(f.Code))], edition, tables);
        _rules[key] = rules;
        return rules;
    }
}
