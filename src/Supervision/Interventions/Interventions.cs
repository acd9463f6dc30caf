using System.Security.Cryptography;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>What the writer takes away (回执): proves that the record was filed, without its content.</summary>
/// <param name="Code">Shown once: with it, and only with it, the writer supplements.</param>
public sealed record InterventionReceipt(int Number, long Position, string Box, string Code);

/// <summary>A record that a reader opened (查阅), with its supplements.</summary>
public sealed record OpenedIntervention(
    Intervention Record, IReadOnlyList<(DateTimeOffset At, Intervention Content)> Supplements, bool WriterHolds);

/// <summary>
/// Recording and reading of interventions (干预留痕). Never gives content to anybody but a reader with their own key, and
/// to them only after the reading is durable in the ledger. There is no way to change or remove a record.
/// </summary>
/// <param name="append">Appends an act and waits until this room's table has followed it.</param>
public sealed class Interventions(
    Func<InterventionBook> book, Blobs blobs, ReaderKeyFiles keys, Func<Act, CancellationToken, Task<long>> append,
    TimeProvider clock) : IDisposable
{
    public const int OrderCharactersMin = 4, OrderCharactersMax = 60;
    public const int CodeBytes = 16;

    /// <summary>Wrong passphrases of one person before they wait.</summary>
    public const int TriesMax = 5;
    private static readonly TimeSpan TriesWithin = TimeSpan.FromMinutes(5);

    /// <summary>A reason is public, so it is one of these and never free text.</summary>
    public static readonly string[] Reasons = ["例行查阅", "核查处理", "依令提取", "督察检查"];

    // The number follows from the ones before it, so records are sealed one after the other.
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, List<DateTimeOffset>> _tries = [];

    public InterventionBook Book => book();

    /// <param name="except">Ids of the keys of readers whom it concerns: it is not sealed to them.</param>
    public async Task<(InterventionReceipt? Receipt, IReadOnlyList<Refusal> Refusals)> Seal(
        Actor by, Intervention record, IReadOnlyList<(string Name, byte[] Bytes)> files, IReadOnlySet<string> except,
        CancellationToken cancel)
    {
        List<Refusal> refusals = record.Check(clock.GetUtcNow());
        CheckWriter(by, files, refusals);
        ReaderKey[] readers = [.. book().Readers.Where(r => !except.Contains(r.Id))];
        if (readers.Length == 0)
        {
            refusals.Add(Refusal.Of("intervention.readers", InterventionActs.Clause,
                "还没有可以封存给的廉政监督员或纪检监察机关公钥，没有保存任何内容；请他们先设公钥，或另留一位能看的人。"));
        }
        if (refusals.Count > 0)
            return (null, refusals);
        byte[] code = RandomNumberGenerator.GetBytes(CodeBytes);
        await _one.WaitAsync(cancel);
        try
        {
            int number = book().Records.Count + 1;
            Act act = Write(InterventionActs.Sealed, number, by, record, files, readers, Digest(code), "");
            long position = await append(act, cancel);
            SealedEntry entry = InterventionActs.ReadSealed(act.Content);
            return (new InterventionReceipt(number, position, entry.Box, CodeText(code)), []);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Adds to a record; needs the code on its receipt, because nobody here knows who wrote it.</summary>
    public async Task<IReadOnlyList<Refusal>> Supplement(
        Actor by, int number, string code, string text, IReadOnlyList<(string Name, byte[] Bytes)> files,
        CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        CheckWriter(by, files, refusals);
        if (text.Length > Intervention.AskedCharactersMax || text.Length < 2 && files.Count == 0)
            refusals.Add(Refusal.Of("intervention.text", "", "请写要补充什么，或加附件。", "text"));
        SealedRecord? record = book().Find(number);
        if (record is null || CodeOf(code) is not { } given || !CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Digest(given)), Encoding.ASCII.GetBytes(record.Entry.Code)))
        {
            refusals.Add(Refusal.Of("intervention.code", "", "编号或补充码不对。补充码只在封存时显示过一次，在回执上。", "code"));
            return refusals;
        }
        // To the same readers: whoever was left out because it concerned them stays out.
        ReaderKey[] readers = [.. record.Entry.Readers.Select(book().Key).OfType<ReaderKey>()];
        if (refusals.Count > 0)
            return refusals;
        var content = new Intervention("", "", "", clock.GetUtcNow(), "", text, "", "", "");
        await _one.WaitAsync(cancel);
        try
        {
            await append(Write(InterventionActs.Supplemented, number, by, content, files, readers, record.Entry.Code,
                $" supplement {book().Find(number)!.Supplements.Count + 1}"), cancel);
            return [];
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Opens a record for a reader. The act is durable before anything is decrypted.</summary>
    /// <param name="order">Number of the extraction order; the discipline organ needs one (依法提取).</param>
    public async Task<(OpenedIntervention? Opened, IReadOnlyList<Refusal> Refusals)> Open(
        Actor by, int number, string passphrase, string order, string reason, CancellationToken cancel)
    {
        SealedRecord? record = book().Find(number);
        if (record is null)
            return (null, [Refusal.Of("intervention.number", "", "没有这个编号的记录。", "number")]);
        List<Refusal> refusals = [];
        ReaderKey? mine = KeyFor(by, record, refusals);
        if (!Reasons.Contains(reason))
            refusals.Add(Refusal.Of("intervention.reason", "", "请选查阅的理由。", "reason"));
        bool needsOrder = mine?.Role == InterventionActs.Discipline;
        if (needsOrder && order.Length < OrderCharactersMin || order.Length > OrderCharactersMax)
        {
            refusals.Add(Refusal.Of("intervention.order", InterventionActs.Clause,
                "纪检监察机关凭编号的提取令查阅；请写提取令编号。", "order"));
        }
        if (refusals.Count > 0)
            return (null, refusals);
        if (!MayTry(by.Person))
            return (null, [Refusal.Of("intervention.tries", "", "口令错得太多，请过几分钟再试。", "passphrase")]);
        using ECDiffieHellman? key = keys.Open(mine!.Id, passphrase);
        if (key is null)
        {
            Tried(by.Person);
            return (null, [Refusal.Of("intervention.passphrase", "", "口令不对，或者你的私钥不在这台服务器上。", "passphrase")]);
        }
        await append(new Act(InterventionActs.Read, clock.GetUtcNow(), by.Person, InterventionActs.PowerOf(mine.Role),
            InterventionActs.Clause, InterventionActs.Write(new ReadEntry(number, order.Trim(), reason))), cancel);
        return Decrypt(record, key) is { } opened ? (opened, [])
            : (null, [Refusal.Of("intervention.box", "", "封存的内容读不出来：文件缺失或被改过。请立即报告，并从备份恢复附件目录。")]);
    }

    /// <summary>The bytes of one file of a record that was opened just now; the reading has its act already.</summary>
    public byte[]? OpenFile(Actor by, int number, string sealedDigest, string passphrase)
    {
        if (book().Find(number) is not { } record || KeyFor(by, record, []) is not { } mine || !MayTry(by.Person)
            || !record.Readings.Any(r => r.By == by.Person))
            return null;
        using ECDiffieHellman? key = keys.Open(mine.Id, passphrase);
        if (key is null)
            Tried(by.Person);
        var at = Boxes(record).SelectMany(b => b.Entry.Files.Select((f, i) => (Digest: f, b.Suffix, Index: i)))
            .FirstOrDefault(f => f.Digest == sealedDigest);
        return key is not null && at.Digest is not null && blobs.Get(at.Digest) is { } box
            ? SealedBox.Open(box, key, FileContext(number, at.Suffix, at.Index)) : null;
    }

    /// <summary>A reader makes their own key here; the passphrase is kept nowhere.</summary>
    public async Task<IReadOnlyList<Refusal>> SetReader(
        Actor by, string role, string passphrase, CancellationToken cancel)
    {
        string power = InterventionActs.PowerOf(role);
        if (role is not (InterventionActs.Integrity or InterventionActs.Discipline) || !by.Has(power))
            return [NoPower(power)];
        if (ReaderKeyFiles.Problem(passphrase) is { } problem)
            return [Refusal.Of("intervention.passphrase", "", problem, "passphrase")];
        byte[] made = keys.Make(passphrase);
        var key = new ReaderKey(ReaderKey.IdOf(made), by.Person, by.Name, role, made);
        await append(new Act(InterventionActs.ReaderSet, clock.GetUtcNow(), by.Person, power, InterventionActs.Clause,
            InterventionActs.Write(key)), cancel);
        return [];
    }

    public void Dispose() => _one.Dispose();

    private static void CheckWriter(
        Actor by, IReadOnlyList<(string Name, byte[] Bytes)> files, List<Refusal> refusals)
    {
        if (!by.Has(InterventionActs.PowerToWrite))
            refusals.Add(NoPower(InterventionActs.PowerToWrite));
        if (EvidenceFile.Problem(files) is { } problem)
            refusals.Add(Refusal.Of("intervention.files", "", problem, "files"));
    }

    private ReaderKey? KeyFor(Actor by, SealedRecord record, List<Refusal> refusals)
    {
        ReaderKey? mine = book().KeysOf(by.Person).FirstOrDefault(k => record.Entry.Readers.Contains(k.Id));
        if (mine is not null && by.Has(InterventionActs.PowerOf(mine.Role)))
            return mine;
        refusals.Add(Refusal.Of("intervention.reader", InterventionActs.Clause,
            "这份记录没有封存给你，你看不到内容。能看的只有封存时列明的人。"));
        return null;
    }

    private Act Write(
        string kind, int number, Actor by, Intervention content, IReadOnlyList<(string Name, byte[] Bytes)> files,
        ReaderKey[] readers, string code, string suffix)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        List<InterventionFile> kept = [];
        foreach ((string name, byte[] bytes) in files)
        {
            string digest = blobs.Put(SealedBox.Seal(bytes, readers, FileContext(number, suffix, kept.Count)));
            kept.Add(new InterventionFile(EvidenceFile.NameOf(name), EvidenceFile.TypeOf(bytes)!, bytes.Length,
                Convert.ToHexStringLower(SHA256.HashData(bytes)), digest));
        }
        byte[] plain = (content with
        {
            WriterPerson = by.Person,
            WriterName = by.Name,
            WriterOrganisation = by.Organisation,
            RecordedAt = now,
            Salt = salt,
            Files = kept,
        }).Write();
        string box = blobs.Put(SealedBox.Seal(plain, readers, Intervention.Context(number) + suffix));
        CryptographicOperations.ZeroMemory(plain);
        return new Act(kind, now, InterventionActs.SealedPerson, InterventionActs.PowerToWrite, InterventionActs.Clause,
            InterventionActs.Write(new SealedEntry(number, box, [.. kept.Select(f => f.Sealed)],
                Intervention.Commit(salt, by.Person), code, [.. readers.Select(r => r.Id)])));
    }

    private OpenedIntervention? Decrypt(SealedRecord record, ECDiffieHellman key)
    {
        List<(DateTimeOffset, Intervention)> contents = [];
        foreach ((DateTimeOffset at, SealedEntry entry, string suffix) in Boxes(record))
        {
            if (blobs.Get(entry.Box) is not { } box
                || SealedBox.Open(box, key, Intervention.Context(record.Number) + suffix) is not { } plain
                || Intervention.Read(plain) is not { } content)
                return null;
            contents.Add((at, content));
        }
        Intervention first = contents[0].Item2;
        return new OpenedIntervention(first, contents[1..],
            Intervention.Commit(first.Salt, first.WriterPerson) == record.Entry.Writer);
    }

    private static IEnumerable<(DateTimeOffset At, SealedEntry Entry, string Suffix)> Boxes(SealedRecord record) =>
        record.Supplements.Select((s, i) => (s.At, s.Entry, $" supplement {i + 1}"))
            .Prepend((record.At, record.Entry, ""));

    private static string FileContext(int number, string suffix, int index) =>
        $"{Intervention.Context(number)}{suffix} file {index}";

    private bool MayTry(string person)
    {
        lock (_tries)
        {
            return !_tries.TryGetValue(person, out var times)
                || times.Count(t => clock.GetUtcNow() - t < TriesWithin) < TriesMax;
        }
    }

    private void Tried(string person)
    {
        lock (_tries)
        {
            var times = _tries.TryGetValue(person, out var known) ? known : _tries[person] = [];
            times.RemoveAll(t => clock.GetUtcNow() - t >= TriesWithin);
            times.Add(clock.GetUtcNow());
        }
    }

    private static Refusal NoPower(string power) => Refusal.Of("power.missing", InterventionActs.Clause,
        $"你没有“{Powers.Find(power)?.Name ?? power}”的权限；请找安全管理员授权。");

    private static string Digest(byte[] code) => Convert.ToHexStringLower(SHA256.HashData(code));

    /// <summary>Groups of four: it is copied by hand.</summary>
    private static string CodeText(byte[] code) =>
        string.Join('-', Convert.ToHexStringLower(code).Chunk(4).Select(c => new string(c)));

    private static byte[]? CodeOf(string text)
    {
        string plain = new([.. text.Where(char.IsAsciiHexDigit)]);
        return plain.Length == 2 * CodeBytes ? Convert.FromHexString(plain) : null;
    }
}
