namespace Qingyuan.Hj212;

/// <summary>What a deviation is called and why it is one.</summary>
/// <param name="Code">Stable dotted code, e.g. <c>crc.lowerCase</c>.</param>
/// <param name="Editions"><c>all</c> or the editions in which it is one.</param>
/// <param name="Clause2017">The clause of HJ 212-2017 it departs from.</param>
/// <param name="Severity"><c>blocks</c>: the value or frame cannot be used; <c>needsPerson</c>; <c>informs</c>.</param>
/// <param name="Example">The shortest piece of a frame that shows it.</param>
public sealed record DeviationText(
    Deviation Deviation, string Code, string Editions, string Clause2017, string Chinese, string English,
    string Severity, string Example);

/// <summary>Why bytes were kept without being a frame (拒收原因).</summary>
public sealed record RejectionText(string Code, string Clause2017, string Chinese, string English, string Example);

/// <summary>The catalogue of deviations, in the order of their numbers.</summary>
public static class Deviations
{
    public static readonly IReadOnlyList<DeviationText> All = [.. Csv.Rows("deviations.csv").Select(r =>
        new DeviationText(
            (Deviation)int.Parse(r["number"]), r["code"], r["editions"], r["clause2017"], r["zh"], r["en"],
            r["severity"], r["example"]))];

    public static readonly IReadOnlyList<RejectionText> Rejections = [.. Csv.Rows("rejections.csv").Select(r =>
        new RejectionText(r["code"], r["clause2017"], r["zh"], r["en"], r["example"]))];

    public static string Code(Deviation deviation) => All[(int)deviation].Code;

    public static DeviationText? Find(string code) => All.FirstOrDefault(d => d.Code == code);
}
