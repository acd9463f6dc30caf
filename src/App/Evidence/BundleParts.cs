using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App.Evidence;

/// <summary>
/// The parts of a bundle that follow from its entries. Who makes a bundle and who checks one call the same functions,
/// so a part that was altered differs from what its entries give.
/// </summary>
internal static class BundleParts
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = BundleManifest.Json.Encoder,
        SkipValidation = true,
    };

    /// <summary>Entries one after the other, each after its length in 16 bits (as in a C2SP entry bundle).</summary>
    public static byte[] Join(IReadOnlyList<byte[]> entries)
    {
        byte[] all = new byte[entries.Sum(e => 2L + e.Length)];
        int at = 0;
        foreach (byte[] entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(all.AsSpan(at), (ushort)entry.Length);
            entry.CopyTo(all, at + 2);
            at += 2 + entry.Length;
        }
        return all;
    }

    /// <summary>Null = the lengths do not add up.</summary>
    public static List<byte[]>? Split(ReadOnlySpan<byte> all)
    {
        var entries = new List<byte[]>();
        while (!all.IsEmpty)
        {
            if (all.Length < 2 || entries.Count > MultiProof.PositionsMax)
                return null;
            int length = BinaryPrimitives.ReadUInt16BigEndian(all);
            if (length > all.Length - 2)
                return null;
            entries.Add(all.Slice(2, length).ToArray());
            all = all[(2 + length)..];
        }
        return entries;
    }

    /// <summary>A line of JSON for each frame: position, digests, transport facts, and what its bytes say.</summary>
    public static byte[] Meaning(IReadOnlyList<long> positions, IReadOnlyList<byte[]> entries)
    {
        var lines = new ArrayBufferWriter<byte>(entries.Count * 2_048);
        using var json = new Utf8JsonWriter(lines, Plain);
        for (int i = 0; i < entries.Count; i++)
        {
            Begin(json, positions[i], entries[i]);
            if (FrameEntry.Read(entries[i]) is { } frame)
            {
                json.WriteString("kind", frame.Kind.ToString().ToLowerInvariant());
                json.WriteString("received", frame.Received);
                json.WriteString("peer", frame.Peer);
                json.WriteNumber("session", frame.Session);
                json.WriteString("why", frame.Why);
                json.WritePropertyName("message");
                json.WriteRawValue(Decoded(frame.Bytes), skipInputValidation: true);
            }
            End(json, lines);
        }
        return lines.WrittenSpan.ToArray();
    }

    /// <summary>A line of JSON for each act: position, digests, and what a reader looks for first.</summary>
    public static byte[] ActMeaning(IReadOnlyList<long> positions, IReadOnlyList<byte[]> entries)
    {
        var lines = new ArrayBufferWriter<byte>(entries.Count * 256);
        using var json = new Utf8JsonWriter(lines, Plain);
        for (int i = 0; i < entries.Count; i++)
        {
            Begin(json, positions[i], entries[i]);
            if (Act.Read(entries[i]) is { } act)
            {
                json.WriteString("kind", act.Kind);
                json.WriteString("at", act.At);
                json.WriteString("by", act.By);
                json.WriteString("power", act.Power);
                json.WriteString("clause", act.Clause);
            }
            End(json, lines);
        }
        return lines.WrittenSpan.ToArray();
    }

    /// <summary>The judged hours and days with their rule, limit, marks and the positions behind each.</summary>
    public static byte[] Values(IReadOnlyList<JudgedInterval> hours, IReadOnlyList<JudgedInterval> days) =>
        JsonSerializer.SerializeToUtf8Bytes(new { hours, days }, BundleManifest.Json);

    /// <summary>Who and what was registered, and the device parameters in force, at the first and at the last
    /// moment.</summary>
    public static byte[] Registry(Register register, string outlet, DateTimeOffset from, DateTimeOffset to) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new { atStart = Facts(register, outlet, from), atEnd = Facts(register, outlet, to.AddTicks(-1)) },
            BundleManifest.Json);

    /// <summary>The documents and clauses that judged, and each row that was not simply seen in its document.</summary>
    public static byte[] Rules(IReadOnlyList<JudgedInterval> hours, IReadOnlyList<JudgedInterval> days)
    {
        JudgedFactor[] factors = [.. hours.Concat(days).SelectMany(i => i.Factors)];
        var documents = factors.Select(f => new { f.Document, f.Clause }).Distinct()
            .OrderBy(d => d.Document, StringComparer.Ordinal).ThenBy(d => d.Clause, StringComparer.Ordinal);
        var rows = factors.SelectMany(f => f.Rules ?? []).Distinct()
            .OrderBy(r => r.Table, StringComparer.Ordinal).ThenBy(r => r.Row, StringComparer.Ordinal);
        return JsonSerializer.SerializeToUtf8Bytes(new { documents, rows }, BundleManifest.Json);
    }

    private static object Facts(Register register, string id, DateTimeOffset at)
    {
        Outlet? outlet = register.Outlet(id, at);
        return new
        {
            at,
            discharger = outlet is null ? null : register.Discharger(outlet.Discharger),
            outlet,
            // The hash of a device's PW says nothing to a reader and helps a guesser.
            devices = register.DevicesOf(id).Where(d => d.From <= at && (d.To is null || at < d.To))
                .Select(d => d with { PasswordHash = null }),
            factors = register.Factors(id, at),
        };
    }

    private static void Begin(Utf8JsonWriter json, long position, byte[] entry)
    {
        json.Reset();
        json.WriteStartObject();
        json.WriteNumber("position", position);
        json.WriteNumber("bytes", entry.Length);
        json.WriteString("sha256", Digests.Sha256(entry));
        json.WriteString("sm3", Digests.Sm3(entry));
    }

    private static void End(Utf8JsonWriter json, ArrayBufferWriter<byte> lines)
    {
        json.WriteEndObject();
        json.Flush();
        lines.Write("\n"u8);
    }

    // Without any key: whoever checks has none.
    private static ReadOnlySpan<byte> Decoded(ReadOnlyMemory<byte> bytes)
    {
        using var lines = new MemoryStream();
        using (var decoder = new StreamDecoder(lines))
        {
            using var input = new MemoryStream(bytes.ToArray());
            // Over memory: nothing waits.
            decoder.Run(input).GetAwaiter().GetResult();
        }
        ReadOnlySpan<byte> all = lines.GetBuffer().AsSpan(0, (int)lines.Length);
        int end = all.IndexOf((byte)'\n');
        return end < 0 ? "null"u8 : all[..end];
    }
}
