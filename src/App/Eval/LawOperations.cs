using System.Globalization;
using System.Text.Json;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>Terms in working days (期限) and the consecutive daily penalty (按日连续处罚).</summary>
internal static class LawOperations
{
    private static readonly Citation s_plain = new("行政处罚法", "85", "", Confidence.Seen);

    public static (string, Operation)[] All => [("working_day", WorkingDay), ("daily_penalty", DailyPenalty)];

    private static void WorkingDay(EvalInput input, EvalResult result, Rulebook rules)
    {
        DateOnly from = input.Day("from");
        int days = input.Whole("days", -WorkingDays.DaysMax, WorkingDays.DaysMax);
        WorkingCalendar? calendar = Calendar(input, rules.Newest().Of<WorkingDays>());
        if (input.Refused || calendar is null)
            return;
        WorkingDayCount count = calendar.Count(from, days);
        if (count.Day is not { } day)
        {
            input.Refuse("unknown_year", string.Create(
                CultureInfo.InvariantCulture,
                $"from: the holidays of {count.UnknownYear} are not in this calendar; it knows "
                + $"{string.Join(", ", calendar.Years)}"));
            return;
        }
        result.Day("date", day);
        result.From(count.Citation);
    }

    /// <summary>A calendar by name, or one given as <c>{"holidays": [dates], "workdays": [dates]}</c>.</summary>
    private static WorkingCalendar? Calendar(EvalInput input, WorkingDays known)
    {
        if (input.IsObject("calendar"))
            return Given(input);
        string name = input.Text("calendar");
        if (input.Refused)
            return null;
        WorkingCalendar? calendar = known[NameOf(name)];
        if (calendar is null)
        {
            input.Refuse(
                "unknown_calendar", $"calendar: '{name}' is not known; there are {string.Join(", ", known.Names)}");
        }
        return calendar;
    }

    private static string NameOf(string name) => name.Trim().ToLowerInvariant() switch
    {
        "cn" or "china" or "zh-cn" or "prc" or "national" or "全国" or "国家" or "中国" => WorkingDays.National,
        "tibet" or "xizang" or "cn-xz" or "cn-54" or "xz" or "54" or "540000" or "西藏" or "西藏自治区" or "cn-tibet"
            or "cn-xizang" => "tibet",
        var other => other,
    };

    private static WorkingCalendar? Given(EvalInput input)
    {
        var calendar = new WorkingCalendar(s_plain);
        foreach ((string name, JsonElement list) in input.Members("calendar"))
        {
            if (name is not ("holidays" or "workdays") || list.ValueKind != JsonValueKind.Array)
            {
                input.Refuse(
                    "unknown_calendar", $"calendar.{name}: only holidays and workdays, lists of dates, are known");
                return null;
            }
            foreach (JsonElement item in list.EnumerateArray())
            {
                if (!DateOnly.TryParseExact(
                    item.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                {
                    input.Refuse("not_date", $"calendar.{name}: '{item}' is not a date such as 2026-03-01");
                    return null;
                }
                calendar.AddDays(day, day, name == "workdays", s_plain);
            }
        }
        calendar.AddEveryYear();
        return calendar;
    }

    private static void DailyPenalty(EvalInput input, EvalResult result, Rulebook rules)
    {
        decimal fine = input.Number("fine");
        DateOnly served = input.Day("order_served");
        DateOnly found = input.Day("recheck_found");
        if (!input.Refused && fine <= 0)
            input.Refuse("out_of_range", "fine: the original fine must be above zero");
        if (input.Refused)
            return;
        if (rules.On(served).Of<InForce>().Edition("daily-penalty", served) is not { } edition)
        {
            input.Refuse("not_in_force", "order_served: the consecutive daily penalty is in force from 2015-01-01");
            return;
        }
        MepOrder28Of2014 order = rules.On(served).Of<MepOrder28Of2014>(edition.Folder);
        if (order.Of(fine, served, found) is not { } penalty)
        {
            input.Refuse(
                "no_days", "recheck_found: must be at least one day after order_served, else there are 0 days to fine");
            return;
        }
        result.Day("start", penalty.Start);
        result.Day("end", penalty.End);
        result.Number("days", penalty.Days);
        result.Number("amount", penalty.Amount);
        Citation basis = order.Rules.Cite("start.days.after.service");
        result.From(basis with { Clause = penalty.IsLateRecheck ? "17、19;复查晚于第10条的30日" : "17、19" });
    }
}
