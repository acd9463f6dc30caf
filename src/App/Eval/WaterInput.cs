using System.Text.Json;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>How laboratory results of water are read from a line (水质结果的输入).</summary>
internal static class WaterInput
{
    /// <summary>Null and a refusal where the document knows no such item.</summary>
    public static WaterItem? Known(
        this EvalInput input, string key, WaterItem? item, string name, IEnumerable<WaterItem> all)
    {
        if (item is null)
            input.Refuse(
                "unknown_item", $"{key}: '{name}' is unknown; there are {string.Join(", ", all.Select(i => i.Name))}");
        return item;
    }

    /// <summary>A key that holds one result; text such as <c>0.004L</c> or <c>ND</c> is "not detected".</summary>
    public static WaterValue Result(this EvalInput input, string key, WaterItem? item)
    {
        if (input.Has(key))
            return ValueOf(input, key, input.Text(key), item);
        input.Number(key); // Says what is missing.
        return default;
    }

    /// <summary>The members of <c>values</c> as readings, in the order sent; an item named twice is refused.</summary>
    public static List<WaterReading> Readings(
        this EvalInput input, string key, Func<string, WaterItem?> find, IEnumerable<WaterItem> all)
    {
        List<(string Name, JsonElement Value)> members = input.Members(key);
        var readings = new List<WaterReading>(members.Count);
        foreach ((string name, JsonElement value) in members)
        {
            if (input.Known(key, find(name), name, all) is not { } item)
                return readings;
            foreach (WaterReading other in readings)
            {
                if (other.Item == item)
                    input.Refuse("twice", $"{key}.{name}: is the same item as '{other.Asked}'");
            }
            readings.Add(new WaterReading(name, item, MemberOf(input, $"{key}.{name}", value, item)));
        }
        return readings;
    }

    private static WaterValue? MemberOf(EvalInput input, string place, JsonElement value, WaterItem item)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind is JsonValueKind.String)
            return ValueOf(input, place, value.GetString()!, item);
        decimal number = input.NumberOf(place, value);
        return Checked(input, place, WaterValue.Of(number), item);
    }

    private static WaterValue ValueOf(EvalInput input, string place, string text, WaterItem? item)
    {
        if (item?.Rule == LimitRule.Presence && text.Trim() is "无" or "有")
            return WaterValue.Present(text.Trim() == "有");
        if (item?.Rule == LimitRule.Presence)
            input.Refuse("not_text", $"{place}: '无' or '有' is needed");
        else if (WaterValue.TryRead(text, out WaterValue value))
            return Checked(input, place, value, item);
        else
            input.Refuse("not_number", $"{place}: the text '{text}' is no number and not 'ND', '0.004L' or '<0.004'");
        return default;
    }

    private static WaterValue Checked(EvalInput input, string place, WaterValue value, WaterItem? item)
    {
        if (input.Refused)
            return value;
        if (item?.Rule == LimitRule.Presence)
            input.Refuse("not_text", $"{place}: '无' or '有' is needed");
        else if (value.Evaluated < 0 && item?.Rule != LimitRule.None)
            input.Refuse("out_of_range", $"{place}: a concentration is not below zero");
        else if (!value.IsDetected && item?.Rule is LimitRule.Between or LimitRule.AtLeast)
            input.Refuse("not_number", $"{place}: a number is needed; {item.Name} has no limit of detection");
        return value;
    }
}
