namespace Qingyuan.Standards;

/// <summary>GB 3096-2008 声环境质量标准: equivalent levels (等效声级). Logarithms go through double and back.</summary>
public sealed class Gb3096Of2008 : IEdition<Gb3096Of2008>
{
    public const string Document = "GB 3096-2008";
    private readonly RuleTable _rules;

    private Gb3096Of2008(Tables tables, string folder) => _rules = new(Document, tables[$"{folder}/rules.csv"]);

    public static Gb3096Of2008 From(Tables tables, string folder) => new(tables, folder);

    public Citation DayNightBasis => _rules.Cite("night.penalty");

    /// <summary>Leq = 10 lg(mean 10^(L/10)); at least one level is needed.</summary>
    [Clause("GB 3096-2008", "3.2")]
    public static decimal Equivalent(IReadOnlyList<decimal> levels)
    {
        decimal largest = levels.Max();
        // Taken from the largest, so that equal levels give exactly that level.
        double energy = 0;
        foreach (decimal level in levels)
            energy += Math.Pow(10, (double)(level - largest) / 10);
        return largest + (decimal)(10 * Math.Log10(energy / levels.Count));
    }

    /// <summary>Ldn: the night counts 10 dB(A) more.</summary>
    [Clause("GB 3096-2008", "Ldn")]
    public decimal DayNight(decimal day, decimal night)
    {
        decimal late = night + _rules["night.penalty"], largest = Math.Max(day, late);
        double dayHours = (double)_rules["day.hours"], nightHours = (double)_rules["night.hours"];
        double energy = dayHours * Math.Pow(10, (double)(day - largest) / 10)
            + nightHours * Math.Pow(10, (double)(late - largest) / 10);
        return largest + (decimal)(10 * Math.Log10(energy / (dayHours + nightHours)));
    }
}
