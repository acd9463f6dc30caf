using Qingyuan.App;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Tests.Judgement;

namespace Qingyuan.Tests.App;

/// <summary>What a running site is told so that encrypted frames mean something: the kiln, its key, an hour.</summary>
internal static class SealedSite
{
    public const string KeyText = "00112233445566778899aAbBcCdDeEfF";

    /// <summary>A whole hour two days ago.</summary>
    public static DateTimeOffset Hour { get; } =
        Floor(TimeProvider.System.GetUtcNow().AddDays(-2).ToOffset(Beijing.Offset));

    public static byte[] Key => Convert.FromHexString(KeyText);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task Enrol(Node node)
    {
        await Do(node, RegistryActs.OutletRegistered, RegistryActs.Write(Given.Kiln, RegistryActs.FromTheBeginning));
        var device = new Device(Given.KilnMn, Given.Kiln.Id, 2025, null, 0, RegistryActs.FromTheBeginning, null);
        await Do(node, RegistryActs.DeviceRegistered, RegistryActs.Write(device));
        await Do(node, RegistryActs.FactorsSet, RegistryActs.Write(
            Given.Kiln.Id, RegistryActs.FromTheBeginning, [Given.Nox(from: RegistryActs.FromTheBeginning)]));
    }

    /// <summary>60 encrypted minutes that no key opened when they came; gives the position of the last.</summary>
    public static async Task<long> Receive(Node node)
    {
        long last = -1;
        foreach (byte[] plain in KilnFrames.PlainHour(Hour, 300m))
            last = Append(node, SealedContent.Seal(As2025(plain), Key));
        await node.Followers.WhenFollowed("series", "frames", last).WaitAsync(Cancel);
        return last;
    }

    private static long Append(Node node, byte[] frame)
    {
        Span<byte> head = stackalloc byte[256];
        int length = FrameEntry.WriteHead(
            head, FrameEntryKind.Rejected, node.Frames.Now(), "10.0.0.7:4000"u8, 1, "decrypt");
        return node.Frames.Append(head[..length], frame).Position;
    }

    /// <summary>The edition's bits in Flag say 2025.</summary>
    private static byte[] As2025(byte[] plain)
    {
        string segment = System.Text.Encoding.ASCII.GetString(plain)[6..];
        segment = segment[..(segment.LastIndexOf("&&", StringComparison.Ordinal) + 2)];
        return FrameWriter.Frame(segment.Replace("Flag=5", "Flag=9", StringComparison.Ordinal));
    }

    private static Task<long> Do(Node node, string kind, System.Text.Json.Nodes.JsonObject content) =>
        node.Do(new Act(kind, node.Clock.GetUtcNow(), "test", "test", "test", content), Cancel);

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.Year, at.Month, at.Day, at.Hour, 0, 0, at.Offset);
}
