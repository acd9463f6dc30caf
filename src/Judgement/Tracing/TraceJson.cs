using System.Globalization;
using System.Text.Json;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>
/// The JSON of a trace, the same at the command line and over HTTP: value, rule, hours, minutes, frames. Values stay
/// text with the digits of their rule; states, bases and reasons are stable codes.
/// </summary>
public static class TraceJson
{
    public static void Write(Utf8JsonWriter json, HourTrace trace, IReadOnlyList<FrameTrace> frames)
    {
        json.WriteStartObject();
        json.WriteString("kind", "hour");
        Head(json, trace.Interval, trace.Factor, trace.Rule, trace.Method, trace.Outlet, trace.Formula);
        Minutes(json, trace.Minutes);
        Frames(json, frames);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, DayTrace trace, IReadOnlyList<FrameTrace> frames)
    {
        json.WriteStartObject();
        json.WriteString("kind", "day");
        Head(json, trace.Interval, trace.Factor, trace.Rule, trace.Method, trace.Outlet, trace.Formula);
        json.WriteStartArray("hours");
        foreach (JudgedInterval hour in trace.Hours)
        {
            if (hour.Factors.FirstOrDefault(f => f.Code == trace.Factor.Code) is not { } factor)
                continue;
            json.WriteStartObject();
            Interval(json, hour);
            Value(json, factor);
            json.WriteString("formula", Formula.OfHour(hour, factor));
            Minutes(json, trace.Minutes.Where(m => m.From >= hour.From && m.From < hour.To));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Frames(json, frames);
        json.WriteEndObject();
    }

    /// <summary>The stable code of a state, e.g. <c>exceeds</c>.</summary>
    public static string Code(OutletState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static void Head(
        Utf8JsonWriter json, JudgedInterval interval, JudgedFactor factor, OutletFactor? rule, Comparison? method,
        Outlet? outlet, string formula)
    {
        json.WriteString("outlet", interval.Outlet);
        Optional(json, "outletName", outlet is null ? null : $"{outlet.Code} {outlet.Name}");
        json.WriteString("factor", factor.Code);
        Optional(json, "factorName", rule?.Name);
        Optional(json, "unit", rule?.Unit);
        Interval(json, interval);
        Value(json, factor);
        if (factor.Corrected && outlet?.ReferenceO2 is { } o2)
            json.WriteNumber("referenceO2", o2);
        json.WriteString("formula", formula);
        json.WriteStartObject("basisOfRule");
        json.WriteString("document", factor.Document);
        json.WriteString("clause", factor.Clause);
        json.WriteEndObject();
        Rules(json, factor.Rules);
        if (rule is not null && factor.Limit is not null)
        {
            json.WriteStartObject("basisOfLimit");
            json.WriteString("document", rule.Document);
            json.WriteString("clause", rule.Clause);
            json.WriteString("comparison",
                method == Comparison.RoundedValue ? "GB/T 8170-2008 4.3.3" : "GB/T 8170-2008 4.3.2");
            json.WriteEndObject();
        }
    }

    /// <summary>Rows that were not simply seen in their document; the key is absent where there are none.</summary>
    private static void Rules(Utf8JsonWriter json, IReadOnlyList<RuleBasis>? rules)
    {
        if (rules is null)
            return;
        json.WriteString("ruleState", rules.Any(r => r.IsUnconfirmed) ? "unconfirmed" : "confirmed");
        json.WriteStartArray("rules");
        foreach (RuleBasis basis in rules)
        {
            json.WriteStartObject();
            json.WriteString("table", basis.Table);
            json.WriteString("row", basis.Row);
            json.WriteString("document", basis.Document);
            json.WriteString("clause", basis.Clause);
            json.WriteString("confidence", basis.Confidence.ToString());
            if (basis.Act is { } act)
                json.WriteNumber("act", act);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Interval(Utf8JsonWriter json, JudgedInterval interval)
    {
        json.WriteString("from", interval.From);
        json.WriteString("to", interval.To);
        json.WriteBoolean("open", interval.Open);
        json.WriteString("basis", interval.Basis == Basis.Minutes ? "minutes" : "stated");
    }

    private static void Value(Utf8JsonWriter json, JudgedFactor factor)
    {
        Optional(json, "value", factor.Value);
        Optional(json, "exact", factor.Exact?.ToString(CultureInfo.InvariantCulture));
        Optional(json, "measured", factor.Measured);
        json.WriteBoolean("corrected", factor.Corrected);
        Optional(json, "stated", factor.Stated);
        Optional(json, "difference", factor.Difference);
        Optional(json, "limit", factor.Limit);
        json.WriteString("state", Code(factor.State));
        Optional(json, "reason", factor.Reason);
        json.WriteString("mark", factor.Mark);
        json.WriteNumber("valid", factor.Valid);
        json.WriteNumber("observed", factor.Observed);
        json.WriteNumber("expected", factor.Expected);
    }

    private static void Minutes(Utf8JsonWriter json, IEnumerable<JudgedMinute> minutes)
    {
        json.WriteStartArray("minutes");
        foreach (JudgedMinute minute in minutes)
        {
            json.WriteStartObject();
            json.WriteString("from", minute.From);
            Optional(json, "measured", minute.Measured);
            Optional(json, "o2", minute.O2);
            Optional(json, "value", minute.Value?.ToString(CultureInfo.InvariantCulture));
            Optional(json, "stated", minute.Stated);
            json.WriteString("mark", minute.Mark);
            Optional(json, "reason", minute.Reason);
            json.WriteNumber("position", minute.Position);
            json.WriteString("received", minute.Received);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Frames(Utf8JsonWriter json, IReadOnlyList<FrameTrace> frames)
    {
        json.WriteStartArray("frames");
        foreach (FrameTrace frame in frames)
        {
            json.WriteStartObject();
            json.WriteNumber("position", frame.Position);
            json.WriteString("received", frame.Received);
            json.WriteString("peer", frame.Peer);
            json.WriteNumber("session", frame.Session);
            json.WriteNumber("length", frame.Length);
            if (frame.Encrypted)
            {
                json.WriteBoolean("encrypted", true);
                json.WriteString("key", frame.Key);
            }
            Pairs(json, "fields", frame.Fields);
            Pairs(json, "items", frame.Items);
            json.WriteString("leafHash", frame.LeafHash);
            if (frame.Proof is { } proof)
                Proof(json, proof);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Proof(Utf8JsonWriter json, InclusionProof proof)
    {
        json.WriteStartObject("proof");
        json.WriteString("origin", proof.Checkpoint.Origin);
        json.WriteNumber("size", proof.Checkpoint.Size);
        json.WriteString("root", Convert.ToHexStringLower(proof.Checkpoint.Root));
        json.WriteStartArray("path");
        foreach (byte[] hash in proof.Path)
            json.WriteStringValue(Convert.ToHexStringLower(hash));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A key sent twice is written once, with the value that was sent first.</summary>
    private static void Pairs(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        json.WriteStartObject(name);
        for (int i = 0; i < pairs.Count; i++)
        {
            if (!IsSentBefore(pairs, i))
                json.WriteString(pairs[i].Key, pairs[i].Value);
        }
        json.WriteEndObject();
    }

    // A frame has a handful of them: looking back costs less than a set for each of 1,440 frames.
    private static bool IsSentBefore(IReadOnlyList<KeyValuePair<string, string>> pairs, int at)
    {
        for (int i = 0; i < at; i++)
        {
            if (pairs[i].Key == pairs[at].Key)
                return true;
        }
        return false;
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
