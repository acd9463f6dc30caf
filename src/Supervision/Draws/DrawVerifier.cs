using System.Globalization;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>One thing that was checked (核对项).</summary>
/// <param name="Name">Stable and dotted, e.g. <c>draw.seed</c>.</param>
/// <param name="Detail">What was found, or what does not hold.</param>
public sealed record DrawCheck(string Name, string Title, bool Holds, string Detail);

/// <summary>
/// Recomputes a draw from its record alone (重算): needs no database, no network and no trust in who published it, only
/// a policy that names the log and the witnesses. Every check that can be made is made; none stops the others.
/// </summary>
public sealed class DrawVerifier
{
    /// <summary>A seed later than this after the agreed time is worth a question, not a failure.</summary>
    public static readonly TimeSpan DelayWorthAQuestion = TimeSpan.FromMinutes(15);

    private readonly List<DrawCheck> _checks = [];
    private readonly List<string> _notes = [];
    private readonly TrustPolicy _policy;
    private readonly IReadOnlyList<VerifierKey> _logs, _witnesses;

    private DrawVerifier(string policy)
    {
        _policy = TrustPolicy.Parse(policy);
        _logs = Keys(policy, "log", 1);
        _witnesses = Keys(policy, "witness", 2);
    }

    public IReadOnlyList<DrawCheck> Checks => _checks;

    /// <summary>What holds but deserves a look.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public bool Holds => _checks.Count > 0 && _checks.All(c => c.Holds);

    /// <summary>With the recusals; null = could not be computed.</summary>
    public IReadOnlyList<DrawnTask>? Tasks { get; private set; }

    /// <param name="policy">Text of a policy (c2sp.org/tlog-policy).</param>
    /// <exception cref="FormatException">The policy does not read; the record's faults are checks.</exception>
    public static DrawVerifier Verify(string record, string policy)
    {
        var verifier = new DrawVerifier(policy);
        try
        {
            verifier.Run(DrawRecord.Read(record));
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            verifier.Say("draw.record", "记录可读", false, e.Message);
        }
        return verifier;
    }

    private void Run(DrawRecord record)
    {
        (InclusionProof proof, Act act)? committed = Entry("draw.commitment", "封存名单在账本里，种子在它之后",
            record.Commitment, DrawActs.Committed, needsQuorum: true);
        (InclusionProof proof, Act act)? computed = Entry("draw.entry", "抽取写进了账本", record.Drawn, DrawActs.Drawn,
            needsQuorum: false);
        if (committed is not { } c)
            return;
        DrawCommitment commitment = DrawActs.ReadCommitment(c.act.Content);
        Say("draw.id", "是同一次抽取", commitment.Id == record.Id, $"编号 {commitment.Id}");
        Digest("draw.objects", "对象名单没有变", record.Objects, commitment.Objects);
        Digest("draw.inspectors", "人员名单没有变", record.Inspectors, commitment.Inspectors);
        Say("draw.rules", "规则没有变", record.Rules == commitment.Rules, $"{commitment.Rules.Split('\n').Length - 2} 行");
        DrawRules rules = DrawRules.Read(commitment.Rules);
        var objects = DrawLists.ReadObjects(record.Objects);
        var inspectors = DrawLists.ReadInspectors(record.Inspectors);
        if (DrawSeed.Of(c.proof.Checkpoint.Note, rules, out string? problem) is not { } seed)
        {
            Say("draw.seed", "种子由全部见证方签过", false, problem!);
            return;
        }
        CheckTimes(rules, seed, c, computed);
        Say("draw.operator", "组织抽取的人不在检查人员名单里", inspectors.All(i => i.Id != c.act.By), c.act.By);
        if (Draw.Problem(objects, inspectors, rules) is { } cannot)
        {
            Say("draw.result", "结果可以重算", false, cannot);
            return;
        }
        Draw draw = Draw.Of(objects, inspectors, rules, seed.Bytes);
        CheckResult(record, draw, seed, computed);
        CheckRecusals(record, draw, computed);
    }

    /// <summary>House invariant 8: commitment, then witness, then draw.</summary>
    private void CheckTimes(
        DrawRules rules, DrawSeed seed, (InclusionProof Proof, Act Act) committed,
        (InclusionProof Proof, Act Act)? computed)
    {
        bool trusted = rules.Witnesses.All(w => _witnesses.Any(k => k.PublicKey.AsSpan().SequenceEqual(w.PublicKey)));
        Say("draw.witnesses", "规则里的见证方是你信任的见证方", trusted,
            string.Join("，", seed.Cosigned.Select(s => $"{s.Name} {Time(s.At)}")));
        Say("draw.order", "先封名单，后有种子", committed.Act.At < seed.First,
            $"封存 {Time(committed.Act.At)}，最早见证 {Time(seed.First)}");
        Say("draw.seedTime", "种子在约定的时间以后",
            seed.First >= rules.SeedAfter && seed.Last <= rules.SeedAfter.AddMinutes(rules.SeedWithinMinutes),
            $"约定 {Time(rules.SeedAfter)} 以后 {rules.SeedWithinMinutes} 分钟内");
        if (seed.First - rules.SeedAfter > DelayWorthAQuestion)
            _notes.Add($"种子比约定的时间晚了 {(int)(seed.First - rules.SeedAfter).TotalMinutes} 分钟：可以问见证方，这之前还签过哪些检查点。");
        if (computed is { } done)
        {
            Say("draw.drawTime", "抽取在种子之后", done.Act.At >= seed.Last
                && done.Proof.Position >= seed.Checkpoint.Size,
                $"抽取 {Time(done.Act.At)}，账本第 {done.Proof.Position} 条；种子的检查点有 {seed.Checkpoint.Size} 条");
        }
    }

    private void CheckResult(
        DrawRecord record, Draw draw, DrawSeed seed, (InclusionProof Proof, Act Act)? computed)
    {
        string expected = draw.Write();
        Say("draw.result", "重算的结果与公布的相同", expected == record.Result,
            expected == record.Result ? $"{draw.Tasks.Count} 个对象" : Difference(expected, record.Result));
        if (computed is not { } done)
            return;
        DrawComputed stated = DrawActs.ReadComputed(done.Act.Content);
        Say("draw.seed", "种子是这个检查点的种子", stated.Seed == seed.Hex && stated.Note == seed.Checkpoint.Note
            && stated.Id == record.Id, seed.Hex);
        Say("draw.resultEntry", "账本里的结果就是公布的结果", stated.Result == DrawLists.Digest(record.Result), stated.Result);
    }

    private void CheckRecusals(DrawRecord record, Draw draw, (InclusionProof Proof, Act Act)? computed)
    {
        List<(string, string)> steps = [];
        long last = computed?.Proof.Position ?? -1;
        foreach (string text in record.Recusals)
        {
            if (Entry("draw.recusal", "回避写进了账本", text, DrawActs.Recused, needsQuorum: false) is not { } entry)
                return;
            DrawRecusal recusal = DrawActs.ReadRecusal(entry.Act.Content);
            if (recusal.Id != record.Id || entry.Proof.Position <= last)
            {
                Say("draw.recusal", "回避属于这次抽取并按先后排列", false, $"账本第 {entry.Proof.Position} 条");
                return;
            }
            last = entry.Proof.Position;
            var before = draw.With(steps, out _)!.FirstOrDefault(t => t.Subject.Id == recusal.Subject);
            int seat = before?.Inspectors.ToList().IndexOf(recusal.Inspector) ?? -1;
            steps.Add((recusal.Subject, recusal.Inspector));
            var after = draw.With(steps, out string? problem);
            string? next = after?.First(t => t.Subject.Id == recusal.Subject).Inspectors[Math.Max(seat, 0)];
            Say("draw.substitute", "递补按同一条规则", next == recusal.Substitute,
                problem ?? $"{recusal.Subject}：{recusal.Inspector} 回避，应由 {next} 递补");
            if (after is null)
                return;
        }
        Tasks = draw.With(steps, out _);
    }

    /// <summary>The entry of a proof when the proof holds.</summary>
    private (InclusionProof Proof, Act Act)? Entry(
        string name, string title, string proof, string kind, bool needsQuorum)
    {
        (InclusionProof read, SignedNote note, byte[]? extra) = InclusionProof.Parse(proof);
        string origin = read.Checkpoint.Origin;
        TrustPolicy? policy = needsQuorum ? _policy
            : _logs.FirstOrDefault(k => k.Name == origin) is { } key ? TrustPolicy.Of(key) : _policy;
        Verdict verdict = ProofVerifier.Verify(name, proof, extra, policy);
        bool isActs = origin.EndsWith("/acts", StringComparison.Ordinal);
        Act? act = extra is null ? null : Act.Read(extra);
        bool holds = verdict.Holds && isActs && act?.Kind == kind;
        Say(name, title, holds, holds ? $"账本 {origin} 第 {read.Position} 条"
            : verdict.Problem ?? (isActs ? $"这一条不是 {kind}" : $"{origin} 不是行为账"));
        if (holds && !needsQuorum && _policy.Refuses(note, origin, out _) is { } notYet)
            _notes.Add($"账本第 {read.Position} 条所在的检查点还没有够数的见证：{notYet}");
        return holds ? (read, act!) : null;
    }

    private void Digest(string name, string title, string text, string digest) =>
        Say(name, title, DrawLists.Digest(text) == digest, digest);

    private void Say(string name, string title, bool holds, string detail) =>
        _checks.Add(new DrawCheck(name, title, holds, detail));

    private static string Difference(string expected, string given)
    {
        string[] ours = expected.Split('\n'), theirs = given.Split('\n');
        int common = Math.Min(ours.Length, theirs.Length);
        int at = Enumerable.Range(0, common).FirstOrDefault(i => ours[i] != theirs[i], -1);
        return at < 0 ? $"重算有 {ours.Length} 行，公布的有 {theirs.Length} 行"
            : string.Create(CultureInfo.InvariantCulture, $"第 {at + 1} 行应为 '{ours[at]}'，公布的是 '{theirs[at]}'");
    }

    private static string Time(DateTimeOffset at) =>
        at.ToOffset(Beijing.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static List<VerifierKey> Keys(string policy, string word, int at) =>
    [
        .. policy.Split('\n').Select(l => l.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length > at && w[0] == word).Select(w => VerifierKey.Parse(w[at])),
    ];
}
