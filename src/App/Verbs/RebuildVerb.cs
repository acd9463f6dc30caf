using System.CommandLine;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App;

/// <summary>
/// <c>rebuild</c> (重建): refills followers' tables from the ledger, or with <c>--check</c> only tells whether what
/// stands is what the ledger gives. Never changes the ledger.
/// </summary>
internal static class RebuildVerb
{
    public static Command Command
    {
        get
        {
            var data = new Option<string>("--data") { Required = true, Description = "the data directory, not in use" };
            var table = new Option<string?>("--table")
            {
                Description = "only this table or follower (and, when refilled, what is computed from it)",
            };
            var check = new Option<bool>("--check")
            {
                Description = "refill into a scratch file and compare row by row; exit 1 and the first difference",
            };
            var verb = new Command(
                "rebuild", "Refill tables from the ledger. Example: qingyuan rebuild --data /var/lib/qingyuan --check")
            {
                data, table, check,
            };
            verb.SetAction((call, _) => ServeVerb.Guard(() =>
                Run(call.GetRequiredValue(data), call.GetValue(table), call.GetValue(check))));
            return verb;
        }
    }

    internal static async Task<int> Run(string data, string? name, bool check)
    {
        var followers = FollowerSet.All(new DeviceKeys(new NodeOptions(data).DeviceKeyDirectory));
        var owner = followers.FirstOrDefault(f => f.Name == name || f.Tables.Contains(name ?? ""));
        if (name is not null && owner is null)
        {
            return ServeVerb.Refuse($"--table {name}: there is no such table; there are "
                + string.Join(", ", followers.SelectMany(f => f.Tables)) + ".");
        }
        await using var node = await OfflineNode.Open(data, TimeProvider.System);
        try
        {
            return check ? Check(node, followers, owner, name) : Refill(node, followers, owner);
        }
        catch (AggregateException e)
        {
            Console.Error.WriteLine("qingyuan rebuild: " + e.Message);
            return 1;
        }
    }

    private static int Refill(OfflineNode node, IReadOnlyList<IFollower> followers, IFollower? owner)
    {
        var done = Rebuild.Refill(node.Tables, node.Logs, followers, owner is null ? [] : [owner.Name]);
        foreach (var follower in done)
            Console.WriteLine($"已重建 refilled: {follower}");
        return 0;
    }

    private static int Check(OfflineNode node, IReadOnlyList<IFollower> followers, IFollower? owner, string? name)
    {
        IReadOnlyList<string> tables = owner is null ? [.. followers.SelectMany(f => f.Tables)]
            : owner.Name == name && !owner.Tables.Contains(name) ? owner.Tables
            : [name!];
        var differences = Rebuild.Check(node.Tables, node.Logs, followers, tables).ToDictionary(d => d.Table);
        foreach (var table in tables)
        {
            Console.WriteLine(differences.TryGetValue(table, out var difference)
                ? $"不一致 DIFFERS  {difference}"
                : $"一致   same     {table}");
        }
        if (differences.Count > 0)
            Console.Error.WriteLine("qingyuan rebuild: run it without --check to put the tables right.");
        return differences.Count == 0 ? 0 : 1;
    }
}
