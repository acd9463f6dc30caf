using System.Globalization;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>A risk class and the share of it that is drawn (抽取比例).</summary>
public sealed record DrawRatio(string Class, decimal Percent);

/// <summary>How many inspectors of a department each task gets.</summary>
public sealed record DrawSeats(string Department, int Count);

/// <summary>
/// Everything beside the lists that decides a draw (抽取规则): ratios, seats, and which checkpoint will be the seed. As
/// text it is committed together with the lists, so nothing is left to choose afterwards.
/// </summary>
/// <param name="SeedAfter">The seed is the first checkpoint that all witnesses cosign at or after this time.</param>
/// <param name="SeedWithinMinutes">Later than that the draw lapses (失效), visibly.</param>
/// <param name="Witnesses">Cosignature keys; each must have signed, and their signatures are part of the seed.</param>
public sealed record DrawRules(
    IReadOnlyList<DrawRatio> Ratios, IReadOnlyList<DrawSeats> Seats, DateTimeOffset SeedAfter, int SeedWithinMinutes,
    IReadOnlyList<VerifierKey> Witnesses)
{
    public const int SeatsMax = 5, DepartmentsMax = 8, WitnessesMax = 16, LinesMax = 100;
    public const int SeedWithinMinutesMax = 7 * 24 * 60;

    /// <summary>行政处罚法 42: not fewer than two officers.</summary>
    public const int OfficersMin = 2;

    private const string Head = "qingyuan-draw-rules-1";
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ssZ";

    /// <summary>The ratios that this version suggests; an annual plan states its own.</summary>
    public static IReadOnlyList<DrawRatio> Suggested { get; } =
    [
        .. CsvTable.Of<DrawRules>("Draws/ratios.csv").Rows.Select(r => new DrawRatio(
            r["class"], decimal.Parse(r["percent"], CultureInfo.InvariantCulture))),
    ];

    public string Write()
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (DrawRatio ratio in Ratios)
            text.Append(CultureInfo.InvariantCulture, $"ratio {ratio.Class} {ratio.Percent}\n");
        foreach (DrawSeats seats in Seats)
            text.Append(CultureInfo.InvariantCulture, $"seats {seats.Department} {seats.Count}\n");
        text.Append(CultureInfo.InvariantCulture, $"seed-after {SeedAfter.UtcDateTime.ToString(TimeFormat,
            CultureInfo.InvariantCulture)}\n");
        text.Append(CultureInfo.InvariantCulture, $"seed-within-minutes {SeedWithinMinutes}\n");
        foreach (VerifierKey witness in Witnesses)
            text.Append(CultureInfo.InvariantCulture, $"witness {witness}\n");
        return text.ToString();
    }

    /// <exception cref="FormatException">No such text, or rules by which nothing can be drawn.</exception>
    public static DrawRules Read(string text)
    {
        string[] lines = text.Split('\n');
        if (lines[0] != Head || lines[^1].Length > 0 || lines.Length > LinesMax)
            throw new FormatException($"the rules begin with '{Head}' and have at most {LinesMax} lines");
        List<DrawRatio> ratios = [];
        List<DrawSeats> seats = [];
        List<VerifierKey> witnesses = [];
        DateTimeOffset? after = null;
        int? within = null;
        foreach (string line in lines.AsSpan(1, lines.Length - 2))
        {
            string[] words = line.Split(' ');
            switch (words)
            {
                case ["ratio", var of, var percent]:
                    ratios.Add(new DrawRatio(of, decimal.Parse(
                        percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)));
                    break;
                case ["seats", var department, var count]:
                    seats.Add(new DrawSeats(department, Whole(count)));
                    break;
                case ["seed-after", var time] when after is null:
                    after = DateTimeOffset.ParseExact(
                        time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                    break;
                case ["seed-within-minutes", var minutes] when within is null:
                    within = Whole(minutes);
                    break;
                case ["witness", var key]:
                    witnesses.Add(VerifierKey.Parse(key));
                    break;
                default:
                    throw new FormatException($"'{line}' is no line of the rules");
            }
        }
        var rules = new DrawRules(ratios, seats, after ?? throw new FormatException("seed-after is missing"),
            within ?? throw new FormatException("seed-within-minutes is missing"), witnesses);
        return rules.Problem() is { } problem ? throw new FormatException(problem) : rules;
    }

    /// <summary>Null = something can be drawn by these rules; else why not, for people.</summary>
    public string? Problem()
    {
        if (Ratios.Count == 0 || Ratios.Select(r => r.Class).Distinct().Count() != Ratios.Count)
            return "每个风险等级要有一个比例，且只有一个。";
        if (Ratios.Any(r => r.Percent is < 0 or > 100 || !IsWord(r.Class)))
            return "比例应在 0 到 100 之间，等级名称不含空格。";
        if (Seats.Count is 0 or > DepartmentsMax || Seats.Select(s => s.Department).Distinct().Count() != Seats.Count)
            return $"参加的部门应为 1 到 {DepartmentsMax} 个，不重复。";
        // Joint tasks (联合抽查) have at least one of each department.
        if (Seats.Any(s => s.Count is < 1 or > SeatsMax || !IsWord(s.Department)))
            return $"每个部门每组应派 1 到 {SeatsMax} 人，部门名称不含空格。";
        if (Seats.Sum(s => s.Count) < OfficersMin)
            return $"每组至少 {OfficersMin} 人（行政处罚法第四十二条）。";
        if (SeedWithinMinutes is < 1 or > SeedWithinMinutesMax)
            return "等待种子的时间应在 1 分钟到 7 天之间。";
        // The message that a witness signs does not name it, so one key never counts twice.
        if (Witnesses.Count is 0 or > WitnessesMax
            || Witnesses.Select(w => Convert.ToHexString(w.PublicKey)).Distinct().Count() != Witnesses.Count)
            return "至少要有一个见证方，且各不相同：没有见证，种子就可能是选出来的。";
        return Witnesses.Any(w => w.Type != VerifierKey.CosignatureType) ? "见证方的公钥应是见证签名公钥（类型 4）。" : null;
    }

    private static bool IsWord(string text) => text.Length > 0 && !text.Any(char.IsWhiteSpace);

    private static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
