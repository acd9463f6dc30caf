namespace Qingyuan.Standards;

/// <summary>
/// HJ 75-2017 固定污染源烟气(SO2、NOX、颗粒物)排放连续监测技术规范: when an hour and a day count, correction to
/// reference oxygen, and what is held to the limit.
/// </summary>
public sealed class Hj75Of2017 : IEdition<Hj75Of2017>
{
    public const string Document = "HJ 75-2017";

    private readonly int _hourMinutes;
    private readonly int _dayHours;
    private readonly decimal _air;

    private Hj75Of2017(Tables tables, string folder)
    {
        Rules = new(Document, tables[$"{folder}/rules.csv"]);
        _hourMinutes = (int)Rules["hour.minutes"];
        _dayHours = (int)Rules["day.hours"];
        _air = Rules["o2.air"];
    }

    public static Hj75Of2017 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }

    /// <summary>有效小时均值: at least 45 minutes of the clock hour are valid.</summary>
    [Clause("HJ 75-2017", "3 有效小时均值")]
    public bool HourCounts(int validMinutes) => validMinutes >= _hourMinutes;

    /// <summary>有效日均值: at least 20 hours of the day are valid.</summary>
    [Clause("HJ 75-2017", "3 有效日均值")]
    public bool DayCounts(int validHours) => validHours >= _dayHours;

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

    /// <summary>超标: the hourly mean of the corrected concentration lies above the limit.</summary>
    [Clause("HJ 75-2017", "12 超标报警")]
    public static bool Exceeds(decimal hourlyMean, decimal limit, Comparison method, decimal interval) =>
        Gbt8170Of2008.Exceeds(hourlyMean, limit, method, interval);
}
