namespace Qingyuan.Ledger;

/// <summary>The order in which followers take their turns: upstream first, otherwise as given.</summary>
internal static class FollowerOrder
{
    public static IReadOnlyList<IFollower> Of(IReadOnlyList<IFollower> followers)
    {
        var byName = new Dictionary<string, IFollower>();
        var owners = new Dictionary<string, string>();
        foreach (var follower in followers)
        {
            if (!byName.TryAdd(follower.Name, follower))
                throw new ArgumentException($"Two followers are called {follower.Name}.");
            foreach (var table in follower.Tables)
            {
                if (!owners.TryAdd(table, follower.Name))
                    throw new ArgumentException($"{follower.Name} and {owners[table]} both keep a table {table}.");
            }
        }
        var ordered = new List<IFollower>();
        var entered = new HashSet<string>();
        foreach (var follower in followers)
            Enter(follower);
        return ordered;

        void Enter(IFollower follower)
        {
            if (ordered.Contains(follower))
                return;
            if (!entered.Add(follower.Name))
                throw new ArgumentException($"{follower.Name} is upstream of itself.");
            foreach (var upstream in follower.Upstream)
            {
                Enter(byName.TryGetValue(upstream, out var found)
                    ? found
                    : throw new ArgumentException($"{follower.Name} follows {upstream}, which is not there."));
            }
            ordered.Add(follower);
        }
    }

    /// <summary>The followers named and everything downstream of them.</summary>
    public static IReadOnlySet<string> Downstream(IReadOnlyList<IFollower> followers, IEnumerable<string> of)
    {
        var names = of.ToHashSet();
        foreach (var follower in Of(followers))
        {
            if (follower.Upstream.Any(names.Contains))
                names.Add(follower.Name);
        }
        return names;
    }
}
