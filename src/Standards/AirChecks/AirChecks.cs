using System.Collections.Frozen;

namespace Qingyuan.Standards;

/// <summary>A check of an automatic air station's instrument (质控检查).</summary>
/// <param name="Tolerance">Null = our table has no number for it.</param>
/// <param name="Relative">The tolerance is a percentage of the reference value.</param>
/// <param name="EveryDays">At least so often; null = not known.</param>
public sealed record AirCheck(
    string Name, decimal? Tolerance, string Unit, bool Relative, int? EveryDays, Citation Citation);

/// <summary>
/// HJ 817-2018 (PM10, PM2.5) and HJ 818-2018 (SO2, NO2, O3, CO): drift and flow tolerances. The whole table is unsure
/// and for people to confirm; it judges no value by itself.
/// </summary>
public sealed class AirChecks : IEdition<AirChecks>
{
    private readonly FrozenDictionary<string, AirCheck> _checks;

    private AirChecks(CsvTable checks) => _checks = checks.Rows.ToFrozenDictionary(
        r => r["check"],
        r => new AirCheck(
            r["name"], r.NumberOrNull("tolerance"), r["unit"], r["relative"] == "yes",
            (int?)r.NumberOrNull("every_days"), r.Cite(r["document"])));

    public static AirChecks From(Tables tables, string folder) => new(tables[$"{folder}/checks.csv"]);

    public IReadOnlyDictionary<string, AirCheck> All => _checks;

    /// <summary>Within tolerance (合格); null where no number is known or a percentage has no base.</summary>
    [Clause("HJ 817-2018", "质控")]
    [Clause("HJ 818-2018", "质控")]
    public bool? Holds(string check, decimal reference, decimal shown)
    {
        AirCheck rule = _checks[check];
        if (rule.Tolerance is not { } tolerance || (rule.Relative && reference == 0))
            return null;
        decimal difference = Math.Abs(shown - reference);
        return rule.Relative ? difference * 100 <= tolerance * Math.Abs(reference) : difference <= tolerance;
    }
}
