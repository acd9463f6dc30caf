using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>A sealed record as everybody may see it: a number, a time, fingerprints.</summary>
/// <param name="Position">Of the entry in <c>acts</c>.</param>
public sealed record SealedRecord(long Position, DateTimeOffset At, SealedEntry Entry)
{
    public IReadOnlyList<SealedRecord> Supplements { get; init; } = [];
    public IReadOnlyList<(long Position, DateTimeOffset At, string By, ReadEntry Entry)> Readings { get; init; } = [];
    public int Number => Entry.Number;
}

/// <summary>
/// All intervention records (干预留痕), folded in the order of the ledger. A number that does not follow the last one is
/// refused, whoever appended it; nothing is ever removed.
/// </summary>
public sealed class InterventionBook
{
    private readonly ImmutableDictionary<string, (ReaderKey Key, bool Active)> _readers;

    private InterventionBook(
        ImmutableDictionary<string, (ReaderKey, bool)> readers, ImmutableList<SealedRecord> records) =>
        (_readers, Records) = (readers, records);

    public static InterventionBook None { get; } =
        new(ImmutableDictionary<string, (ReaderKey, bool)>.Empty, []);

    /// <summary>By number.</summary>
    public ImmutableList<SealedRecord> Records { get; }

    /// <summary>To whom new records are sealed.</summary>
    public IEnumerable<ReaderKey> Readers =>
        _readers.Values.Where(r => r.Active).Select(r => r.Key)
            .OrderBy(k => k.Role == InterventionActs.Integrity ? 0 : 1).ThenBy(k => k.Id, StringComparer.Ordinal);

    /// <summary>Also keys that have ended: what was sealed to them stays readable by them.</summary>
    public IEnumerable<ReaderKey> KeysOf(string person) =>
        _readers.Values.Where(r => r.Key.Person == person).Select(r => r.Key);

    public ReaderKey? Key(string id) => _readers.TryGetValue(id, out var found) ? found.Key : null;

    public SealedRecord? Find(int number) => number >= 1 && number <= Records.Count ? Records[number - 1] : null;

    /// <param name="refused">Empty = taken.</param>
    public InterventionBook With(long position, Act act, out string refused)
    {
        refused = "";
        try
        {
            switch (act.Kind)
            {
                case InterventionActs.ReaderSet:
                    ReaderKey key = InterventionActs.ReadKey(act);
                    return new InterventionBook(_readers.SetItem(key.Id, (key, true)), Records);
                case InterventionActs.ReaderEnded when Key(InterventionActs.Text(act.Content, "key")) is { } ended:
                    return new InterventionBook(_readers.SetItem(ended.Id, (ended, false)), Records);
                case InterventionActs.Sealed:
                    return WithRecord(position, act, out refused);
                case InterventionActs.Supplemented:
                    return WithSupplement(position, act, out refused);
                case InterventionActs.Read when Find(InterventionActs.ReadRead(act.Content).Number) is { } read:
                    return Replace(read with
                    {
                        Readings =
                            [.. read.Readings, (position, act.At, act.By, InterventionActs.ReadRead(act.Content))],
                    });
                default:
                    refused = "intervention.unknown";
                    return this;
            }
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
        {
            refused = "act.content";
            return this;
        }
    }

    private InterventionBook WithRecord(long position, Act act, out string refused)
    {
        SealedEntry entry = InterventionActs.ReadSealed(act.Content);
        refused = entry.Number == Records.Count + 1 ? "" : "intervention.number";
        return refused.Length > 0 ? this : new InterventionBook(
            _readers, Records.Add(new SealedRecord(position, act.At, entry)));
    }

    private InterventionBook WithSupplement(long position, Act act, out string refused)
    {
        SealedEntry entry = InterventionActs.ReadSealed(act.Content);
        SealedRecord? record = Find(entry.Number);
        refused = record is null ? "intervention.number" : record.Entry.Code != entry.Code ? "intervention.code" : "";
        return refused.Length > 0 ? this : Replace(record! with
        {
            Supplements = [.. record!.Supplements, new SealedRecord(position, act.At, entry)],
        });
    }

    private InterventionBook Replace(SealedRecord record) =>
        new(_readers, Records.SetItem(record.Number - 1, record));
}

/// <summary>Follows <c>acts</c>: every entry about interventions and whether it holds.</summary>
public sealed class InterventionTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;

    /// <summary>Entries that a page folds; more than a century of them.</summary>
    public const int ActsMax = 200_000;

    public string Name => "interventions";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["intervention_acts"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks><c>entry</c>: the act's line of JSON. <c>refused</c>: a stable code, empty = it holds.</remarks>
    public string Schema => """
        CREATE TABLE {intervention_acts} (
          position BIGINT NOT NULL PRIMARY KEY, entry TEXT NOT NULL, refused TEXT NOT NULL);
        """;

    public bool Follow(Turn turn)
    {
        InterventionBook? book = null;
        return turn.Read("acts", ActsPerTurnMax, (position, entry) =>
        {
            if (Act.Read(entry) is not { } act || !InterventionActs.IsOne(act.Kind))
                return;
            book = (book ?? Fold(turn.Command)).With(position, act, out string refused);
            turn.Command("""
                INSERT INTO {intervention_acts} (position, entry, refused) VALUES (@position, @entry, @refused)
                """).With("@position", position).With("@entry", Encoding.UTF8.GetString(entry))
                .With("@refused", refused).ExecuteNonQuery();
        }) > 0;
    }

    public static InterventionBook Load(DbConnection connection) => Fold(sql =>
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql.Replace("{intervention_acts}", "intervention_acts", StringComparison.Ordinal);
        return command;
    });

    private static InterventionBook Fold(Func<string, DbCommand> command)
    {
        DbCommand query = command("SELECT position, entry FROM {intervention_acts} ORDER BY position LIMIT @max")
            .With("@max", ActsMax);
        using DbDataReader rows = query.ExecuteReader();
        InterventionBook book = InterventionBook.None;
        while (rows.Read())
        {
            if (Act.Read(Encoding.UTF8.GetBytes(rows.GetString(1))) is { } act)
                book = book.With(rows.GetInt64(0), act, out _);
        }
        return book;
    }
}
