using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>Groundwater (地下水): the class of a well.</summary>
internal static class GroundwaterOperations
{
    public static (string, Operation)[] All => [("well_class", WellClass)];

    /// <summary>
    /// Values are in the units of the table: µg/L for organic substances, Bq/L for radioactivity. Smell and visible
    /// matter are 无 or 有; what was not detected is <c>ND</c> or <c>0.05L</c>.
    /// </summary>
    private static void WellClass(EvalInput input, EvalResult result, Rulebook rules)
    {
        var limits = rules.Newest().Of<Gbt14848Of2017>();
        List<WaterReading> readings = input.Readings("values", limits.Find, limits.Items);
        if (input.Refused)
            return;
        WaterVerdict verdict = Gbt14848Of2017.Well(readings).Verdict;
        result.Text("class", verdict.Class?.Name());
        SurfaceWaterOperations.WriteItems(result, verdict);
        result.From(verdict.LeastCertain);
    }
}
