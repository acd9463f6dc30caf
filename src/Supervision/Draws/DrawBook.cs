using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>Where a draw stands.</summary>
public enum DrawState
{
    /// <summary>已封存，等待种子</summary>
    Committed,
    /// <summary>已失效: no seed came in time.</summary>
    Lapsed,
    /// <summary>已抽取</summary>
    Drawn,
    /// <summary>已公开</summary>
    Published,
}

/// <summary>A draw (抽取) as its entries made it.</summary>
/// <param name="Position">Of the commitment.</param>
public sealed record HeldDraw(
    long Position, DateTimeOffset CommittedAt, string By, DrawCommitment Commitment, DrawRules Rules)
{
    public (long Position, DateTimeOffset At, DrawComputed Entry)? Drawn { get; init; }
    public ImmutableList<(long Position, DateTimeOffset At, string By, DrawRecusal Entry)> Recusals { get; init; } = [];
    public DateTimeOffset? PublishedAt { get; init; }

    public string Id => Commitment.Id;
    public DateTimeOffset LapsesAt => Rules.SeedAfter.AddMinutes(Rules.SeedWithinMinutes);

    public DrawState State(DateTimeOffset now) => PublishedAt is not null ? DrawState.Published
        : Drawn is not null ? DrawState.Drawn
        : now > LapsesAt ? DrawState.Lapsed : DrawState.Committed;
}

/// <summary>
/// All draws, folded in the order of the ledger. Of one number only the first commitment and the first result count:
/// whoever appends a second one changes nothing, and it stays visible that they tried.
/// </summary>
public sealed class DrawBook
{
    private readonly ImmutableSortedDictionary<string, HeldDraw> _draws;

    private DrawBook(ImmutableSortedDictionary<string, HeldDraw> draws) => _draws = draws;

    public static DrawBook None { get; } =
        new(ImmutableSortedDictionary.Create<string, HeldDraw>(StringComparer.Ordinal));

    /// <summary>The newest first.</summary>
    public IEnumerable<HeldDraw> All => _draws.Values.OrderByDescending(d => d.Position);

    public HeldDraw? Find(string id) => _draws.GetValueOrDefault(id);

    /// <param name="refused">Empty = taken.</param>
    public DrawBook With(long position, Act act, out string refused)
    {
        refused = "";
        try
        {
            string id = DrawActs.IdOf(act);
            HeldDraw? known = Find(id);
            HeldDraw? next = act.Kind switch
            {
                DrawActs.Committed when known is null => Committed(position, act),
                DrawActs.Drawn when known is { Drawn: null } => Drawn(position, act, known),
                DrawActs.Recused when known is { Drawn: not null, PublishedAt: null } => known with
                {
                    Recusals = known.Recusals.Add((position, act.At, act.By, DrawActs.ReadRecusal(act.Content))),
                },
                DrawActs.Published when known is { Drawn: not null, PublishedAt: null } =>
                    known with { PublishedAt = act.At },
                _ => null,
            };
            if (next is not null)
                return new DrawBook(_draws.SetItem(id, next));
            refused = act.Kind == DrawActs.Committed ? "draw.again" : "draw.order";
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
        {
            refused = "act.content";
        }
        return this;
    }

    private static HeldDraw Committed(long position, Act act)
    {
        DrawCommitment commitment = DrawActs.ReadCommitment(act.Content);
        return new HeldDraw(position, act.At, act.By, commitment, DrawRules.Read(commitment.Rules));
    }

    // House invariant 8: the seed is later than the commitment, in the ledger and by the witnesses' clocks.
    private static HeldDraw? Drawn(long position, Act act, HeldDraw known)
    {
        DrawComputed computed = DrawActs.ReadComputed(act.Content);
        bool holds = DrawSeed.Of(computed.Note, known.Rules, out _) is { } seed && seed.Hex == computed.Seed
            && Draws.MayTake(known, seed) && act.At >= seed.Last && position >= seed.Checkpoint.Size;
        return holds ? known with { Drawn = (position, act.At, computed) } : null;
    }
}

/// <summary>Follows <c>acts</c>: every entry about draws and whether it holds.</summary>
public sealed class DrawTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;
    public const int ActsMax = 200_000;

    public string Name => "draws";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["draw_acts"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks><c>entry</c>: the act's line of JSON. <c>refused</c>: a stable code, empty = it holds.</remarks>
    public string Schema => """
        CREATE TABLE {draw_acts} (position BIGINT NOT NULL PRIMARY KEY, entry TEXT NOT NULL, refused TEXT NOT NULL);
        """;

    public bool Follow(Turn turn)
    {
        DrawBook? book = null;
        return turn.Read("acts", ActsPerTurnMax, (position, entry) =>
        {
            if (Act.Read(entry) is not { } act || !DrawActs.IsOne(act.Kind))
                return;
            book = (book ?? Fold(turn.Command)).With(position, act, out string refused);
            turn.Command("INSERT INTO {draw_acts} (position, entry, refused) VALUES (@position, @entry, @refused)")
                .With("@position", position).With("@entry", Encoding.UTF8.GetString(entry)).With("@refused", refused)
                .ExecuteNonQuery();
        }) > 0;
    }

    public static DrawBook Load(DbConnection connection) => Fold(sql =>
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql.Replace("{draw_acts}", "draw_acts", StringComparison.Ordinal);
        return command;
    });

    private static DrawBook Fold(Func<string, DbCommand> command)
    {
        DbCommand query = command("SELECT position, entry FROM {draw_acts} ORDER BY position LIMIT @max")
            .With("@max", ActsMax);
        using DbDataReader rows = query.ExecuteReader();
        DrawBook book = DrawBook.None;
        while (rows.Read())
        {
            if (Act.Read(Encoding.UTF8.GetBytes(rows.GetString(1))) is { } act)
                book = book.With(rows.GetInt64(0), act, out _);
        }
        return book;
    }
}
