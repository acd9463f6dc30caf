using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>Surface water: class, exceedance, basin, nutrient level, city index, saturation (地表水).</summary>
internal static class SurfaceWaterOperations
{
    private const int SectionsMax = 1_000_000;

    /// <summary>The keys of <c>tli</c> with the name of each in the result, in the order of the method.</summary>
    private static readonly string[] s_tliKeys = ["chla_mg_m3", "TP_mg_L", "TN_mg_L", "SD_m", "CODMn_mg_L"];

    public static (string, Operation)[] All =>
    [
        ("section_class", SectionClass),
        ("exceed_times", ExceedTimes),
        ("basin_condition", BasinCondition),
        ("tli", Tli),
        ("cwqi_item", CwqiItem),
        ("do_saturation", DoSaturation),
    ];

    /// <summary>
    /// <c>items</c> gives every item its own class; <c>class</c> is the worst of the 21 that are evaluated. Total
    /// nitrogen (in lakes) and faecal coliforms have a class that decides nothing; an item without classes in this
    /// water (水温, total nitrogen of a river, the items of tables 2 and 3) and one that is not known are null.
    /// </summary>
    private static void SectionClass(EvalInput input, EvalResult result, Rulebook rules)
    {
        Tables tables = rules.Newest();
        var limits = tables.Of<Gb3838Of2002>();
        var method = tables.Of<SurfaceWaterEvaluationOf2011>();
        WaterBody water = input.OneOf("water", "river", "lake") == "lake" ? WaterBody.Lake : WaterBody.River;
        decimal? saturation = input.NumberOrNull("do_saturation_percent");
        if (saturation < 0)
            input.Refuse("out_of_range", "do_saturation_percent: a saturation is not below zero");
        List<WaterReading> readings = input.Readings("values", n => limits.Find(n, water), limits.Items);
        for (int i = 0; i < readings.Count; i++)
        {
            WaterItem item = readings[i].Item;
            // 总磷_湖库 in a river would silently go unevaluated and the class come out too good.
            if (item.Only is not null && !item.IsClassedIn(water) && method.IsEvaluated(item))
                input.Refuse(
                    "not_applicable", $"values.{readings[i].Asked}: has other limits in this water; send '总磷'");
            if (item.Rule == LimitRule.AtLeast)
                readings[i] = readings[i] with { SaturationPercent = saturation };
        }
        if (input.Refused)
            return;
        WaterVerdict verdict = method.Section(water, readings);
        result.Text("class", verdict.Class?.Name());
        result.Text("condition", verdict.Class is { } c ? method.Condition(c).Name : null);
        WriteItems(result, verdict);
        result.From(verdict.LeastCertain);
    }

    /// <summary>
    /// Null where class Ⅲ is kept (there is no exceedance) and for pH and dissolved oxygen. 总磷 alone is that of rivers,
    /// which the standard prints first, unless <c>water</c> says lake; items of tables 2 and 3 have one limit.
    /// </summary>
    private static void ExceedTimes(EvalInput input, EvalResult result, Rulebook rules)
    {
        Tables tables = rules.Newest();
        WaterItem? item = Item(input, tables.Of<Gb3838Of2002>());
        WaterValue value = input.Result("value", item);
        if (input.Refused)
            return;
        decimal? times = SurfaceWaterEvaluationOf2011.ExceedTimes(item!, value);
        result.Printed("times", times is { } t ? Gbt8170Of2008.RoundPlaces(t, 2) : null);
        result.From(SurfaceWaterEvaluationOf2011.Document, "二 主要污染指标", Confidence.Memory);
    }

    /// <summary>Null below five sections: such a basin is judged by the means of its items (section_class).</summary>
    private static void BasinCondition(EvalInput input, EvalResult result, Rulebook rules)
    {
        int good = input.Whole("n_I_III", 0, SectionsMax);
        int inferior = input.Whole("n_inferior_V", 0, SectionsMax);
        int sections = input.Whole("n_sections", 1, SectionsMax);
        if (!input.Refused && good + inferior > sections)
            input.Refuse("out_of_range", "n_sections: there are fewer than n_I_III and n_inferior_V together");
        if (input.Refused)
            return;
        var method = rules.Newest().Of<SurfaceWaterEvaluationOf2011>();
        WaterCondition? condition = method.Basin(good, inferior, sections);
        result.Text("condition", condition?.Name);
        result.From(condition?.Citation ?? method.Condition(WaterClass.I).Citation);
    }

    /// <summary>A term that is not known is null, and with it the index, whose weights hold for all five.</summary>
    private static void Tli(EvalInput input, EvalResult result, Rulebook rules)
    {
        var values = new decimal?[s_tliKeys.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!input.Has(s_tliKeys[i]))
                continue;
            values[i] = input.Result(s_tliKeys[i], null).Evaluated;
            if (!input.Refused && values[i] <= 0)
                input.Refuse(
                    "out_of_range",
                    $"{s_tliKeys[i]}: is no number above zero (no logarithm); '0.01L' is half a detection limit");
        }
        if (input.Refused)
            return;
        TrophicState state = rules.Newest().Of<SurfaceWaterEvaluationOf2011>().Trophic;
        TrophicResult trophic = state.Evaluate(values);
        result.Object("sub", sub =>
        {
            for (int i = 0; i < trophic.Terms.Count; i++)
                sub.Number(state.Terms[i].Name, trophic.Terms[i]);
        });
        result.Number("tli", trophic.Index);
        result.Text("level", trophic.Level);
        result.From(trophic.Citation);
    }

    /// <summary>
    /// Null for an item that is none of the 21. 总磷 alone is that of rivers unless <c>water</c> says lake.
    /// </summary>
    private static void CwqiItem(EvalInput input, EvalResult result, Rulebook rules)
    {
        Tables tables = rules.Newest();
        WaterItem? item = Item(input, tables.Of<Gb3838Of2002>());
        WaterValue value = input.Result("value", item);
        if (!input.Refused && item!.Rule == LimitRule.AtLeast && value.Evaluated == 0)
            input.Refuse("out_of_range", "value: dissolved oxygen of zero has no index (5/C)");
        if (!input.Refused && !value.HasNumber)
            input.Refuse("not_number", "value: 'ND' alone is no number; give its limit, such as '0.004L'");
        if (input.Refused)
            return;
        var method = tables.Of<CityWaterIndexOf2017>();
        result.Number("index", method.OfItem(item!, value.Evaluated));
        result.From(method.Citation);
    }

    /// <summary>A measured <c>pressure_kpa</c>, where it is sent, goes before the one of the altitude.</summary>
    private static void DoSaturation(EvalInput input, EvalResult result, Rulebook rules)
    {
        var oxygen = rules.Newest().Of<DissolvedOxygenOf2018>();
        decimal temperature = input.Number("temp_c", oxygen.TemperatureCelsius.Min, oxygen.TemperatureCelsius.Max);
        decimal? measured = input.Has("pressure_kpa")
            ? input.Number("pressure_kpa", oxygen.PressureKilopascal.Min, oxygen.PressureKilopascal.Max) : null;
        decimal altitude = measured is null
            ? input.Number("altitude_m", oxygen.AltitudeMetres.Min, oxygen.AltitudeMetres.Max) : 0;
        if (input.Refused)
            return;
        decimal pressure = measured ?? oxygen.Pressure(altitude);
        decimal saturation = oxygen.Saturation(temperature, pressure);
        result.Number("pressure_kpa", pressure);
        result.Number("do_sat_mg_L", saturation);
        result.Number("ninety_percent", oxygen.Clean(saturation));
        result.From(oxygen.Citation);
    }

    /// <summary>The classes by the names that were asked, also for groundwater.</summary>
    internal static void WriteItems(EvalResult result, WaterVerdict verdict) => result.Object("items", items =>
    {
        foreach (ClassedReading item in verdict.Items)
            items.Text(item.Reading.Asked, item.Class?.Name());
    });

    private static WaterItem? Item(EvalInput input, Gb3838Of2002 limits)
    {
        string name = input.Text("item");
        bool lake = input.Has("water") && input.OneOf("water", "river", "lake") == "lake";
        return input.Refused ? null : input.Known(
            "item", limits.Find(name, lake ? WaterBody.Lake : WaterBody.River), name, limits.Items);
    }
}
