namespace Qingyuan.Ledger;

/// <summary>
/// Keeps tables from the ledger. Each call of <see cref="Follow"/> does a bounded amount of work inside one
/// transaction that also holds its positions; it never looks at the clock and never depends on when it runs.
/// </summary>
public interface IFollower
{
    /// <summary>A short stable name, e.g. <c>series</c>.</summary>
    string Name { get; }

    /// <summary>Raise it when schema or meaning change: the tables are refilled beside and swapped.</summary>
    int Version { get; }

    /// <summary>Logical names of its tables. Readers use these names; they are views on the live version.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Followers whose tables it reads; they run before it, and when they are refilled so is it.</summary>
    IReadOnlyList<string> Upstream { get; }

    /// <summary>Portable DDL; a table's physical name is written <c>{name}</c>.</summary>
    string Schema { get; }

    /// <summary>
    /// Columns (<c>table.column</c>) that only number its changes for the followers downstream. The numbers depend on
    /// when it took its turns, so they are no part of what the ledger gives and are not compared.
    /// </summary>
    IReadOnlyList<string> Numbering => [];

    /// <summary>It waits for something that no entry will tell it: give it a turn every few seconds.</summary>
    bool LooksAgain => false;

    /// <summary>Does some work; false = nothing was left to do.</summary>
    bool Follow(Turn turn);
}
