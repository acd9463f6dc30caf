using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>
/// Instruments against a reference (比对): relative accuracy from pairs, and the verdict by item. Flue gas is held to the
/// mean of the reference method (HJ 75), waste water to the laboratory (HJ 355). <c>value</c> carries its sign:
/// instrument minus reference.
/// </summary>
internal static class ComparisonOperations
{
    public static (string, Operation)[] All => [("rata", Rata), ("comparison_verdict", Verdict)];

    private static void Rata(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal[] reference = input.Numbers("rm"), cems = input.Numbers("cems");
        if (input.Refused)
            return;
        StackAccuracy accuracy = rules.Newest().Of<Hj75Of2017>().Accuracy;
        if (reference.Length != cems.Length)
            input.Refuse("unequal_length", $"cems: {cems.Length} values for {reference.Length} of rm; they are pairs");
        else if (reference.Length < accuracy.PairsMin)
            input.Refuse("too_few", $"rm: {reference.Length} pairs, at least {accuracy.PairsMin} are needed");
        else if (reference.Length > accuracy.PairsMax)
            input.Refuse("too_many", $"rm: {reference.Length} pairs, the table of t ends at {accuracy.PairsMax}");
        if (input.Refused)
            return;
        if (accuracy.Test(reference, cems) is not { } test)
        {
            input.Refuse("not_computable", "rm: the mean of the reference method must lie above zero");
            return;
        }
        result.Number("d_mean", test.MeanDifference);
        result.Number("sd", test.Deviation);
        result.Number("cc", test.Confidence);
        result.Number("ra_percent", test.Percent);
        result.From(Hj75Of2017.Document, "附录 相对准确度", Confidence.Memory);
    }

    private static void Verdict(EvalInput input, EvalResult result, Rulebook rules)
    {
        string item = input.Text("item");
        if (input.Refused)
            return;
        Tables tables = rules.Newest();
        bool ofWater = !input.Has("rm_mean") && (input.Has("lab") || input.Has("instrument"));
        ToleranceVerdict? verdict = ofWater
            ? OfWater(input, tables.Of<Hj355Of2019>(), item) : OfStack(input, tables.Of<Hj75Of2017>(), item);
        if (input.Refused || verdict is not { } found)
            return;
        if (found.Value is null)
        {
            input.Refuse("not_computable", $"{(ofWater ? "lab" : "rm_mean")}: there is no relative error of zero");
            return;
        }
        result.Text("criterion", found.Band.Sign);
        result.Number("limit", found.Band.Limit);
        result.Number("value", found.Value);
        result.Flag("pass", found.Pass);
        result.From(found.Band.Citation);
    }

    private static ToleranceVerdict? OfStack(EvalInput input, Hj75Of2017 edition, string name)
    {
        string item = edition.Names.Item(name);
        ToleranceTable tolerances = edition.Accuracy.Tolerances;
        if (!IsKnown(input, tolerances, item, name))
            return null;
        decimal mean = Reference(input, "rm_mean", item);
        if (input.Refused)
            return null;
        bool relative = tolerances.Band(item, mean)!.Kind == ErrorKind.RelativeAccuracy;
        decimal? accuracy = relative ? input.Number("ra_percent", 0, decimal.MaxValue) : null;
        decimal? cems = relative ? null : input.Number("cems_mean");
        return edition.Accuracy.Judge(item, mean, cems, accuracy);
    }

    private static ToleranceVerdict? OfWater(EvalInput input, Hj355Of2019 edition, string name)
    {
        string item = edition.Names.Item(name);
        if (!IsKnown(input, edition.Comparison, item, name))
            return null;
        decimal laboratory = Reference(input, "lab", item), instrument = input.Number("instrument");
        return input.Refused ? null : edition.Compare(item, laboratory, instrument);
    }

    private static bool IsKnown(EvalInput input, ToleranceTable tolerances, string item, string name)
    {
        if (tolerances.Items.Contains(item))
            return true;
        input.Refuse("unknown_item", $"item: '{name}' is not known; there are {string.Join(", ", tolerances.Items)}");
        return false;
    }

    /// <summary>Only a temperature lies below zero.</summary>
    private static decimal Reference(EvalInput input, string key, string item)
    {
        decimal value = input.Number(key);
        if (!input.Refused && value < 0 && item != "temperature")
            input.Refuse("out_of_range", $"{key}: a reference value of zero or more is needed");
        return value;
    }
}
