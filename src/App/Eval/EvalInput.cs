using System.Globalization;
using System.Text.Json;

namespace Qingyuan.App.Eval;

/// <summary>Why a line could not be calculated; the message names the key and says what is expected.</summary>
internal sealed record EvalRefusal(string Code, string Message);

/// <summary>
/// The <c>input</c> object of one line (一次计算的输入). The first thing wrong is remembered and zero is given back, so an
/// operation reads all its keys first and then asks <see cref="Refused"/> once. A key that nobody reads is ignored.
/// </summary>
internal sealed class EvalInput
{
    public const int ListMax = 100_000;

    /// <summary>Members of one object; no document names so many items.</summary>
    public const int MembersMax = 1_000;

    private JsonElement _input;

    public EvalRefusal? Refusal { get; private set; }
    public bool Refused => Refusal is not null;

    public void Open(JsonElement input)
    {
        _input = input;
        Refusal = null;
    }

    /// <summary>Refuses the line for a reason of the operation's own; the first refusal stays.</summary>
    public void Refuse(string code, string message) => Refusal ??= new EvalRefusal(code, message);

    public bool Has(string key) =>
        _input.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public bool IsObject(string key) =>
        _input.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Object;

    /// <summary>A number, given as a JSON number or as text.</summary>
    public decimal Number(string key)
    {
        if (!TryFind(key, out JsonElement value))
            return 0;
        if (value.ValueKind == JsonValueKind.Null)
        {
            Refuse("missing", $"{key}: a number is needed, null (not known) is not enough");
            return 0;
        }
        return NumberOf(key, value);
    }

    public decimal Number(string key, decimal min, decimal max)
    {
        decimal number = Number(key);
        if (!Refused && (number < min || number > max))
            Refuse(
                "out_of_range", string.Create(CultureInfo.InvariantCulture, $"{key}: {number} is not {min} to {max}"));
        return number;
    }

    /// <summary>Null where the key is absent or null.</summary>
    public decimal? NumberOrNull(string key) =>
        _input.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? NumberOf(key, value) : null;

    public int Whole(string key, int min, int max)
    {
        decimal number = Number(key, min, max);
        if (!Refused && number != decimal.Truncate(number))
            Refuse("not_whole", string.Create(CultureInfo.InvariantCulture, $"{key}: {number} is not a whole number"));
        return Refused ? min : (int)number;
    }

    public string Text(string key)
    {
        if (!TryFind(key, out JsonElement value))
            return "";
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString()!;
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetRawText();
        Refuse("not_text", $"{key}: a text is needed, not {Kind(value)}");
        return "";
    }

    /// <summary>Null where the key is absent or null.</summary>
    public string? TextOrNull(string key) => Has(key) ? Text(key) : null;

    public string OneOf(string key, params ReadOnlySpan<string> choices)
    {
        string text = Text(key);
        if (!Refused && !choices.Contains(text))
            Refuse("unknown_choice", $"{key}: '{text}' is none of {string.Join(", ", choices!)}");
        return text;
    }

    public bool Flag(string key)
    {
        if (!TryFind(key, out JsonElement value))
            return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Refuse("not_flag", $"{key}: true or false is needed, not {Kind(value)}");
        return false;
    }

    public DateOnly Day(string key)
    {
        string text = Text(key);
        if (Refused)
            return default;
        if (DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return day;
        Refuse("not_date", $"{key}: '{text}' is not a date such as 2026-03-01");
        return default;
    }

    /// <summary>Null where the key is absent or null.</summary>
    public DateOnly? DayOrNull(string key) => Has(key) ? Day(key) : null;

    /// <summary>A list of numbers; null in it = not known.</summary>
    public decimal?[] NumbersOrNull(string key)
    {
        if (!TryList(key, out JsonElement list))
            return [];
        var numbers = new decimal?[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (TryNumber(item, out decimal number))
                numbers[i] = number;
            else if (item.ValueKind != JsonValueKind.Null)
                NumberOf($"{key}[{i}]", item);
            i++;
        }
        return numbers;
    }

    public decimal[] Numbers(string key)
    {
        decimal?[] numbers = NumbersOrNull(key);
        int unknown = Array.IndexOf(numbers, null);
        if (unknown >= 0)
            Refuse("missing", $"{key}[{unknown}]: a number is needed, null (not known) is not enough");
        return Array.ConvertAll(numbers, n => n ?? 0);
    }

    /// <summary>The elements of a list, for lists of objects or pairs; read each with <see cref="NumberOf"/>.</summary>
    public IEnumerable<JsonElement> List(string key) => TryList(key, out JsonElement list) ? list.EnumerateArray() : [];

    /// <summary>An object of named numbers in the order sent; null = not known.</summary>
    public List<KeyValuePair<string, decimal?>> Map(string key)
    {
        var map = new List<KeyValuePair<string, decimal?>>();
        foreach ((string name, JsonElement value) in Members(key))
            map.Add(new(name, value.ValueKind == JsonValueKind.Null ? null : NumberOf($"{key}.{name}", value)));
        return map;
    }

    /// <summary>The members of an object in the order sent; a name sent twice is refused.</summary>
    public List<(string Name, JsonElement Value)> Members(string key)
    {
        var members = new List<(string, JsonElement)>();
        if (!TryFind(key, out JsonElement value))
            return members;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse("not_object", $"{key}: an object such as {{\"name\": 1.5}} is needed, not {Kind(value)}");
            return members;
        }
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (members.Count == MembersMax)
            {
                Refuse("too_long", $"{key}: more than {MembersMax} members");
                return members;
            }
            if (members.Exists(m => m.Item1 == member.Name))
                Refuse("twice", $"{key}.{member.Name}: stands twice");
            members.Add((member.Name, member.Value));
        }
        return members;
    }

    /// <summary>A number at a place inside the input that the caller names, e.g. <c>pairs[3][0]</c>.</summary>
    public decimal NumberOf(string place, JsonElement value)
    {
        if (!TryNumber(value, out decimal number))
            Refuse("not_number", $"{place}: {Kind(value)} is not a number");
        return number;
    }

    /// <summary>For long lists: a place need not be put into words while all is well.</summary>
    public static bool TryNumber(JsonElement value, out decimal number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out number),
            JsonValueKind.String => decimal.TryParse(
                value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    private bool TryFind(string key, out JsonElement value)
    {
        if (_input.TryGetProperty(key, out value))
            return true;
        Refuse("missing", $"{key}: is needed");
        return false;
    }

    private bool TryList(string key, out JsonElement list)
    {
        if (!TryFind(key, out list))
            return false;
        if (list.ValueKind != JsonValueKind.Array)
        {
            Refuse("not_list", $"{key}: a list is needed, not {Kind(list)}");
            return false;
        }
        if (list.GetArrayLength() <= ListMax)
            return true;
        Refuse("too_long", $"{key}: more than {ListMax} entries");
        return false;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text '{Short(value.GetString()!)}'",
        JsonValueKind.Number => Short(value.GetRawText()),
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.True or JsonValueKind.False => "a flag",
        _ => "null",
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
