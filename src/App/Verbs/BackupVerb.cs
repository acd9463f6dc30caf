using System.CommandLine;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;

namespace Qingyuan.App;

/// <summary>
/// <c>backup</c> (备份) copies a data directory while it is in use; <c>restore</c> (恢复) makes one of a copy and thereby
/// proves it; <c>fsck</c> (体检) names every damaged byte range.
/// </summary>
internal static class BackupVerb
{
    public static Command Backup
    {
        get
        {
            var data = new Option<string>("--data") { Required = true, Description = "the data directory" };
            var to = new Option<string>("--to") { Required = true, Description = "where the copy lies; only grows" };
            var prove = new Option<bool>("--prove") { Description = "restore it at once into a scratch directory" };
            var verb = new Command(
                "backup", "Copy a data directory while it is in use. Example: qingyuan backup --data DIR --to BACKUP " +
                "--prove")
            {
                data, to, prove,
            };
            verb.SetAction((call, _) => ServeVerb.Guard(() => Run(
                call.GetRequiredValue(data), call.GetRequiredValue(to), call.GetValue(prove),
                call.InvocationConfiguration.Output)));
            return verb;
        }
    }

    public static Command Restore
    {
        get
        {
            var from = new Option<string>("--from") { Required = true, Description = "a directory made by 'backup'" };
            var data = new Option<string>("--data") { Required = true, Description = "an empty or absent directory" };
            var policy = new Option<string?>("--policy") { Description = "whom to believe; else the key beside it" };
            var verb = new Command(
                "restore", "Make a data directory of a backup. Example: qingyuan restore --from BACKUP --data DIR")
            {
                from, data, policy,
            };
            verb.SetAction((call, _) => ServeVerb.Guard(async () =>
            {
                TrustPolicy? trusted = call.GetValue(policy) is { } file
                    ? TrustPolicy.Parse(await File.ReadAllTextAsync(file)) : null;
                BackupState state = await NodeCopy.Restore(
                    call.GetRequiredValue(from), call.GetRequiredValue(data), trusted, TimeProvider.System);
                TextWriter output = call.InvocationConfiguration.Output;
                output.WriteLine($"已恢复 restored: {state.Sizes.Frames:N0} frames, {state.Sizes.Acts:N0} acts, "
                    + $"{state.Attachments:N0} attachments; 备份{state.Word}");
                if (trusted is null)
                    output.WriteLine(
                        "  注意 note: the keys came from the backup itself; give --policy to check signers.");
                return 0;
            }));
            return verb;
        }
    }

    public static Command Fsck
    {
        get
        {
            var data = new Option<string>("--data") { Required = true, Description = "the data directory" };
            var verb = new Command("fsck", "Name every damaged byte range. Example: qingyuan fsck --data DIR")
            {
                data,
            };
            verb.SetAction((call, _) => ServeVerb.Guard(() => Task.FromResult(
                Check(call.GetRequiredValue(data), call.InvocationConfiguration.Output))));
            return verb;
        }
    }

    private static async Task<int> Run(string data, string to, bool prove, TextWriter output)
    {
        BackupState state = NodeCopy.BackUp(data, to, TimeProvider.System);
        if (prove)
        {
            string scratch = Path.GetFullPath(to).TrimEnd('/') + ".prove";
            if (Directory.Exists(scratch))
                Directory.Delete(scratch, recursive: true);
            try
            {
                state = await NodeCopy.Restore(to, scratch, null, TimeProvider.System);
            }
            finally
            {
                if (Directory.Exists(scratch))
                    Directory.Delete(scratch, recursive: true);
            }
        }
        output.WriteLine($"已备份 backed up: {state.Sizes.Frames:N0} frames, {state.Sizes.Acts:N0} acts, "
            + $"{state.Attachments:N0} attachments -> {to}");
        output.WriteLine($"  {state.Word}");
        return 0;
    }

    private static int Check(string data, TextWriter output)
    {
        var options = new NodeOptions(data);
        int damaged = 0;
        foreach (string log in (string[])[options.Frames, options.Acts])
        {
            IReadOnlyList<Damage> found = DamageList.Of(log);
            foreach (Damage d in found)
                output.WriteLine($"损坏 DAMAGED  {d.File}  "
                    + (d.Length < 0 ? "missing" : $"bytes {d.Offset}-{d.Offset + d.Length - 1}")
                    + $"  positions {d.First}-{d.Last}  {d.Why}");
            damaged += found.Count;
            if (found.Count == 0)
                output.WriteLine($"完好 whole    {log}");
        }
        if (Directory.Exists(options.BlobDirectory))
            damaged += Attachments(options, output);
        if (damaged > 0)
            output.WriteLine("其余照常可读；用备份里的同名文件换回坏的文件。Everything else is served; put the same file of a "
                + "backup in the place of a damaged one.");
        return damaged == 0 ? 0 : 1;
    }

    private static int Attachments(NodeOptions options, TextWriter output)
    {
        var blobs = new Blobs(options.BlobDirectory);
        int damaged = 0;
        foreach (string file in Directory.EnumerateFiles(options.BlobDirectory, "*", SearchOption.AllDirectories))
        {
            try
            {
                _ = blobs.Get(Path.GetFileName(file));
            }
            catch (Exception e) when (e is InvalidDataException or ArgumentException)
            {
                output.WriteLine($"损坏 DAMAGED  {file}  its digest is another");
                damaged++;
            }
        }
        return damaged;
    }
}
