namespace Qingyuan.Standards;

/// <summary>
/// HJ 75-2017 固定污染源烟气(SO2、NOX、颗粒物)排放连续监测技术规范: when an hour, a day, a month and a quarter count,
/// correction to reference oxygen, what is held to the limit; and by subject <see cref="State"/>,
/// <see cref="Accuracy"/>, <see cref="Substitution"/>, <see cref="Drift"/>, <see cref="Particulates"/>.
/// </summary>
public sealed class Hj75Of2017 : IEdition<Hj75Of2017>
{
    public const string Document = "HJ 75-2017";

    private readonly int _hourMinutes;
    private readonly int _dayHours;
    private readonly int _monthDays;
    private readonly int _februaryDays;
    private readonly decimal _air;
    private readonly decimal _capture;
    private readonly Dictionary<string, DataMark> _status;

    private Hj75Of2017(Tables tables, string folder)
    {
        Rules = new(Document, tables[$"{folder}/rules.csv"]);
        _hourMinutes = (int)Rules["hour.minutes"];
        _dayHours = (int)Rules["day.hours"];
        _monthDays = (int)Rules["month.days"];
        _februaryDays = (int)Rules["february.days"];
        _air = Rules["o2.air"];
        _capture = Rules["capture.percent"];
        _status = tables[$"{folder}/status.csv"].Rows.ToDictionary(row => row["letter"], row => new DataMark(
            row["letter"], row["meaning"], Hj212Flags.Use(row), row.Cite(Document)));
        var students = new Students(tables[$"{folder}/t.csv"]);
        State = new(Rules, tables[$"{folder}/gases.csv"]);
        Accuracy = new(Rules, tables[$"{folder}/accuracy.csv"], students);
        Names = new(tables[$"{folder}/names.csv"], Accuracy.Tolerances.Items);
        Substitution = new(tables[$"{folder}/substitution.csv"], tables[$"{folder}/substituted.csv"]);
        Drift = new(Rules, tables[$"{folder}/drift.csv"], tables[$"{folder}/intervals.csv"]);
        Particulates = new(Rules, tables[$"{folder}/tolerance.csv"], students);
    }

    public static Hj75Of2017 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }
    public NameTable Names { get; }
    public StackState State { get; }
    public StackAccuracy Accuracy { get; }
    public StackSubstitution Substitution { get; }
    public StackDrift Drift { get; }
    public ParticulateCorrelation Particulates { get; }

    /// <summary>
    /// The status letter of an hour; null = the document knows none such, so the hour does not count by it. A start and
    /// a stop are measured like any other hour: what limit holds then is said by the emission standard.
    /// </summary>
    [Clause("HJ 75-2017", "附录 数据状态标记")]
    public DataMark? Status(string letter) => _status.GetValueOrDefault(letter);

    /// <summary>有效小时均值: at least 45 minutes of the clock hour are valid.</summary>
    [Clause("HJ 75-2017", "3 有效小时均值")]
    public bool HourCounts(decimal validMinutes) => validMinutes >= _hourMinutes;

    /// <summary>有效日均值: at least 20 hours of the day are valid.</summary>
    [Clause("HJ 75-2017", "3 有效日均值")]
    public bool DayCounts(int validHours) => validHours >= _dayHours;

    /// <summary>有效月均值: at least 25 days of the month are valid, 23 of a February.</summary>
    [Clause("HJ 75-2017", "3 有效月均值")]
    public bool MonthCounts(int validDays, int month) => validDays >= (month == 2 ? _februaryDays : _monthDays);

    /// <summary>
    /// 数据捕集率 in percent: (hours − invalid − stopped) / (hours − stopped). Null when the plant stood still all the
    /// time: nothing was due.
    /// </summary>
    [Clause("HJ 75-2017", "12 数据捕集率")]
    public static decimal? CapturePercent(decimal quarterHours, decimal invalidHours, decimal stopHours) =>
        quarterHours == stopHours ? null
            : (quarterHours - invalidHours - stopHours) * 100 / (quarterHours - stopHours);

    /// <summary>A quarter counts from 75 % of the hours that were due.</summary>
    [Clause("HJ 75-2017", "12 数据捕集率")]
    public bool QuarterCounts(decimal capturePercent) => capturePercent >= _capture;

    /// <summary>
    /// 折算浓度 C = C'·(21−O2ref)/(21−O2), oxygen as dry volume percent. False where it cannot be computed: air
    /// (O2 ≥ 21), or an oxygen content below zero. Such a minute has no corrected value, not a large one.
    /// </summary>
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public bool TryCorrect(decimal measured, decimal o2, decimal referenceO2, out decimal corrected)
    {
        corrected = 0;
        if (o2 >= _air || o2 < 0)
            return false;
        try
        {
            corrected = measured * (_air - referenceO2) / (_air - o2);
            return true;
        }
        catch (OverflowException)
        {
            return false; // A sender's number of 28 digits is no concentration.
        }
    }

    /// <summary>The same by the excess air ratio (过量空气系数) α = 21/(21−O2): C = C'·α/αs. False as above.</summary>
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public bool TryExcessAir(decimal o2, out decimal ratio)
    {
        bool known = o2 < _air && o2 >= 0;
        ratio = known ? _air / (_air - o2) : 0;
        return known;
    }

    /// <summary>超标: the hourly mean of the corrected concentration lies above the limit.</summary>
    [Clause("HJ 75-2017", "12 超标报警")]
    public static bool Exceeds(decimal hourlyMean, decimal limit, Comparison method, decimal interval) =>
        Gbt8170Of2008.Exceeds(hourlyMean, limit, method, interval);
}
