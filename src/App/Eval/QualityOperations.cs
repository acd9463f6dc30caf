using System.Text.Json;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>Quality control of a laboratory's results (质量控制): parallel samples, spikes, non-detects.</summary>
internal static class QualityOperations
{
    public static (string, Operation)[] All =>
    [
        ("relative_deviation", RelativeDeviation),
        ("recovery", Recovery),
        ("nd_mean", NonDetectMean),
    ];

    private static void RelativeDeviation(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal a = input.Number("a", 0, decimal.MaxValue);
        decimal b = input.Number("b", 0, decimal.MaxValue);
        if (input.Refused)
            return;
        result.Number("rd_percent", QualityControl.RelativeDeviation(a, b));
        result.From(rules.Newest().Of<QualityControl>().Cite("relative.deviation"));
    }

    private static void Recovery(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal spiked = input.Number("spiked");
        decimal basis = input.Number("base");
        decimal added = input.Number("added");
        if (!input.Refused && added <= 0)
            input.Refuse("out_of_range", "added: the amount added must be above zero");
        if (input.Refused)
            return;
        result.Number("recovery_percent", QualityControl.Recovery(spiked, basis, added));
        result.From(rules.Newest().Of<QualityControl>().Cite("recovery"));
    }

    private static void NonDetectMean(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal? limit = input.NumberOrNull("dl");
        var values = new List<NonDetectable>();
        foreach (JsonElement item in input.List("values"))
        {
            string place = $"values[{values.Count}]";
            values.Add(
                item.ValueKind == JsonValueKind.String && NonDetectable.TryRead(item.GetString()!, out NonDetectable nd)
                    ? nd : new NonDetectable(input.NumberOf(place, item), null, false));
        }
        if (!input.Refused && values.Count == 0)
            input.Refuse("empty", "values: at least one value is needed");
        if (!input.Refused && limit is not > 0 && (limit is not null || values.Exists(v => v.NeedsLimit)))
            input.Refuse("missing", "dl: a detection limit above zero is needed for values that are ND");
        if (input.Refused)
            return;
        QualityControl quality = rules.Newest().Of<QualityControl>();
        result.Number("mean", quality.Mean(values, limit));
        result.From(quality.CiteNonDetect("mean"));
    }
}
