namespace Qingyuan.Standards;

/// <summary>A check of an instrument against a standard or a reference method (核查、校准、校验、比对).</summary>
public readonly record struct InstrumentCheck(DateTimeOffset At, bool Passed);

/// <summary>A stretch of time whose data do not count.</summary>
/// <param name="From">Null = from the beginning: no check had passed before.</param>
/// <param name="To">Null = still going on: no check has passed since.</param>
public readonly record struct InvalidPeriod(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The passed checks at both ends vouch for their own instant.</summary>
    public bool Holds(DateTimeOffset at) => !(at <= From) && !(at >= To);
}

/// <summary>
/// What a failed check takes with it (追溯): everything since the last check that passed, and on until the next one that
/// does.
/// </summary>
public static class CheckPeriods
{
    /// <param name="checks">In the order of time.</param>
    public static IReadOnlyList<InvalidPeriod> Of(IEnumerable<InstrumentCheck> checks)
    {
        var periods = new List<InvalidPeriod>();
        DateTimeOffset? passed = null, last = null;
        bool failing = false;
        foreach (InstrumentCheck check in checks)
        {
            if (check.At < last)
                throw new ArgumentException("The checks are not in the order of time.", nameof(checks));
            last = check.At;
            if (check.Passed && failing)
                periods.Add(new InvalidPeriod(passed, check.At));
            if (check.Passed)
                passed = check.At;
            failing = !check.Passed;
        }
        if (failing)
            periods.Add(new InvalidPeriod(passed, null));
        return periods;
    }
}
