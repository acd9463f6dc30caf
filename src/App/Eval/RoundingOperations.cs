using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>
/// Rounding and comparison after GB/T 8170 (数值修约与极限数值的判定). The text was not seen: its rules are from memory of
/// the trade and agree with its known examples, and every answer says so.
/// </summary>
internal static class RoundingOperations
{
    private const int PlacesMax = 20;

    public static (string, Operation)[] All =>
    [
        ("round_places", RoundPlaces),
        ("round_significant", RoundSignificant),
        ("round_interval", RoundInterval),
        ("compare_limit", CompareLimit),
    ];

    private static void RoundPlaces(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal value = input.Number("value");
        int places = input.Whole("places", -PlacesMax, PlacesMax);
        if (input.Refused)
            return;
        result.Printed("value", Gbt8170Of2008.RoundPlaces(value, places));
        result.From(Gbt8170Of2008.Document, "3.2", Confidence.Memory);
    }

    private static void RoundSignificant(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal value = input.Number("value");
        int digits = input.Whole("digits", 1, PlacesMax);
        if (input.Refused)
            return;
        result.Printed("value", Gbt8170Of2008.RoundSignificant(value, digits));
        result.From(Gbt8170Of2008.Document, "3.2", Confidence.Memory);
    }

    private static void RoundInterval(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal value = input.Number("value");
        decimal interval = input.Number("interval");
        if (!input.Refused && interval <= 0)
            input.Refuse("out_of_range", "interval: a number above zero is needed, such as 0.5");
        if (input.Refused)
            return;
        result.Printed("value", Gbt8170Of2008.Round(value, interval));
        result.From(Gbt8170Of2008.Document, "3.4", Confidence.Memory);
    }

    private static void CompareLimit(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal measured = input.Number("measured");
        // The limit's own digits say to how many places the rounded-value method rounds: "0.50" is two, "0.5" one.
        decimal limit = input.Number("limit_le");
        string method = input.OneOf("method", "full_value", "rounded_value");
        if (input.Refused)
            return;
        Comparison comparison = method == "full_value" ? Comparison.FullValue : Comparison.RoundedValue;
        result.Flag("pass", !Gbt8170Of2008.Exceeds(
            measured, limit, comparison, Gbt8170Of2008.Interval(limit.Scale)));
        result.From(Gbt8170Of2008.Document, comparison == Comparison.FullValue ? "4.3.2" : "4.3.3",
            Confidence.Memory);
    }
}
