using Microsoft.Data.Sqlite;
using Qingyuan.App;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App;

/// <summary>A node over a data directory that an older version of the program left behind.</summary>
public sealed class NodeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("qingyuan-node-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Tables_of_an_older_version_are_refilled_before_anybody_is_answered()
    {
        var options = new NodeOptions(Path.Combine(_root, "data"));
        var cancel = TestContext.Current.CancellationToken;
        await using (Node node = Node.Open(options, TimeProvider.System))
        {
            await node.Do(new Act(
                RegistryActs.DischargerRegistered, TimeProvider.System.GetUtcNow(), PeopleActs.Bootstrap,
                "register", "排污许可管理条例 第二十条",
                RegistryActs.Write(new Discharger("A1", "甲", "拉萨", "", "", "", false), DateTimeOffset.UnixEpoch)),
                cancel);
        }
        // As the version before left it: one table less, and a lower number.
        Execute(options.TablesFile, "DROP VIEW sites");
        Execute(options.TablesFile, """
            UPDATE follower_fills SET version = version - 1, tables = replace(tables, 'sites,', '')
            WHERE follower = 'registry'
            """);

        await using Node upgraded = Node.Open(options, TimeProvider.System);
        Assert.Empty(upgraded.Followers.Refilling);
        Assert.Equal("甲", Assert.Single(upgraded.Register.Dischargers).Name);
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
