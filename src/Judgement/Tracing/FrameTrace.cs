using System.Globalization;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.Judgement;

/// <summary>
/// One frame as it stands in the ledger: who sent it when, what it says, and its fingerprint. The password is covered;
/// the bytes themselves are in the entry.
/// </summary>
/// <param name="Length">Bytes received.</param>
/// <param name="Fields">Header fields as sent and DataTime; PW covered.</param>
/// <param name="Items">Items of the factors asked for, <c>a21002-Avg=483.7</c>; none where it is sealed.</param>
/// <param name="LeafHash">SHA-256 of 0x00 and the entry (RFC 6962), hexadecimal.</param>
public sealed record FrameTrace(
    long Position, DateTimeOffset Received, string Peer, long Session, string Why, int Length,
    IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<KeyValuePair<string, string>> Items,
    string LeafHash, InclusionProof? Proof)
{
    private const string Covered = "******";

    /// <summary>Its content was sent encrypted (HJ 212-2025 6.4); fields and items are those of the opened content.
    /// </summary>
    public bool Encrypted { get; init; }

    /// <summary>Id of the registered key that opens it; null = plain, or none opens it.</summary>
    public string? Key { get; init; }

    /// <param name="factors">Codes in UTF-8: a day has tens of thousands of items, most of other factors.</param>
    /// <param name="message">Any; it is refilled for this frame.</param>
    internal static FrameTrace Of(
        long position, byte[] entry, IReadOnlyList<byte[]> factors, InclusionProof? proof, Message message,
        OpenSealed? open = null)
    {
        string leaf = Convert.ToHexStringLower(Merkle.Leaf(entry));
        if (FrameEntry.Read(entry) is not { } frame)
            return new FrameTrace(
                position, DateTimeOffset.UnixEpoch, "", 0, "entry.form", entry.Length, [], [], leaf, proof);
        var fields = new List<KeyValuePair<string, string>>();
        var items = new List<KeyValuePair<string, string>>();
        var opened = Opened(frame, open);
        bool isSealed = SealedFrames.IsSealed(frame);
        if (frame.Kind == FrameEntryKind.Frame || isSealed)
            Decode(message, opened?.Plain ?? frame.Bytes, isSealed && opened is null ? [] : factors, fields, items);
        return new FrameTrace(
            position, frame.Received.ToOffset(Beijing.Offset), frame.Peer, frame.Session, frame.Why, frame.Bytes.Length,
            fields, items, leaf, proof)
        {
            Encrypted = isSealed,
            Key = opened?.Key.Id,
        };
    }

    internal static (DeviceKey Key, byte[] Plain)? Opened(in FrameEntry frame, OpenSealed? open)
    {
        if (open is null || !SealedFrames.IsSealed(frame))
            return null;
        var message = new Message();
        message.Parse(frame.Bytes);
        return open(Text(message.Mn), frame.Bytes);
    }

    private static void Decode(
        Message message, ReadOnlyMemory<byte> bytes, IReadOnlyList<byte[]> factors,
        List<KeyValuePair<string, string>> fields, List<KeyValuePair<string, string>> items)
    {
        message.Parse(bytes);
        void Field(string name, ReadOnlySpan<byte> value)
        {
            if (value.Length > 0)
                fields.Add(new(name, Text(value)));
        }
        Field("QN", message.Qn);
        Field("ST", message.St);
        Field("CN", message.Cn);
        if (message.Pw.Length > 0)
            fields.Add(new("PW", Covered));
        Field("MN", message.Mn);
        if (message.Flag >= 0)
            fields.Add(new("Flag", message.Flag.ToString(CultureInfo.InvariantCulture)));
        Field("DataTime", message.DataTime);
        foreach (Item item in message.Items)
        {
            ReadOnlySpan<byte> factor = message.Bytes(item.Factor);
            if (IsOneOf(factors, factor))
                items.Add(new($"{Text(factor)}-{Text(message.Bytes(item.Field))}", Text(message.Bytes(item.Value))));
        }
    }

    private static bool IsOneOf(IReadOnlyList<byte[]> factors, ReadOnlySpan<byte> factor)
    {
        for (int i = 0; i < factors.Count; i++)
        {
            if (factor.SequenceEqual(factors[i]))
                return true;
        }
        return false;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
