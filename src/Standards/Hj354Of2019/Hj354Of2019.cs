namespace Qingyuan.Standards;

/// <summary>One sample of an acceptance test: the laboratory's value and the instrument's measurements of it.</summary>
public sealed record AcceptanceSample(decimal Laboratory, IReadOnlyList<decimal> Instrument);

/// <summary>HJ 354-2019 水污染源在线监测系统(CODCr、NH3-N 等)验收技术规范: the comparison on acceptance.</summary>
public sealed class Hj354Of2019 : IEdition<Hj354Of2019>
{
    public const string Document = "HJ 354-2019";

    private readonly int _samples;
    private readonly int _measurements;

    private Hj354Of2019(RuleTable rules)
    {
        Rules = rules;
        _samples = (int)rules["samples"];
        _measurements = (int)rules["measurements"];
    }

    public static Hj354Of2019 From(Tables tables, string folder) => new(new(Document, tables[$"{folder}/rules.csv"]));

    public RuleTable Rules { get; }

    /// <summary>
    /// Three samples, each measured twice by the instrument; its mean is compared, and <em>every</em> sample must be
    /// within the tolerance. Null = no such item, or too few samples or measurements to say.
    /// </summary>
    [Clause("HJ 354-2019", "验收 实际水样比对")]
    public bool? Accepts(Hj355Of2019 tolerances, string item, IReadOnlyList<AcceptanceSample> samples)
    {
        if (samples.Count < _samples || samples.Any(s => s.Instrument.Count < _measurements)
            || !tolerances.Comparison.Items.Contains(item))
            return null;
        return samples.All(s => tolerances.Compare(item, s.Laboratory, s.Instrument.Average()) is { Pass: true });
    }
}
