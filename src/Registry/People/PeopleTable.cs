using System.Data.Common;
using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Registry;

/// <summary>
/// Follows <c>acts</c>: every entry about organisations, people, posts, powers and keys (机构、人员、权限), and whether
/// it holds. <see cref="People"/> is folded from these rows.
/// </summary>
public sealed class PeopleTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;

    // The fold of the last turn. It depends on nothing but the entries, so its position says if it fits.
    private People _state = People.None;

    public string Name => "people";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["people_acts", "power_grants", "person_classes"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks>
    /// Dropped in the order of <see cref="Tables"/>: what refers before what is referred to. <c>entry</c>:
    /// the act's line of JSON. <c>refused</c>: a stable code, empty = it holds. <c>class</c>:
    /// <see cref="PersonClass"/>. The database itself refuses a person of two classes and a grant of the wrong one.
    /// </remarks>
    public string Schema => """
        CREATE TABLE {people_acts} (position BIGINT NOT NULL PRIMARY KEY, entry TEXT NOT NULL, refused TEXT NOT NULL);
        CREATE TABLE {person_classes} (
          person TEXT NOT NULL PRIMARY KEY, class INTEGER NOT NULL CHECK (class IN (1, 2, 3, 4)),
          UNIQUE (person, class));
        CREATE TABLE {power_grants} (
          grant_id BIGINT NOT NULL PRIMARY KEY, person TEXT NOT NULL, class INTEGER NOT NULL, power TEXT NOT NULL,
          CHECK ((power = 'admin.system') = (class = 1)), CHECK ((power = 'admin.security') = (class = 2)),
          CHECK ((power = 'admin.audit') = (class = 3)),
          FOREIGN KEY (person, class) REFERENCES {person_classes} (person, class));
        """;

    public bool Follow(Turn turn)
    {
        var state = StateOf(turn);
        bool moved = turn.Read("acts", ActsPerTurnMax, (position, entry) =>
        {
            if (Act.Read(entry) is not { } act || !PeopleActs.IsOne(act.Kind))
                return;
            var before = state;
            state = before.With(position, act, out string refused);
            turn.Command("INSERT INTO {people_acts} (position, entry, refused) VALUES (@position, @entry, @refused)")
                .With("@position", position).With("@entry", Encoding.UTF8.GetString(entry)).With("@refused", refused)
                .ExecuteNonQuery();
            Separate(turn, before, state);
        }) > 0;
        _state = state;
        return moved;
    }

    /// <summary>As a page sees it.</summary>
    /// <param name="known">What was loaded before; only newer entries are read.</param>
    public static People Load(DbConnection connection, People? known = null) =>
        Fold(RegistryRows.Plain(connection), known ?? People.None);

    /// <summary>As this turn sees it; the follower has <c>people</c> upstream.</summary>
    public static People Load(Turn turn) => Fold(turn.Command, People.None);

    /// <summary>For followers downstream: grows with every entry about people.</summary>
    public static long Position(Turn turn) => Position(turn.Command);

    private static long Position(Func<string, DbCommand> command) =>
        command("SELECT MAX(position) FROM {people_acts}").ExecuteScalar() is long last ? last + 1 : 0;

    private People StateOf(Turn turn) =>
        _state.Position == Position(turn.Command) ? _state : Fold(turn.Command, People.None);

    private static People Fold(Func<string, DbCommand> command, People state)
    {
        long end = Position(command);
        using var query = command("""
            SELECT position, entry FROM {people_acts} 
            WHERE position >= @from AND position < @end AND refused = '' ORDER BY position
            """).With("@from", state.Position).With("@end", end);
        using var rows = query.ExecuteReader();
        while (rows.Read())
        {
            if (Act.Read(Encoding.UTF8.GetBytes(rows.GetString(1))) is { } act)
                state = state.With(rows.GetInt64(0), act, out _, verify: false);
        }
        return state.At(end);
    }

    /// <summary>Keeps the rows with which the database itself holds the separation of duties.</summary>
    private static void Separate(Turn turn, People before, People after)
    {
        foreach (var person in after.NewPeople(before))
            turn.Command("INSERT INTO {person_classes} (person, class) VALUES (@person, @class)")
                .With("@person", person.Id).With("@class", (int)after.Class(person.Id)!.Value).ExecuteNonQuery();
        foreach (var grant in after.NewGrants(before))
            turn.Command("""
                INSERT INTO {power_grants} (grant_id, person, class, power) VALUES (@id, @person, @class, @power)
                """).With("@id", grant.Position).With("@person", grant.Person)
                .With("@class", (int)after.Class(grant.Person)!.Value).With("@power", grant.Power).ExecuteNonQuery();
    }
}
