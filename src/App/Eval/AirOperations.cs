using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>
/// Ambient air: indices, limits by day, percentiles, the ozone day and completeness (环境空气). Answers name the items as
/// they were asked.
/// </summary>
internal static class AirOperations
{
    private const string Index = "air-index", Limits = "ambient-air", Evaluation = "air-evaluation";
    private const int HoursOfDay = 24;

    private static readonly Dictionary<string, int> s_grades = new()
    {
        ["1"] = 1,
        ["2"] = 2,
        ["一级"] = 1,
        ["二级"] = 2,
        ["I"] = 1,
        ["II"] = 2,
        ["Ⅰ"] = 1,
        ["Ⅱ"] = 2,
        ["Ⅰ级"] = 1,
        ["Ⅱ级"] = 2,
    };

    public static (string, Operation)[] All =>
    [
        ("iaqi", Iaqi),
        ("aqi_daily", AqiDaily),
        ("limit_on_date", LimitOnDate),
        ("percentile", Percentile),
        ("o3_mda8", OzoneDayOf),
        ("air_daily_valid", DailyValid),
        ("air_annual_valid", AnnualValid),
    ];

    private static void Iaqi(EvalInput input, EvalResult result, Rulebook rules)
    {
        EditionInForce? edition = IndexEdition(input, rules);
        string name = input.Text("item");
        decimal? concentration = Known(input, "", "conc", input.NumberOrNull("conc"));
        if (input.Refused)
            return;
        Tables tables = rules.Newest();
        AirItem? item = ItemOf(input, tables, "item", name, "");
        if (input.Refused)
            return;
        Hj633 index = tables.Of<Hj633>(edition!.Folder);
        result.Number("iaqi", concentration is { } c ? index.Iaqi(item!.Value, c) : null);
        result.From(index.Cite(item!.Value, concentration) ?? edition.Citation);
    }

    private static void AqiDaily(EvalInput input, EvalResult result, Rulebook rules)
    {
        EditionInForce? edition = IndexEdition(input, rules);
        List<KeyValuePair<string, decimal?>> values = input.Map("values");
        if (input.Refused)
            return;
        Tables tables = rules.Newest();
        Hj633 index = tables.Of<Hj633>(edition!.Folder);
        var items = new (AirItem Item, decimal? Concentration)[values.Count];
        for (int i = 0; i < items.Length; i++)
        {
            (string name, decimal? concentration) = values[i];
            AirItem? item = ItemOf(input, tables, "values", name, "daily");
            for (int j = 0; j < i && item is not null; j++)
            {
                if (items[j].Item == item)
                    input.Refuse("twice", $"values.{name}: is the same item as values.{values[j].Key}");
            }
            items[i] = (item ?? default, Known(input, "values.", name, concentration));
        }
        if (input.Refused)
            return;
        AirIndex day = index.Index(AirReport.Daily, items);
        result.Object("iaqi", members =>
        {
            for (int i = 0; i < items.Length; i++)
                members.Number(values[i].Key, day.Iaqi[i].Iaqi);
        });
        result.Number("aqi", day.Aqi);
        if (day.Aqi is null)
            result.Text("primary", null);
        else
            result.Texts("primary", day.Primary.Select(p => values[Array.FindIndex(items, i => i.Item == p)].Key));
        result.Text("level", day.Level?.Level);
        result.Text("category", day.Level?.Category);
        result.Text("colour", day.Level?.Colour);
        result.From(Basis(index, items, day));
    }

    /// <summary>The rule of the index, or an unconfirmed row that an item's own index rests on.</summary>
    private static Citation Basis(Hj633 index, (AirItem Item, decimal? Concentration)[] items, AirIndex day)
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (day.Iaqi[i].Iaqi is not null
                && index.Cite(items[i].Item, items[i].Concentration) is { IsUnconfirmed: true } unsure)
                return unsure;
        }
        return day.Citation;
    }

    private static void LimitOnDate(EvalInput input, EvalResult result, Rulebook rules)
    {
        DateOnly day = input.Day("date");
        string itemName = input.Text("item"), periodName = input.Text("period"), gradeName = input.Text("grade");
        if (input.Refused)
            return;
        Tables tables = rules.On(day);
        AirItems names = tables.Of<AirItems>();
        string? item = names.Item(itemName), period = names.Period(periodName);
        if (item is null)
            input.Refuse(
                "unknown_item", $"item: '{itemName}' is not known; there are {string.Join(", ", names.Items)}");
        if (period is null)
            input.Refuse(
                "unknown_period", $"period: '{periodName}' is not known; there are {string.Join(", ", names.Periods)}");
        if (!s_grades.TryGetValue(gradeName, out int grade))
            input.Refuse("unknown_choice", $"grade: '{gradeName}' is none of 1, 2, 一级, 二级, I, II");
        if (input.Refused)
            return;
        // Before the first edition that this house knows, no limit is known: null, never the limit of a later day.
        InForce editions = tables.Of<InForce>();
        EditionInForce? edition = editions.Edition(Limits, day);
        AirLimit? limit = edition is null ? null
            : tables.Of<Gb3095>(edition.Folder).Limit(new AirItem(item!, period!), grade, day);
        result.Number("limit", limit?.Value);
        result.From(limit?.Citation ?? (edition ?? editions.First(Limits)).Citation);
    }

    private static void Percentile(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal?[] values = input.NumbersOrNull("values");
        decimal percent = input.Number("p", 0, 100);
        if (input.Refused)
            return;
        result.Number("value", Plain(Hj663.Percentile(values.OfType<decimal>(), percent)));
        result.From("HJ 663-2013", "附录 A");
    }

    private static void OzoneDayOf(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal?[] hours = input.NumbersOrNull("hours_1_to_24");
        if (!input.Refused && hours.Length != HoursOfDay)
            input.Refuse(
                "wrong_length", $"hours_1_to_24: 24 entries are needed (null = missing), not {hours.Length}");
        if (input.Refused)
            return;
        Tables tables = rules.Newest();
        InForce editions = tables.Of<InForce>();
        EditionInForce limits = editions.Newest(Limits);
        Hj663 evaluation = tables.Of<Hj663>(editions.Newest(Evaluation).Folder);
        Gb3095 gb = tables.Of<Gb3095>(limits.Folder);
        var item = new AirItem("O3", "8h");
        // The grade belongs to the site; without one the general grade II.
        OzoneDay day = evaluation.Ozone(hours, gb.Minimum(item)!, gb.Limit(item, 2, limits.From)!.Value);
        result.Flag("valid", day.Valid);
        result.Number("mda8", Plain(day.Mda8));
        result.Number("n8h", day.Means);
        result.From(evaluation.Rules.Cite("o3.day.means"));
    }

    private static void DailyValid(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal hours = input.Number("valid_hours", 0, HoursOfDay);
        if (input.Refused)
            return;
        (Gb3095 gb, AirItem item) = (NewestLimits(rules), new AirItem("PM2.5", "24h"));
        result.Flag("valid", gb.Counts(item, hours));
        result.From(gb.Minimum(item)!.Citation);
    }

    private static void AnnualValid(EvalInput input, EvalResult result, Rulebook rules)
    {
        int days = input.Whole("valid_days", 0, 366);
        int month = input.Whole("min_month_days", 0, 31);
        int february = input.Whole("feb_days", 0, 29);
        if (input.Refused)
            return;
        (Gb3095 gb, AirItem item) = (NewestLimits(rules), new AirItem("PM2.5", "annual"));
        result.Flag("valid", gb.Counts(item, days, month, february));
        result.From(gb.Minimum(item)!.Citation);
    }

    /// <summary>The edition by its year, e.g. 2012 or "HJ 633-2012".</summary>
    private static EditionInForce? IndexEdition(EvalInput input, Rulebook rules)
    {
        string asked = input.Text("edition");
        if (input.Refused)
            return null;
        IReadOnlyList<EditionInForce> all = rules.Newest().Of<InForce>().All;
        foreach (EditionInForce edition in all)
        {
            if (edition.Subject == Index && edition.Region.Length == 0
                && (edition.Document == asked || edition.Document.AsSpan()[^4..].SequenceEqual(asked)))
                return edition;
        }
        IEnumerable<string> known = all.Where(e => e.Subject == Index).Select(e => e.Document[^4..]).Distinct();
        input.Refuse("unknown_choice", $"edition: '{asked}' is none of {string.Join(", ", known)}");
        return null;
    }

    /// <summary>An item with its averaging time; in a daily report a bare name means the daily value.</summary>
    private static AirItem? ItemOf(EvalInput input, Tables tables, string key, string name, string report)
    {
        AirItems names = tables.Of<AirItems>();
        if (names.Key(name) is { } item)
            return item;
        if (report.Length > 0 && names.Item(name) is { } bare)
            return new AirItem(bare, bare == "O3" ? "8h" : "24h");
        input.Refuse("unknown_item", $"{key}: '{name}' is not known; there are SO2_24h, SO2_1h, NO2_24h, NO2_1h, "
            + "CO_24h, CO_1h, O3_8h, O3_1h, PM10_24h, PM10_1h, PM25_24h, PM25_1h");
        return null;
    }

    private static decimal? Known(EvalInput input, string under, string key, decimal? concentration)
    {
        if (concentration < 0)
            input.Refuse("out_of_range", string.Create(
                CultureInfo.InvariantCulture, $"{under}{key}: {concentration} is below zero"));
        return concentration;
    }

    private static Gb3095 NewestLimits(Rulebook rules)
    {
        Tables tables = rules.Newest();
        return tables.Of<Gb3095>(tables.Of<InForce>().Newest(Limits).Folder);
    }

    /// <summary>Without the zeros that a calculation leaves at the end.</summary>
    private static decimal? Plain(decimal? value) => value / 1.0000000000000000000000000000m;
}
