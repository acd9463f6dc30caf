using System.Text.Json;

namespace Qingyuan.Hj212;

/// <summary>
/// The items of one or more messages by factor and field, in the order sent, for people and for JSON. A key sent twice
/// with different values keeps them all.
/// </summary>
public sealed class ItemTable
{
    private readonly OrderedDictionary<string, OrderedDictionary<string, List<string>>> _factors = [];
    private readonly OrderedDictionary<string, List<string>> _info = [], _plain = [];

    /// <summary>Adds all items; DataTime stands apart and comes in only where a second one differs.</summary>
    public void Add(Message message)
    {
        foreach (ref readonly Item item in message.Items)
        {
            string field = Text.Decode(message.Bytes(item.Field)), value = Text.Decode(message.Bytes(item.Value));
            if (item.Factor.Length == 0)
            {
                if (field != "DataTime" || !message.Bytes(item.Value).SequenceEqual(message.DataTime))
                    Add(_plain, field, value);
                continue;
            }
            string factor = Text.Decode(message.Bytes(item.Factor));
            if (field == "Info")
                Add(_info, factor, value);
            else
                Add(Factor(factor), field, value);
        }
    }

    public bool HasInfo => _info.Count > 0;

    public void WriteFactors(Utf8JsonWriter json)
    {
        json.WriteStartObject("factors");
        foreach ((string factor, var fields) in _factors)
            Write(json, factor, fields);
        json.WriteEndObject();
    }

    public void WriteInfo(Utf8JsonWriter json) => Write(json, "info", _info);

    public void WritePlain(Utf8JsonWriter json) => Write(json, "cp", _plain);

    private OrderedDictionary<string, List<string>> Factor(string factor)
    {
        if (!_factors.TryGetValue(factor, out var fields))
            _factors.Add(factor, fields = []);
        return fields;
    }

    private static void Add(OrderedDictionary<string, List<string>> table, string key, string value)
    {
        if (!table.TryGetValue(key, out List<string>? values))
            table.Add(key, values = []);
        if (!values.Contains(value))
            values.Add(value);
    }

    private static void Write(Utf8JsonWriter json, string name, OrderedDictionary<string, List<string>> table)
    {
        json.WriteStartObject(name);
        foreach ((string key, List<string> values) in table)
        {
            if (values.Count == 1)
            {
                json.WriteString(key, values[0]);
                continue;
            }
            json.WriteStartArray(key);
            foreach (string value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
