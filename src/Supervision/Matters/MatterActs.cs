using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>
/// The acts about matters (事项行为) as they stand in <c>acts</c>. A step's effect is in its act: the table is the fold
/// of the ledger alone and needs no declaration, calendar or law of that day again.
/// </summary>
public static class MatterActs
{
    public const string Opened = "matter.opened.v1", Stepped = "matter.stepped.v1", Cosigned = "matter.cosigned.v1",
        Returned = "matter.returned.v1", Recused = "matter.recused.v1", Deputised = "matter.deputised.v1";

    private const string DayForm = "yyyy-MM-dd";

    public static bool IsOne(string kind) =>
        kind is Opened or Stepped or Cosigned or Returned or Recused or Deputised;

    /// <summary>The matter that an act is about; an opening is about itself.</summary>
    internal static long MatterOf(long position, Act act) =>
        act.Kind == Opened ? position : Number(act.Content, "matter");

    internal static JsonObject Write(Holder holder)
    {
        JsonObject json = new()
        {
            ["person"] = holder.Person,
            ["name"] = holder.Name,
            ["organisation"] = holder.Organisation,
        };
        if (holder.For.Length > 0)
            json["for"] = holder.For;
        return json;
    }

    internal static Holder ReadHolder(JsonNode? json) => json is JsonObject o
        ? new Holder(Text(o, "person"), Text(o, "name"), Text(o, "organisation"), Maybe(o, "for") ?? "")
        : throw new FormatException("a person is missing");

    internal static JsonArray Write(IEnumerable<(string Id, string Name, string Text)> fields) =>
        [.. fields.Select(f => (JsonNode)new JsonArray(f.Id, f.Name, f.Text))];

    internal static ImmutableArray<(string Id, string Name, string Text)> ReadFields(JsonObject content) =>
    [
        .. Array(content, "fields").Select(f => f is JsonArray { Count: 3 } a
            ? (a[0]!.GetValue<string>(), a[1]!.GetValue<string>(), a[2]!.GetValue<string>())
            : throw new FormatException("a field is no triple")),
    ];

    internal static JsonArray Write(IEnumerable<Attachment> attachments) =>
        [.. attachments.Select(a => (JsonNode)new JsonObject
        {
            ["rule"] = a.Rule,
            ["name"] = a.Name,
            ["digest"] = a.Digest,
            ["bytes"] = a.Bytes,
        })];

    internal static ImmutableArray<Attachment> ReadAttachments(JsonObject content) =>
    [
        .. Array(content, "attachments").Select(n => n is JsonObject a
            ? new Attachment(Text(a, "rule"), Text(a, "name"), Text(a, "digest"), Number(a, "bytes"))
            : throw new FormatException("an attachment is no object")),
    ];

    internal static JsonObject Write(Subject subject) => new()
    {
        ["kind"] = subject.Kind,
        ["id"] = subject.Id,
        ["name"] = subject.Name,
        ["region"] = subject.Region,
    };

    internal static Subject ReadSubject(JsonObject content) => content["subject"] is JsonObject s
        ? new Subject(Text(s, "kind"), Text(s, "id"), Text(s, "name"), Text(s, "region")) : Subject.None;

    internal static JsonObject Write(Effect effect)
    {
        JsonObject json = new() { ["to"] = effect.To, ["to_name"] = effect.ToName, ["ends"] = effect.Ends };
        Put("starts", effect.Starts.Select(c => (JsonNode)Write(c)));
        Put("resumes", effect.Resumes.Select(c => (JsonNode)Write(c)));
        Put("stops", effect.Stops.Select(c => (JsonNode)c));
        Put("suspends", effect.Suspends.Select(c => (JsonNode)c));
        if (effect.Assigns.Count > 0)
            json["assigns"] = Write(effect.Assigns);
        return json;

        void Put(string key, IEnumerable<JsonNode> list)
        {
            JsonArray array = [.. list];
            if (array.Count > 0)
                json[key] = array;
        }
    }

    internal static JsonObject Write(ImmutableDictionary<string, ImmutableArray<Holder>> assigns)
    {
        JsonObject json = [];
        foreach (var (role, people) in assigns.OrderBy(a => a.Key, StringComparer.Ordinal))
            json[role] = new JsonArray([.. people.Select(h => (JsonNode)Write(h))]);
        return json;
    }

    internal static Effect ReadEffect(JsonNode? node)
    {
        JsonObject json = node as JsonObject ?? throw new FormatException("effect is missing");
        return new Effect(
            Maybe(json, "to"), Maybe(json, "to_name") ?? "", json["ends"]?.GetValue<bool>() ?? false,
            [.. Array(json, "starts").Select(ReadClock)], Texts(json, "stops"), Texts(json, "suspends"),
            [.. Array(json, "resumes").Select(ReadClock)], ReadAssigns(json));
    }

    internal static ImmutableDictionary<string, ImmutableArray<Holder>> ReadAssigns(JsonObject json) =>
        (json["assigns"] as JsonObject ?? []).ToImmutableDictionary(
            a => a.Key, a => ((a.Value as JsonArray) ?? throw new FormatException("a role is no list"))
                .Select(ReadHolder).ToImmutableArray());

    private static JsonObject Write(MatterClock clock) => new()
    {
        ["clock"] = clock.Clock,
        ["name"] = clock.Name,
        ["length"] = clock.Length,
        ["basis"] = clock.Basis,
        ["started"] = clock.StartedAt.ToUnixTimeMilliseconds(),
        ["due"] = clock.Due.ToUnixTimeMilliseconds(),
        ["warn"] = clock.Warn.ToUnixTimeMilliseconds(),
        ["provisional"] = clock.Provisional,
    };

    private static MatterClock ReadClock(JsonNode? node)
    {
        JsonObject c = node as JsonObject ?? throw new FormatException("a term is no object");
        return new MatterClock(
            Text(c, "clock"), Text(c, "name"), Text(c, "length"), Text(c, "basis"),
            Beijing.FromMilliseconds(Number(c, "started")), Beijing.FromMilliseconds(Number(c, "due")),
            Beijing.FromMilliseconds(Number(c, "warn")), c["provisional"]?.GetValue<bool>() ?? false, null, null, -1);
    }

    internal static string DayText(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    internal static DateOnly? ReadDay(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, DayForm, CultureInfo.InvariantCulture);

    internal static string Text(JsonObject json, string key) =>
        json[key]?.GetValue<string>() ?? throw new FormatException($"{key} is missing");

    internal static string? Maybe(JsonObject json, string key) => json[key]?.GetValue<string>();

    internal static long Number(JsonObject json, string key) =>
        json[key]?.GetValue<long>() ?? throw new FormatException($"{key} is missing");

    private static JsonArray Array(JsonObject json, string key) => json[key] as JsonArray ?? [];

    private static ImmutableArray<string> Texts(JsonObject json, string key) =>
        [.. Array(json, key).Select(t => t?.GetValue<string>() ?? throw new FormatException($"{key} holds no text"))];
}
