using System.Text.Json;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App.Evidence;

/// <summary>Both logs of a copy at one moment.</summary>
internal sealed record CopySizes(long Frames, string FramesRoot, long Acts, string ActsRoot);

/// <summary>What is known of a backup (备份). It is unproven until it was restored once.</summary>
/// <param name="Proven">What a restore of it held, and when; null = it was never restored.</param>
internal sealed record BackupState(
    DateTimeOffset At, string Program, CopySizes Sizes, int Attachments, CopySizes? Proven, DateTimeOffset? ProvenAt)
{
    public const string FileName = "backup.json";

    /// <summary>未经恢复证明, or up to where it is proven.</summary>
    public string Word => Proven is null ? "还没有恢复过，未经证明"
        : Proven == Sizes ? $"已恢复证明（{ProvenAt:yyyy-MM-dd HH:mm}）"
        : $"恢复证明到报文 {Proven.Frames} 条、行为 {Proven.Acts} 条（{ProvenAt:yyyy-MM-dd HH:mm}），之后的未经证明";

    public static BackupState? Read(string directory)
    {
        string file = Path.Combine(directory, FileName);
        try
        {
            return File.Exists(file)
                ? JsonSerializer.Deserialize<BackupState>(File.ReadAllBytes(file), BundleManifest.Json) : null;
        }
        catch (JsonException)
        {
            return null; // Torn: as one that was never restored.
        }
    }

    public void Write(string directory) => File.WriteAllBytes(
        Path.Combine(directory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, BundleManifest.Json));
}

/// <summary>
/// Backs a data directory up while it is in use, and restores one (备份与恢复): logs, keys, attachments. Tables are not
/// copied; they are refilled.
/// </summary>
internal static class NodeCopy
{
    private static readonly string[] Logs = ["frames", "acts"];

    public static BackupState BackUp(string data, string to, TimeProvider clock)
    {
        var options = new NodeOptions(data);
        if (!File.Exists(options.KindFile))
            throw new NodeRefusedException($"{data} holds no ledger (the file 'kind' is missing).");
        Directory.CreateDirectory(to);
        var target = new NodeOptions(to);
        // Acts first: an act may name a frame that came before it, never one that comes after.
        CopiedLog acts = LogCopy.Into(options.Acts, target.Acts);
        CopiedLog frames = LogCopy.Into(options.Frames, target.Frames);
        int attachments = CopyFiles(options.BlobDirectory, target.BlobDirectory);
        MakeKeys(target.Keys);
        CopyFiles(options.Keys, target.Keys);
        File.Copy(options.KindFile, target.KindFile, overwrite: true);
        BackupState? before = BackupState.Read(to);
        var state = new BackupState(
            clock.GetUtcNow().ToOffset(Hj212.Beijing.Offset), BundleWriter.Program,
            new CopySizes(frames.Size, frames.Root, acts.Size, acts.Root), attachments, before?.Proven,
            before?.ProvenAt);
        state.Write(to);
        return state;
    }

    /// <summary>
    /// Verifies the backup, makes a data directory of it, opens that and fills its tables; then the backup is proven.
    /// </summary>
    /// <param name="policy">Null = the key beside the copy, which only proves that it agrees with itself.</param>
    public static async Task<BackupState> Restore(
        string from, string data, TrustPolicy? policy, TimeProvider clock)
    {
        var source = new NodeOptions(from);
        var target = new NodeOptions(data);
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
            throw new NodeRefusedException($"{data} is not empty; nothing is restored over something.");
        BackupState stated = BackupState.Read(from) ?? throw new NodeRefusedException(
            $"{from} is no backup: {BackupState.FileName} is missing or damaged.");
        foreach (string log in Logs)
        {
            string directory = Path.Combine(from, "ledger", log);
            TrustPolicy trusted = policy ?? TrustPolicy.Of(
                VerifierKey.Parse(await File.ReadAllTextAsync(Path.Combine(directory, "vkey"))));
            Verdict verdict = LogVerifier.Verify(directory, trusted);
            if (!verdict.Holds)
                throw new NodeRefusedException(
                    $"{directory}: {verdict.Problem} ({verdict.File}). Nothing was restored.");
        }
        Directory.CreateDirectory(data);
        CopiedLog acts = LogCopy.Restore(source.Acts, target.Acts);
        CopiedLog frames = LogCopy.Restore(source.Frames, target.Frames);
        int attachments = CopyFiles(source.BlobDirectory, target.BlobDirectory);
        MakeKeys(target.Keys);
        CopyFiles(source.Keys, target.Keys);
        File.Copy(source.KindFile, target.KindFile);
        // Complete = exactly what the backup said it holds; less would be a copy that lost something since.
        var sizes = new CopySizes(frames.Size, frames.Root, acts.Size, acts.Root);
        if (sizes != stated.Sizes || attachments != stated.Attachments)
            throw new NodeRefusedException(
                $"the backup says {stated.Sizes.Frames} frames, {stated.Sizes.Acts} acts and {stated.Attachments} "
                + $"attachments; restored were {sizes.Frames}, {sizes.Acts} and {attachments}. It is not complete.");
        CheckAttachments(target);
        await using (OfflineNode node = await OfflineNode.Open(data, clock))
        {
            if (node.Logs["frames"].DurableSize != frames.Size || node.Logs["acts"].DurableSize != acts.Size)
                throw new NodeRefusedException("the restored logs do not open at the sizes of the backup.");
            Rebuild.Refill(node.Tables, node.Logs, FollowerSet.All(new DeviceKeys(target.DeviceKeyDirectory)), []);
        }
        BackupState proven = stated with
        {
            Proven = sizes,
            ProvenAt = clock.GetUtcNow().ToOffset(Hj212.Beijing.Offset),
        };
        proven.Write(from);
        return proven;
    }

    private static void CheckAttachments(NodeOptions options)
    {
        var blobs = new Blobs(options.BlobDirectory);
        if (!Directory.Exists(options.BlobDirectory))
            return;
        foreach (string file in Directory.EnumerateFiles(options.BlobDirectory, "*", SearchOption.AllDirectories))
            _ = blobs.Get(Path.GetFileName(file)); // Throws when its digest is another.
    }

    private static void MakeKeys(string directory)
    {
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Files by name and length, for attachments never change. Returns how many there are.</summary>
    private static int CopyFiles(string from, string to)
    {
        if (!Directory.Exists(from))
            return 0;
        int count = 0;
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".tmp", StringComparison.Ordinal))
                continue;
            count++;
            var target = new FileInfo(Path.Combine(to, Path.GetRelativePath(from, file)));
            if (target.Exists && target.Length == new FileInfo(file).Length)
                continue;
            target.Directory!.Create();
            File.Copy(file, target.FullName, overwrite: true);
        }
        return count;
    }
}
