using System.Text.Json;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>Waste water after HJ 356 (水污染源数据有效性): the flow-weighted daily mean.</summary>
internal static class WasteWaterOperations
{
    public static (string, Operation)[] All => [("daily_flow_weighted", DailyFlowWeighted)];

    /// <summary>
    /// A result without a concentration, or while no water flowed, is not counted; a day with too few of those due has
    /// no mean.
    /// </summary>
    private static void DailyFlowWeighted(EvalInput input, EvalResult result, Rulebook rules)
    {
        int due = input.Whole("expected_n", 1, EvalInput.ListMax);
        var counted = new List<(decimal Concentration, decimal Flow)>();
        int i = 0;
        foreach (JsonElement pair in input.List("pairs"))
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                input.Refuse("not_pair", $"pairs[{i}]: a pair [concentration or null, flow] is needed, as [30, 100]");
            else if (NumberOrNull(input, i, 0, pair[0]) is var c && NumberOrNull(input, i, 1, pair[1]) is { } flow
                && Hj356Of2019.ResultCounts(c, flow))
                counted.Add((c!.Value, flow));
            if (input.Refused)
                return;
            i++;
        }
        if (input.Refused)
            return;
        Hj356Of2019 edition = rules.Newest().Of<Hj356Of2019>();
        bool valid = edition.DayCounts(counted.Count, due);
        result.Flag("valid", valid);
        result.Number("mean", valid ? Hj356Of2019.FlowWeightedMean(counted) : null);
        result.Number("n", counted.Count);
        result.From(edition.Rules.Cite("day.percent"));
    }

    private static decimal? NumberOrNull(EvalInput input, int pair, int side, JsonElement value) =>
        EvalInput.TryNumber(value, out decimal number) ? number
            : value.ValueKind == JsonValueKind.Null ? null : input.NumberOf($"pairs[{pair}][{side}]", value);
}
