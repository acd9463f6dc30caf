using System.Data.Common;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Evidence;

/// <summary>
/// Makes an evidence bundle (证据包) of some days of one outlet: the original bytes of all frames behind its values, what
/// they mean, proofs, and the acts that concern it. Reads a data directory without its locks; never changes it.
/// </summary>
internal sealed class BundleWriter(
    Func<DbConnection> tables, LogReader frames, LogReader acts, DeviceKeys? keys, TimeProvider clock)
{
    public const int FramesMax = 50_000;
    public const int ActsMax = 20_000;
    /// <summary>Most of the newest frames are under a checkpoint within a second.</summary>
    private const int TriesMax = 6;
    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(500);

    public static BundleWriter On(NodeOptions options, Func<DbConnection> tables, TimeProvider clock)
    {
        if (!File.Exists(options.TablesFile))
            throw new BundleRefusedException($"{options.TablesFile} 不在：先启动一次 serve，或者运行 qingyuan rebuild。");
        return new BundleWriter(tables, LogReader.OpenReadOnly(options.Frames), LogReader.OpenReadOnly(options.Acts),
            new DeviceKeys(options.DeviceKeyDirectory), clock);
    }

    /// <exception cref="BundleRefusedException">There is nothing to make it of.</exception>
    public async Task<(BundleManifest Manifest, byte[] File)> Make(
        string outlet, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        int days = last.DayNumber - first.DayNumber + 1;
        if (days is < 1 or > BundleSubject.DaysMax)
            throw new BundleRefusedException($"一个证据包最多 {BundleSubject.DaysMax} 天；起止日期要按先后写。");
        DateTimeOffset from = Midnight(first), to = Midnight(last.AddDays(1));
        using DbConnection connection = tables();
        Register register = Register.Load(connection);
        BundleSubject subject = Subject(register, outlet, from, to);
        var hours = Judged.Hours(connection, outlet, from, to);
        var daily = Judged.Days(connection, outlet, from, to);
        long? closing = Judged.Hours(connection, outlet, to, to.AddDays(7)).SelectMany(h => h.Positions)
            .Select(p => (long?)p).FirstOrDefault();
        long[] positions = [.. hours.Concat(daily).SelectMany(i => i.Positions)
            .Concat(closing is { } c ? [c] : []).Distinct().Order()];
        if (positions.Length == 0 || (hours.Count == 0 && daily.Count == 0))
            throw new BundleRefusedException($"{subject.Title}：没有算过的值，没有报文可以导出。");
        if (positions.Length > FramesMax)
            throw new BundleRefusedException($"有 {positions.Length} 条报文，一个包最多 {FramesMax} 条：请分几天导出。");
        await Covered(positions[^1], cancel);
        return Write(register, subject, hours, daily, closing, positions);
    }

    private (BundleManifest Manifest, byte[] File) Write(
        Register register, BundleSubject subject, IReadOnlyList<JudgedInterval> hours,
        IReadOnlyList<JudgedInterval> days, long? closing, long[] positions)
    {
        byte[][] entries = [.. positions.Select(frames.Read)];
        (long[] actPositions, byte[][] actEntries) = Acts(register, subject);
        MultiProof proof = frames.Prove(positions), actProof = acts.Prove(actPositions);
        byte[] opened = Opened(register, positions, entries, out int openedCount);
        var content = new Dictionary<string, byte[]>
        {
            [BundleManifest.FrameEntries] = BundleParts.Join(entries),
            [BundleManifest.FrameMeaning] = BundleParts.Meaning(positions, entries),
            [BundleManifest.FrameProof] = Encoding.UTF8.GetBytes(proof.ToText()),
            [BundleManifest.ActEntries] = BundleParts.Join(actEntries),
            [BundleManifest.ActMeaning] = BundleParts.ActMeaning(actPositions, actEntries),
            [BundleManifest.ActProof] = Encoding.UTF8.GetBytes(actProof.ToText()),
            [BundleManifest.Values] = BundleParts.Values(hours, days),
            [BundleManifest.Registry] = BundleParts.Registry(register, subject.Outlet, subject.From, subject.To),
            [BundleManifest.Rules] = BundleParts.Rules(hours, days),
            [BundleManifest.CheckScript] = CheckScript(),
        };
        if (openedCount > 0)
            content[BundleManifest.FrameOpened] = opened;
        var manifest = new BundleManifest(
            BundleManifest.FormatNow, clock.GetUtcNow().ToOffset(Beijing.Offset), Program,
            ["sha256", "sm3", "ed25519", "cosignature/v1"], subject,
            Of(proof), Of(actProof), closing, openedCount, []);
        content[BundleManifest.Procedure] = Procedure.Page(manifest);
        return Packed(manifest, content);
    }

    private static (BundleManifest, byte[]) Packed(BundleManifest manifest, Dictionary<string, byte[]> content)
    {
        string[] order = [.. BundleManifest.Always, .. content.Keys.Except(BundleManifest.Always)];
        List<(string Name, byte[] Content, byte[] Packed)> parts =
            [.. order.Select(name => (name, content[name], BundleFile.Pack(content[name])))];
        manifest = manifest with
        {
            Parts = [.. parts.Select(p => new BundleItem(p.Name, p.Content.Length, Digests.Sha256(p.Content),
                Digests.Sm3(p.Content), Digests.Sha256(p.Packed)))],
        };
        byte[] json = manifest.ToJson(), seal = BundleManifest.SealOf(json);
        // These two cannot tell their own packed digest, so they lie in the container as they are.
        parts.Add((BundleManifest.Manifest, json, json));
        parts.Add((BundleManifest.Seal, seal, seal));
        return (manifest, BundleFile.Write(parts));
    }

    internal static string Program { get; } =
        "qingyuan " + typeof(BundleWriter).Assembly.GetName().Version?.ToString(3);

    internal static byte[] CheckScript()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("check.py")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static BundleSubject Subject(Register register, string outlet, DateTimeOffset from, DateTimeOffset to)
    {
        Outlet known = register.Outlet(outlet, from)
            ?? throw new BundleRefusedException($"没有登记过排口 {outlet}。全部排口见 /api/v1/outlets。");
        return SubjectOf(known, register.Discharger(known.Discharger), from, to);
    }

    internal static BundleSubject SubjectOf(
        Outlet outlet, Discharger? discharger, DateTimeOffset from, DateTimeOffset to) =>
        new(outlet.Id, $"{outlet.Code} {outlet.Name}", outlet.Discharger, discharger?.Name ?? "",
            discharger?.Simulated ?? false, from, to);

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, Beijing.Offset);

    private static BundleLog Of(MultiProof proof) => new(
        proof.Checkpoint.Origin, proof.Positions.Count, proof.Checkpoint.Size,
        Convert.ToBase64String(proof.Checkpoint.Root));

    private async Task Covered(long position, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            frames.Refresh();
            acts.Refresh();
            if (position < frames.Published.Size)
                return;
            if (attempt == TriesMax)
                throw new BundleRefusedException("最新的报文还没有进检查点，约一秒后再试。");
            await Task.Delay(TryEvery, clock, cancel);
        }
    }

    /// <summary>
    /// The chain of acts: everything that names the outlet, its discharger or one of its devices, and every correction
    /// of a rule table, in order.
    /// </summary>
    private (long[] Positions, byte[][] Entries) Acts(Register register, BundleSubject subject)
    {
        byte[][] needles = [.. register.DevicesOf(subject.Outlet).Select(d => d.Mn).Distinct()
            .Append(subject.Outlet).Append(subject.Discharger).Select(id => Encoding.UTF8.GetBytes($"\"{id}\""))];
        var positions = new List<long>();
        var entries = new List<byte[]>();
        for (long position = 0; position < acts.Published.Size; position++)
        {
            byte[] entry = acts.Read(position);
            if (!entry.AsSpan().StartsWith("{\"kind\":\"rule.table."u8)
                && !needles.Any(n => entry.AsSpan().IndexOf(n) >= 0))
                continue;
            positions.Add(position);
            entries.Add(entry);
            if (positions.Count > ActsMax)
                throw new BundleRefusedException($"涉及这个排口的行为超过 {ActsMax} 条，一个包装不下。");
        }
        return ([.. positions], [.. entries]);
    }

    /// <summary>Encrypted frames in plain, for the reader; nobody without the device's key can check them.</summary>
    private byte[] Opened(Register register, long[] positions, byte[][] entries, out int count)
    {
        using var lines = new MemoryStream();
        count = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            if (FrameEntry.Read(entries[i]) is not { } frame || !SealedFrames.IsSealed(frame))
                continue;
            var message = new Message();
            message.Parse(frame.Bytes);
            if (keys?.Open(frame.Bytes.Span, register.Keys(Encoding.UTF8.GetString(message.Mn))) is not { } opened)
                continue;
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(
                new { position = positions[i], key = opened.Key.Id, plain = Encoding.UTF8.GetString(opened.Plain) },
                BundleManifest.Json));
            lines.WriteByte((byte)'\n');
            count++;
        }
        return lines.ToArray();
    }
}
