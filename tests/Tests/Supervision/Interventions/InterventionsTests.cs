using System.Collections.Frozen;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Supervision;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Supervision;

/// <summary>Recording, reading and supplementing, over a real log and real keys.</summary>
public sealed class InterventionsTests : IAsyncDisposable
{
    private const string Passphrase = "four quiet yaks walking";

    private static readonly Actor Writer = Some("deji", "德吉", InterventionActs.PowerToWrite);
    private static readonly Actor Officer = Some("dawa", "达娃", InterventionActs.PowerToRead);
    private static readonly Actor Organ = Some("pubu", "普布", InterventionActs.PowerToExtract);
    private static readonly Actor Chief = Some("chief", "站长", "workspace.read", InterventionActs.PowerToWrite);

    private readonly TemporaryLog _place = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 2, 23, 0, TimeSpan.Zero));
    private readonly Log _acts;
    private readonly Interventions _subject;
    private InterventionBook _book = InterventionBook.None;

    public InterventionsTests()
    {
        _place.Options = _place.Options with { Origin = "test.example/acts" };
        _acts = _place.Open();
        _subject = new Interventions(() => _book, new Blobs(Path.Combine(_place.Root, "blobs")),
            new ReaderKeyFiles(Path.Combine(_place.Root, "keys", "readers")), Append, _clock);
    }

    [Fact]
    public async Task A_record_is_opened_by_its_readers_only_and_each_reading_is_an_act_first()
    {
        await SetReaders();
        var (receipt, refusals) = await Seal(Writer);
        Assert.Empty(refusals);
        Assert.Equal(1, receipt!.Number);
        var (opened, _) = await _subject.Open(Officer, 1, Passphrase, "", "例行查阅", Cancel);
        Assert.Equal("李某", opened!.Record.Who);
        Assert.Equal("deji", opened.Record.WriterPerson);
        Assert.True(opened.WriterHolds);
        Assert.Equal(["dawa"], _book.Find(1)!.Readings.Select(r => r.By));

        foreach (Actor other in (Actor[])[Writer, Chief, Some("admin", "管理员", Powers.AdminSystem, "intervention.read")])
        {
            var (nothing, why) = await _subject.Open(other, 1, Passphrase, "", "例行查阅", Cancel);
            Assert.Null(nothing);
            Assert.Equal("intervention.reader", why[0].Code);
        }
        Assert.Single(_book.Find(1)!.Readings);
    }

    [Fact]
    public async Task The_discipline_organ_reads_on_a_numbered_order_only()
    {
        await SetReaders();
        await Seal(Writer);
        var (nothing, why) = await _subject.Open(Organ, 1, Passphrase, "", "依令提取", Cancel);
        Assert.Null(nothing);
        Assert.Equal("intervention.order", why[0].Code);
        var (opened, _) = await _subject.Open(Organ, 1, Passphrase, "藏纪提〔2026〕3号", "依令提取", Cancel);
        Assert.NotNull(opened);
        Assert.Equal("藏纪提〔2026〕3号", _book.Find(1)!.Readings[0].Entry.Order);
    }

    [Fact]
    public async Task Neither_the_ledger_nor_any_file_says_what_was_recorded_or_by_whom()
    {
        await SetReaders();
        await Seal(Writer, files: [("录音.m4a", M4a)]);
        string[] secrets = ["李某", "副局长", "三类", "deji", "德吉", "录音.m4a"];
        byte[] all = [.. Directory.EnumerateFiles(_place.Root, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith("lock", StringComparison.Ordinal)).SelectMany(File.ReadAllBytes)];
        Assert.All(secrets, s => Assert.Equal(-1, all.AsSpan().IndexOf(Encoding.UTF8.GetBytes(s))));
        Assert.Equal(-1, all.AsSpan().IndexOf(M4a));
        Assert.Equal(-1, all.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Passphrase)));
    }

    [Fact]
    public async Task Nothing_is_sealed_and_nothing_is_lost_while_nobody_could_read_it()
    {
        var (receipt, refusals) = await Seal(Writer);
        Assert.Null(receipt);
        Assert.Contains(refusals, r => r.Code == "intervention.readers");
        Assert.Empty(_book.Records);
        var (_, noPower) = await Seal(Some("x", "x"));
        Assert.Contains(noPower, r => r.Code == "power.missing");
    }

    [Fact]
    public async Task Whoever_it_concerns_can_be_left_out()
    {
        await SetReaders();
        string officer = _book.KeysOf("dawa").Single().Id;
        await _subject.Seal(Writer, Record(), [], new HashSet<string> { officer }, Cancel);
        Assert.Null((await _subject.Open(Officer, 1, Passphrase, "", "例行查阅", Cancel)).Opened);
        Assert.NotNull((await _subject.Open(Organ, 1, Passphrase, "提取 1 号", "依令提取", Cancel)).Opened);
        var (_, refusals) = await _subject.Seal(
            Writer, Record(), [], _book.Readers.Select(r => r.Id).ToHashSet(), Cancel);
        Assert.Contains(refusals, r => r.Code == "intervention.readers");
    }

    [Fact]
    public async Task Only_the_code_of_the_receipt_supplements_and_nothing_withdraws()
    {
        await SetReaders();
        var (receipt, _) = await Seal(Writer);
        Assert.NotEmpty(await _subject.Supplement(Writer, 1, new string('0', 32), "又来电话", [], Cancel));
        Assert.Empty(await _subject.Supplement(Writer, 1, receipt!.Code, "又来电话", [("a.m4a", M4a)], Cancel));
        var (opened, _) = await _subject.Open(Officer, 1, Passphrase, "", "核查处理", Cancel);
        Assert.Equal("又来电话", Assert.Single(opened!.Supplements).Content.Asked);
        string file = opened.Supplements[0].Content.Files[0].Sealed;
        Assert.Equal(M4a, _subject.OpenFile(Officer, 1, file, Passphrase));
        Assert.Null(_subject.OpenFile(Chief, 1, file, Passphrase));
        // The subject has no act that takes a record back: every kind it knows adds.
        Assert.Equal(
            ["Read", "ReaderEnded", "ReaderSet", "Sealed", "Supplemented"],
            typeof(InterventionActs).GetFields().Where(f => f.IsLiteral && (f.GetRawConstantValue() as string)
                ?.StartsWith("intervention.", StringComparison.Ordinal) == true
                && ((string)f.GetRawConstantValue()!).EndsWith(".v1", StringComparison.Ordinal))
                .Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_at_once_get_numbers_without_a_gap()
    {
        await SetReaders();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Seal(Writer), Cancel)));
        Assert.Equal(Enumerable.Range(1, 12), receipts.Select(r => r.Receipt!.Number).Order());
        Assert.Equal(Enumerable.Range(1, 12), _book.Records.Select(r => r.Number));
    }

    [Fact]
    public async Task An_entry_that_skips_or_repeats_a_number_changes_nothing()
    {
        await SetReaders();
        await Seal(Writer);
        foreach (int number in (int[])[0, 1, 3])
        {
            var entry = new SealedEntry(number, "box", [], "w", "c", []);
            var after = _book.With(99, new Act(InterventionActs.Sealed, _clock.GetUtcNow(), "sealed", "p", "c",
                InterventionActs.Write(entry)), out string refused);
            Assert.Equal("intervention.number", refused);
            Assert.Same(_book, after);
        }
    }

    [Fact]
    public async Task A_receipt_proves_offline_that_the_record_was_filed()
    {
        await SetReaders();
        var (receipt, _) = await Seal(Writer);
        Task<Checkpoint> published = _acts.WhenPublished(receipt!.Position, Cancel);
        while (!published.IsCompleted)
        {
            _place.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(published, Task.Delay(5, Cancel));
        }
        string proof = _acts.Prove(receipt.Position).ToText(_acts.Read(receipt.Position));
        TrustPolicy policy = TrustPolicy.Of(VerifierKey.Parse(_acts.VerifierKey));
        Assert.True(ProofVerifier.Verify("receipt", proof, null, policy).Holds);
        Assert.DoesNotContain("李某", Encoding.UTF8.GetString(_acts.Read(receipt.Position)), StringComparison.Ordinal);
        Gen.Int[40, proof.Length - 1].Sample(at =>
        {
            string changed = proof[..at] + (proof[at] == 'A' ? 'B' : 'A') + proof[(at + 1)..];
            Assert.False(ProofVerifier.Verify("receipt", changed, null, policy).Holds);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task Too_many_wrong_passphrases_and_the_reader_waits()
    {
        await SetReaders();
        await Seal(Writer);
        for (int i = 0; i < Interventions.TriesMax; i++)
            Assert.Null((await _subject.Open(Officer, 1, "wrong wrong wrong", "", "例行查阅", Cancel)).Opened);
        Assert.Equal("intervention.tries",
            (await _subject.Open(Officer, 1, Passphrase, "", "例行查阅", Cancel)).Refusals[0].Code);
        Assert.Empty(_book.Find(1)!.Readings);
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.NotNull((await _subject.Open(Officer, 1, Passphrase, "", "例行查阅", Cancel)).Opened);
    }

    [Fact]
    public void A_file_is_told_by_its_bytes_and_its_name_is_made_harmless()
    {
        Assert.Equal("audio/mp4", EvidenceFile.TypeOf(M4a));
        Assert.Null(EvidenceFile.TypeOf("MZ\0\0 not a picture"u8));
        Assert.NotNull(EvidenceFile.Problem([("a.jpg", "<script>"u8.ToArray())]));
        Assert.Equal("a.jpg", EvidenceFile.NameOf("..\\..\\x/a.jpg"));
        Assert.Equal("附件", EvidenceFile.NameOf("/"));
    }

    public async ValueTask DisposeAsync()
    {
        _subject.Dispose();
        await _acts.DisposeAsync();
        _place.Dispose();
    }

    private static readonly byte[] M4a =
        [0, 0, 0, 24, .. "ftypM4A "u8, .. Enumerable.Range(0, 200).Select(i => (byte)i)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Actor Some(string id, string name, params string[] powers) =>
        new(id, name, "monitoring-body", powers.ToFrozenSet());

    private Intervention Record() => new("李某", "模拟·某县局 副局长", "电话", _clock.GetUtcNow().AddMinutes(-25), "",
        "这个月的断面不能是三类，你们再采一次，想办法。", "模拟·东嘎断面 11 月采样任务", "没有", "");

    private Task<(InterventionReceipt? Receipt, IReadOnlyList<Refusal> Refusals)> Seal(
        Actor by, params (string, byte[])[] files) =>
        _subject.Seal(by, Record(), files, new HashSet<string>(), Cancel);

    private async Task SetReaders()
    {
        Assert.Empty(await _subject.SetReader(Officer, InterventionActs.Integrity, Passphrase, Cancel));
        Assert.Empty(await _subject.SetReader(Organ, InterventionActs.Discipline, Passphrase, Cancel));
        Assert.NotEmpty(await _subject.SetReader(Writer, InterventionActs.Integrity, Passphrase, Cancel));
        Assert.NotEmpty(await _subject.SetReader(Officer, InterventionActs.Integrity, "short", Cancel));
    }

    private async Task<long> Append(Act act, CancellationToken cancel)
    {
        Pending pending = _acts.Append(act.ToEntry(), []);
        await pending.Durable.WaitAsync(cancel);
        _book = _book.With(pending.Position, act, out string refused);
        Assert.Equal("", refused);
        return pending.Position;
    }
}
