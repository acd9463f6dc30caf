using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>
/// An act (行为): what a person did, as an entry of the log <c>acts</c>. No act without a person, a power that was in
/// force, and a clause. The entry is one line of JSON in exactly this key order:
/// <c>kind, at, by, power, clause, content</c>, and, where it binds a person, <c>assertion</c>.
/// </summary>
/// <param name="Kind">E.g. <c>outlet.registered.v1</c>.</param>
/// <param name="By">
/// Id of the person; before the ceremony <c>bootstrap</c> (holder of the bootstrap password) or <c>demo</c>.
/// </param>
public sealed record Act(string Kind, DateTimeOffset At, string By, string Power, string Clause, JsonObject Content)
{
    /// <summary>Largest entry: the ledger gives it a 16-bit length.</summary>
    public const int EntryBytesMax = Ledger.Log.EntryBytesMax;

    /// <summary>The person's signature over <see cref="Digest"/>; null = the act is not signed.</summary>
    public Assertion? Assertion { get; init; }

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    private const int DepthMax = 16;

    // Chinese stays readable in the ledger; the entry is never put into HTML without the page's own escaping.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A key sent twice could mean two things to two readers, so such a line is no act.
    private static readonly JsonDocumentOptions Reading = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = DepthMax,
    };

    /// <summary>SHA-256 of the entry without its signature: what the person signs.</summary>
    public byte[] Digest() => SHA256.HashData(Entry(null));

    /// <summary>The entry, without a line end. The same act gives the same bytes.</summary>
    public byte[] ToEntry() => Entry(Assertion);

    private byte[] Entry(Assertion? assertion)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Kind);
            writer.WriteString("at", TimeText(At));
            writer.WriteString("by", By);
            writer.WriteString("power", Power);
            writer.WriteString("clause", Clause);
            writer.WritePropertyName("content");
            Content.WriteTo(writer);
            if (assertion is not null)
            {
                writer.WritePropertyName("assertion");
                assertion.Write(writer);
            }
            writer.WriteEndObject();
        }
        if (bytes.Length > EntryBytesMax)
            throw new ArgumentException($"An act holds at most {EntryBytesMax} bytes; this {Kind} has {bytes.Length}.");
        return bytes.ToArray();
    }

    /// <summary>Null = not an act.</summary>
    public static Act? Read(ReadOnlySpan<byte> entry)
    {
        try
        {
            if (JsonNode.Parse(entry, null, Reading) is not JsonObject { Count: 6 or 7 } act)
                return null;
            return new Act(
                Text(act, 0, "kind"),
                ReadTime(Text(act, 1, "at")),
                Text(act, 2, "by"), Text(act, 3, "power"), Text(act, 4, "clause"),
                act.GetAt(5) is { Key: "content", Value: JsonObject content }
                    ? content.DeepClone().AsObject()
                    : throw new FormatException("content is no object"))
            {
                Assertion = act.Count == 6 ? null : ReadAssertion(act),
            };
        }
        catch (Exception e)
            when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static Assertion ReadAssertion(JsonObject act) =>
        act.GetAt(6) is { Key: "assertion", Value: JsonObject assertion }
            ? Registry.Assertion.Read(assertion)
            : throw new FormatException("assertion is no object");

    internal static string TimeText(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>At +08:00.</summary>
    internal static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .ToOffset(Hj212.Beijing.Offset);

    private static string Text(JsonObject act, int at, string key) =>
        act.GetAt(at) is { Value: JsonValue value } property && property.Key == key
            ? value.GetValue<string>()
            : throw new FormatException($"{key} is missing or no text");
}
