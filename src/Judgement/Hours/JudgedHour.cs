using System.Text.Json.Serialization;

namespace Qingyuan.Judgement;

/// <summary>The state of an outlet or of one factor over an hour or a day. Stored numbers; they only grow.</summary>
public enum OutletState
{
    /// <summary>正常</summary>
    Normal = 0,
    /// <summary>超标: a comparison with the limit, not a finding.</summary>
    Exceeds = 1,
    /// <summary>疑似异常: a lead from a detector (none yet in this house).</summary>
    Suspect = 2,
    /// <summary>无效: data there, but marked or too few valid minutes.</summary>
    Invalid = 3,
    /// <summary>缺失: nothing arrived for this time, though others did.</summary>
    Missing = 4,
    /// <summary>离线: the device is not heard.</summary>
    Offline = 5,
    /// <summary>维护 / 校准</summary>
    Maintenance = 6,
    /// <summary>待审: a person has to look, e.g. ours and the logger's own hour differ.</summary>
    Pending = 7,
    /// <summary>已锁定</summary>
    Locked = 8,
    /// <summary>停运: source stopped (停炉、停窑).</summary>
    Stopped = 9,
}

/// <summary>Where a judged value comes from: the two are never shown as the same kind of thing.</summary>
public enum Basis
{
    /// <summary>按分钟重算: ours, from the minutes that arrived.</summary>
    Minutes = 1,
    /// <summary>数采仪自报: stated by the logger, no minutes arrived.</summary>
    Stated = 2,
}

/// <summary>One factor over one hour or day. Values are text with the digits of the rule; null = none.</summary>
/// <param name="Value">The value that is held to the limit: corrected (折算) where the limit is on such values.</param>
/// <param name="Measured">The mean as measured, before correction; null where it is the same thing.</param>
/// <param name="Stated">The logger's own value of the same kind for this interval.</param>
/// <param name="Difference">Value − Stated, when both are there and ours is from minutes.</param>
/// <param name="Valid">Valid minutes (hours for a day) used.</param>
/// <param name="Observed">Minutes (hours) that arrived.</param>
/// <param name="Expected">Minutes (hours) due.</param>
/// <param name="Mark">Effective mark letter of the interval: N, or the commonest invalidating one.</param>
/// <param name="Reason">A stable code when there is no value or no verdict, e.g. <c>coverage</c>, <c>o2</c>,
/// <c>stopped</c>; <c>differs</c> where ours and the stated value are more than 1 % apart.</param>
public sealed record JudgedFactor(
    string Code, string? Value, string? Measured, bool Corrected, string? Stated, string? Difference,
    int Valid, int Observed, int Expected, string Mark, string? Limit, OutletState State, string? Reason,
    string Document, string Clause)
{
    /// <summary>The value before it was printed: what a day is computed from (never round twice).</summary>
    public decimal? Exact { get; init; }
    /// <summary>Waste water: the flow that weighs this value in a longer mean.</summary>
    public decimal? Weight { get; init; }
    /// <summary>True where the value is an accumulated amount (-Cou), added up instead of averaged.</summary>
    public bool Summed { get; init; }
    /// <summary>
    /// True where the value of a day is a range, e.g. <c>6.83~7.91</c>: pH is a logarithm and is not averaged. Such a
    /// value is held to no limit and has no <see cref="Exact"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Ranged { get; init; }
    /// <summary>Rows of rule tables that it rests on and were not simply seen in their document; null = none.</summary>
    public IReadOnlyList<RuleBasis>? Rules { get; init; }
}

/// <summary>One outlet over one interval: the interval, what was judged, and the frames it came from.</summary>
/// <param name="Positions">Positions in <c>frames</c>, ascending.</param>
public sealed record JudgedInterval(
    string Outlet, DateTimeOffset From, DateTimeOffset To, OutletState State, Basis Basis,
    int Expected, int Observed, IReadOnlyList<JudgedFactor> Factors, IReadOnlyList<long> Positions)
{
    /// <summary>
    /// True while nothing later than this interval has arrived and it is not full: values are so far, without verdict.
    /// Only the newest hour and day of an outlet are open, and what a wrong clock dated ahead.
    /// </summary>
    public bool Open { get; init; }
}
