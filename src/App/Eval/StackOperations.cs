using System.Text.Json;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>Flue gas after HJ 75 (烟气排放连续监测): state, validity, capture, substitution, hours above a limit.</summary>
internal static class StackOperations
{
    private const int PlacesOfCorrected = 2;

    public static (string, Operation)[] All =>
    [
        ("to_reference_state", ToReferenceState),
        ("o2_correction", CorrectOxygen),
        ("hour_valid", HourValid),
        ("month_valid", MonthValid),
        ("capture_rate", CaptureRate),
        ("substitute_emission", SubstituteEmission),
        ("exceed_hours", ExceedHours),
    ];

    private static Hj75Of2017 Edition(Rulebook rules) => rules.Newest().Of<Hj75Of2017>();

    /// <summary>
    /// "Reference state" (参比状态) is the word of GB 3095 for 298.15 K and 1013.25 hPa; flue gas has a "standard state".
    /// </summary>
    private static void ToReferenceState(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal actual = input.Number("c_actual");
        decimal temperature = input.Number("temp_c");
        decimal pressure = input.Number("pressure_kpa");
        if (input.Refused)
            return;
        GasState ambient = rules.Newest().Of<GasStates>().Ambient;
        decimal? converted = GasStates.Convert(actual, temperature, pressure, ambient);
        if (converted is null && pressure <= 0)
            input.Refuse("out_of_range", "pressure_kpa: a pressure above zero is needed, such as 65.2");
        else if (converted is null)
            input.Refuse("out_of_range", "temp_c: there is no such temperature; it must lie above -273.15 °C");
        if (input.Refused)
            return;
        result.Number("c_reference", converted);
        result.From(ambient.Citation);
    }

    /// <summary>Air or more (O2 ≥ 21) is measured but not computable: null. Below zero is no oxygen content.</summary>
    private static void CorrectOxygen(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal measured = input.Number("c");
        decimal o2 = input.Number("o2", 0, 100);
        decimal reference = input.Number("ref");
        Hj75Of2017 edition = Edition(rules);
        if (!input.Refused && (reference < 0 || reference >= edition.Rules["o2.air"]))
            input.Refuse("out_of_range", "ref: a reference oxygen from 0 to below 21 is needed, such as 6");
        if (input.Refused)
            return;
        bool known = edition.TryCorrect(measured, o2, reference, out decimal corrected);
        result.Printed("corrected", known ? Gbt8170Of2008.RoundPlaces(corrected, PlacesOfCorrected) : null);
        result.From(edition.Rules.Cite("o2.air"));
    }

    private static void HourValid(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal minutes = input.Number("valid_minutes", 0, 60);
        if (input.Refused)
            return;
        Hj75Of2017 edition = Edition(rules);
        result.Flag("valid", edition.HourCounts(minutes));
        result.From(edition.Rules.Cite("hour.minutes"));
    }

    private static void MonthValid(EvalInput input, EvalResult result, Rulebook rules)
    {
        int month = input.Whole("month", 1, 12);
        // A year in which February is longest: the operation names none.
        int days = input.Whole("valid_days", 0, DateTime.DaysInMonth(2024, month));
        if (input.Refused)
            return;
        Hj75Of2017 edition = Edition(rules);
        result.Flag("valid", edition.MonthCounts(days, month));
        result.From(edition.Rules.Cite(month == 2 ? "february.days" : "month.days"));
    }

    private static void CaptureRate(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal quarter = input.Number("quarter_h", 0, decimal.MaxValue);
        decimal invalid = input.Number("invalid_h", 0, decimal.MaxValue);
        decimal stopped = input.Number("stop_h", 0, decimal.MaxValue);
        if (!input.Refused && stopped > quarter)
            input.Refuse("out_of_range", "stop_h: the plant cannot have stood still for longer than the quarter");
        if (!input.Refused && invalid > quarter - stopped)
            input.Refuse("out_of_range", "invalid_h: more hours than the plant ran in the quarter");
        if (input.Refused)
            return;
        result.Number("rate_percent", Hj75Of2017.CapturePercent(quarter, invalid, stopped));
        result.From(Edition(rules).Rules.Cite("capture.percent"));
    }

    private static void SubstituteEmission(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal capture = input.Number("capture", 0, 100);
        decimal hours = input.Number("n_hours");
        // An hour whose emission is not known is none of the valid ones before.
        decimal[] history = [.. input.NumbersOrNull("history").OfType<decimal>()];
        if (!input.Refused && hours <= 0)
            input.Refuse("out_of_range", "n_hours: the number of invalid hours in a row is needed, 1 or more");
        if (input.Refused)
            return;
        Hj75Of2017 edition = Edition(rules);
        Substitute? substitute = edition.Substitution.For(capture, hours, history);
        result.Number("window", substitute?.Window);
        result.Number("value", substitute?.Value);
        result.From(substitute?.Citation ?? edition.Rules.Cite("capture.percent"));
    }

    private static void ExceedHours(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal limit = input.Number("limit");
        Tables tables = rules.Newest();
        Hj75Of2017 edition = tables.Of<Hj75Of2017>();
        int count = 0, i = 0;
        foreach (JsonElement hour in input.List("hours"))
        {
            if (ReadHour(input, i, hour) is { } c && !input.Refused)
            {
                bool counts = !HasValue(hour, "valid_minutes", out JsonElement minutes)
                    || edition.HourCounts(Minutes(input, i, minutes));
                if (counts && !IsMarked(hour) && Hj75Of2017.Exceeds(c, limit, Comparison.FullValue, 1))
                    count++;
            }
            if (input.Refused)
                return;
            i++;
        }
        if (input.Refused)
            return;
        result.Number("exceed_hours", count);
        result.From(tables.Of<MarkingOf2022>().May(DataUse.Exceedance, MarkEffect.Invalid).Citation);
    }

    /// <summary>Null = the hour has no value, so nothing can lie above the limit.</summary>
    private static decimal? ReadHour(EvalInput input, int at, JsonElement hour)
    {
        if (hour.ValueKind == JsonValueKind.Object)
        {
            return !HasValue(hour, "c", out JsonElement c) ? null
                : EvalInput.TryNumber(c, out decimal number) ? number : input.NumberOf($"hours[{at}].c", c);
        }
        if (hour.ValueKind != JsonValueKind.Null)
            input.Refuse("not_object", $"hours[{at}]: an object such as {{\"c\": 410.4}} is needed");
        return null;
    }

    private static decimal Minutes(EvalInput input, int at, JsonElement value)
    {
        if (!EvalInput.TryNumber(value, out decimal minutes))
            return input.NumberOf($"hours[{at}].valid_minutes", value);
        if (minutes is < 0 or > 60)
            input.Refuse("out_of_range", $"hours[{at}].valid_minutes: minutes of an hour are 0 to 60");
        return minutes;
    }

    /// <summary>A mark may be sent as a flag or as its letter; an empty text is none.</summary>
    private static bool IsMarked(JsonElement hour) => HasValue(hour, "invalid_mark", out JsonElement mark)
        && mark.ValueKind switch
        {
            JsonValueKind.False => false,
            JsonValueKind.String => mark.GetString()!.Length > 0,
            JsonValueKind.Number => mark.GetDouble() != 0,
            _ => true,
        };

    private static bool HasValue(JsonElement hour, string key, out JsonElement value) =>
        hour.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;
}
