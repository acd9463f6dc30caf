namespace Qingyuan.Ledger;

/// <summary>
/// Why a follower stands still. <paramref name="Stopped"/> = it stays so until the next start (its own fault);
/// otherwise the machine failed it and it tries again by itself.
/// </summary>
/// <param name="LastSeen">The log and position of the entry it was looking at.</param>
public sealed record FollowerFault(string Follower, string LastSeen, Exception Exception, bool Stopped)
{
    public override string ToString() =>
        $"{Follower} {(Stopped ? "stopped" : "waits")} at {LastSeen}: {Exception.GetType().Name}: {Exception.Message}";
}

/// <summary>
/// One follower at work on one fill: takes its turns, undoes and repeats failed ones, gives up in the end.
/// </summary>
internal sealed class Runner(IFollower follower, Fill fill, Turn turn)
{
    /// <summary>How often a failed turn is repeated before the follower stops.</summary>
    public const int RetriesMax = 3;

    public IFollower Follower => follower;
    public Fill Fill { get; set; } = fill;
    public Turn Turn => turn;
    public string Name => follower.Name;
    public FollowerFault? Fault { get; private set; }

    /// <summary>Its last turn did something, so there may be more.</summary>
    public bool Busy { get; private set; }

    /// <summary>Takes one turn. True = something was done and committed.</summary>
    public bool Step(IReadOnlyDictionary<string, long>? ceiling)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                turn.Begin(ceiling);
                bool worked = follower.Follow(turn);
                bool moved = worked || turn.HasAdvanced;
                turn.Commit();
                Fault = null;
                Busy = worked;
                return moved;
            }
            catch (Exception e)
            {
                // Whatever a follower throws is caught: one poisoned entry stops one follower, never the process.
                turn.Rollback();
                if (attempt < RetriesMax)
                    continue;
                Fault = new FollowerFault(Name, turn.LastSeen, e, Stopped: !Tables.IsFaultOfTheWorld(e));
                Busy = false;
                return false;
            }
        }
    }
}
