using System.Buffers.Binary;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Supervision;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Supervision;

/// <summary>A witness with a real Ed25519 key, as another authority runs it.</summary>
internal sealed class SomeWitness
{
    private readonly byte[] _seed;

    public SomeWitness(string name, byte number)
    {
        _seed = [.. Enumerable.Repeat(number, 32)];
        byte[] publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(_seed, 0, publicKey, 0);
        Key = VerifierKey.Of(name, VerifierKey.CosignatureType, publicKey);
    }

    public VerifierKey Key { get; }

    /// <summary>The note with this witness's line (C2SP cosignature/v1).</summary>
    public string Cosign(string note, DateTimeOffset at)
    {
        string text = SignedNote.Parse(note).Text;
        byte[] message = VerifierKey.CosignedMessage(text, (ulong)at.ToUnixTimeSeconds());
        byte[] line = new byte[4 + 8 + Ed25519.SignatureSize];
        BinaryPrimitives.WriteUInt32BigEndian(line, Key.Id);
        BinaryPrimitives.WriteUInt64BigEndian(line.AsSpan(4), (ulong)at.ToUnixTimeSeconds());
        Ed25519.Sign(_seed, 0, message, 0, message.Length, line, 12);
        return $"{note}— {Key.Name} {Convert.ToBase64String(line)}\n";
    }
}

/// <summary>Lists for a draw.</summary>
internal static class Pools
{
    public static readonly DateTimeOffset Agreed = new(2026, 3, 14, 3, 0, 0, TimeSpan.Zero);

    public static SomeWitness[] Witnesses { get; } = [new("procuratorate.example", 7), new("police.example", 8)];

    public static IReadOnlyList<PoolObject> Objects(int a = 34, int b = 28, int c = 17, int d = 8) =>
    [
        .. new[] { ("A", a), ("B", b), ("C", c), ("D", d) }.SelectMany(k => Enumerable.Range(1, k.Item2)
            .Select(n => new PoolObject($"JG-{k.Item1}-{n:D3}", $"模拟·机构{k.Item1}{n}", "拉萨", k.Item1))),
    ];

    public static IReadOnlyList<PoolInspector> Inspectors(int each = 12) =>
    [
        .. new[] { "生态环境", "市场监管" }.SelectMany(d => Enumerable.Range(1, each).Select(n => new PoolInspector(
            $"{(d == "生态环境" ? "hj" : "sj")}-{n:D2}", $"检查员{n}", d, "拉萨", []))),
    ];

    public static DrawRules Rules() => new(
        DrawRules.Suggested, [new DrawSeats("生态环境", 2), new DrawSeats("市场监管", 1)], Agreed, 60,
        [.. Witnesses.Select(w => w.Key)]);

    public static byte[] Seed(int number) =>
        System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"seed {number}"));
}

/// <summary>A draw that really took place: a log, its checkpoints, two witnesses.</summary>
internal sealed class SomeDraw : IAsyncDisposable
{
    private readonly TemporaryLog _place = new();
    private readonly Log _acts;
    private readonly List<string> _recusals = [];
    private readonly List<(string, string)> _steps = [];

    private SomeDraw()
    {
        _place.Options = _place.Options with { Origin = "test.example/acts" };
        _acts = _place.Open();
    }

    public IReadOnlyList<PoolObject> Objects { get; } = Pools.Objects();
    public IReadOnlyList<PoolInspector> Inspectors { get; } = Pools.Inspectors();
    public DrawRules Rules { get; } = Pools.Rules();
    public required string Operator { get; init; }
    public Draw Draw { get; private set; } = null!;
    public DrawRecord Record { get; private set; } = null!;

    public string Policy => $"log {_acts.VerifierKey}\n"
        + string.Concat(Pools.Witnesses.Select((w, i) => $"witness w{i} {w.Key}\n"))
        + "group both all w0 w1\nquorum both\n";

    public static async Task<SomeDraw> Hold(
        string by = "pasang", TimeSpan? committedAt = null, TimeSpan? cosignedAt = null)
    {
        var some = new SomeDraw { Operator = by };
        DateTimeOffset commitTime = Pools.Agreed + (committedAt ?? TimeSpan.FromHours(-1));
        DateTimeOffset signTime = Pools.Agreed + (cosignedAt ?? TimeSpan.FromSeconds(5));
        string objects = DrawLists.Write(some.Objects), inspectors = DrawLists.Write(some.Inspectors);
        long committed = await some.Append(new Act(
            DrawActs.Committed, commitTime, some.Operator, DrawActs.PowerToRun, DrawActs.Clause,
            DrawActs.Write(new DrawCommitment("2026-07", "第 7 次联合抽查", DrawLists.Digest(objects), some.Objects.Count,
                DrawLists.Digest(inspectors), some.Inspectors.Count, some.Rules.Write()))));
        Checkpoint head = await some.Head(committed);
        string note = Pools.Witnesses.Aggregate(head.Note, (n, w) => w.Cosign(n, signTime));
        DrawSeed seed = DrawSeed.Of(note, some.Rules, out _)!;
        some.Draw = Draw.Of(some.Objects, some.Inspectors, some.Rules, seed.Bytes);
        string result = some.Draw.Write();
        long drawn = await some.Append(new Act(
            DrawActs.Drawn, signTime.AddSeconds(3), some.Operator, DrawActs.PowerToRun, DrawActs.Clause,
            DrawActs.Write(new DrawComputed("2026-07", note, seed.Hex, DrawLists.Digest(result), 18))));
        some.Record = new DrawRecord("2026-07", objects, inspectors, some.Rules.Write(), result,
            some._acts.Prove(committed, head with { Note = note }).ToText(some._acts.Read(committed)),
            await some.Proof(drawn), []);
        return some;
    }

    /// <summary>The first inspector of a task gives way; the substitute is as stated, or by the rule.</summary>
    public async Task<SomeDraw> Recuse(int task, string? substitute = null)
    {
        string subject = Draw.Tasks[task].Subject.Id, inspector = Draw.Tasks[task].Inspectors[0];
        _steps.Add((subject, inspector));
        string next = Draw.With(_steps, out _)!.First(t => t.Subject.Id == subject).Inspectors[0];
        long at = await Append(new Act(
            DrawActs.Recused, Pools.Agreed.AddHours(1), Operator, DrawActs.PowerToRun, DrawActs.OfficersClause,
            DrawActs.Write(new DrawRecusal("2026-07", subject, inspector, substitute ?? next, "近亲属在该机构任职"))));
        _recusals.Add(await Proof(at));
        Record = Record with { Recusals = [.. _recusals] };
        return this;
    }

    public DrawVerifier Verify(DrawRecord? record = null, string? policy = null) =>
        DrawVerifier.Verify((record ?? Record).Write(), policy ?? Policy);

    public async ValueTask DisposeAsync()
    {
        await _acts.DisposeAsync();
        _place.Dispose();
    }

    private async Task<long> Append(Act act)
    {
        Pending pending = _acts.Append(act.ToEntry(), []);
        await pending.Durable;
        return pending.Position;
    }

    private async Task<Checkpoint> Head(long position)
    {
        Task<Checkpoint> published = _acts.WhenPublished(position, TestContext.Current.CancellationToken);
        while (!published.IsCompleted)
        {
            _place.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(published, Task.Delay(5, TestContext.Current.CancellationToken));
        }
        return await published;
    }

    private async Task<string> Proof(long position)
    {
        await Head(position);
        return _acts.Prove(position).ToText(_acts.Read(position));
    }
}
