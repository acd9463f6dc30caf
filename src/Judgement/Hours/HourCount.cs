using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>One factor's minutes of an hour: what is valid, its mean, and why the rest is not.</summary>
internal sealed class HourCount
{
    private readonly Dictionary<(MarkUse Use, string Reason), int> _reasons = [];
    private readonly SortedDictionary<string, int> _letters = new(StringComparer.Ordinal);
    private readonly List<DataMark> _marks = [];
    private decimal _sum, _measured, _load, _weights;
    private bool _weighted;

    public HourCount(Rules rules, OutletFactor factor, IReadOnlyList<SeriesRecord> minutes, bool summed)
    {
        Summed = summed;
        _weighted = rules.IsWeighted(factor) && !summed;
        bool flowKnown = true;
        decimal water = 0;
        foreach (SeriesRecord minute in minutes)
        {
            decimal? flow = rules.IsWater ? Minute.Flow(rules, minute, out _) : null;
            flowKnown &= flow is not null;
            water += Math.Max(0, flow ?? 0);
            Add(Minute.Evaluate(rules, factor, minute, summed), flow);
        }
        Water = rules.IsWater && flowKnown && minutes.Count > 0 ? water : null;
    }

    public bool Summed { get; }
    public int Valid { get; private set; }
    public int Observed { get; private set; }

    /// <summary>The marks that decided and were not simply seen in their document, each once.</summary>
    public IReadOnlyList<DataMark> Marks => _marks;

    /// <summary>m³ that flowed in the hour; null where a minute does not say.</summary>
    public decimal? Water { get; }

    /// <summary>True when the mean is weighted by flow.</summary>
    public bool Weighted => _weighted && _weights > 0;

    /// <summary>Mean of the valid minutes (flow-weighted where each of them has its flow), or their sum.</summary>
    public decimal Value => Summed ? _sum : Weighted ? _load / _weights : _sum / Valid;

    public decimal Measured => _measured / Valid;

    /// <summary>Why there is no value: the largest share of what is not valid decides.</summary>
    public (OutletState State, string Reason, string Mark) WhyNot(int expected)
    {
        if (Observed == 0)
            return (OutletState.Missing, "missing", "-");
        string mark = "N";
        int most = 0;
        foreach ((string letter, int n) in _letters)
            (mark, most) = n > most ? (letter, n) : (mark, most);
        int absent = expected - Observed;
        int stopped = Sum(MarkUse.Stopped), maintenance = Sum(MarkUse.Maintenance), invalid = Sum(MarkUse.Invalid);
        MarkUse use = invalid + absent >= Math.Max(stopped, maintenance) ? MarkUse.Invalid
            : maintenance >= stopped ? MarkUse.Maintenance : MarkUse.Stopped;
        string reason = use == MarkUse.Invalid && absent >= invalid ? "coverage" : States.Reason(use, Commonest(use));
        return (States.Of(use), reason, mark);
    }

    private void Add(in MinuteVerdict verdict, decimal? flow)
    {
        if (verdict.Reason == "absent")
            return;
        Note(verdict.Mark);
        Note(verdict.Beside);
        Observed++;
        if (!verdict.Counts)
        {
            var key = (verdict.Use, verdict.Reason!);
            _reasons[key] = _reasons.GetValueOrDefault(key) + 1;
            _letters[verdict.Letter] = _letters.GetValueOrDefault(verdict.Letter) + 1;
            return;
        }
        Valid++;
        _sum += verdict.Value;
        _measured += verdict.Measured;
        if (flow is not { } q)
            _weighted = false; // One minute without its flow: no weighting for this hour.
        else if (_weighted)
        {
            _load += verdict.Value * q;
            _weights += q;
        }
    }

    private void Note(DataMark? mark)
    {
        if (mark is { Citation.Confidence: not Confidence.Seen } && !_marks.Contains(mark))
            _marks.Add(mark);
    }

    private int Sum(MarkUse use) => _reasons.Where(r => r.Key.Use == use).Sum(r => r.Value);

    private string Commonest(MarkUse use) => _reasons.Where(r => r.Key.Use == use)
        .OrderByDescending(r => r.Value).ThenBy(r => r.Key.Reason, StringComparer.Ordinal)
        .Select(r => r.Key.Reason).FirstOrDefault("coverage");
}
