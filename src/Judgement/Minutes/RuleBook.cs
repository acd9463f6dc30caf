using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.Judgement;

/// <summary>
/// The rules of every outlet at every time, out of one register; rules with the same factors are made once. Holds at
/// most one entry for each factor set and edition of the register.
/// </summary>
internal sealed class RuleBook(Register register)
{
    private static readonly IReadOnlyList<OutletFactor> _nothing = [];
    private readonly Dictionary<(Outlet, object, object, string?), Rules> _rules = [];

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
        if (first is not null)
            yield return first;
        if (last is not null && last != first)
            yield return last;
    }

    private Rules Get(
        Outlet outlet, IReadOnlyList<OutletFactor> factors, IReadOnlyList<OutletFactor> more, DateTimeOffset at)
    {
        string? document = Rules.EditionOn(outlet.Kind, at);
        var key = (outlet, (object)factors, (object)more, document);
        if (_rules.TryGetValue(key, out Rules? rules))
            return rules;
        HashSet<string> codes = [.. factors.Select(f => f.Code)];
        rules = new Rules(outlet, [.. factors, .. more.Where(f => !codes.Contains(f.Code))], document);
        _rules[key] = rules;
        return rules;
    }
}
