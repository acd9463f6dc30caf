using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public sealed class FollowerLoopTests
{
    private static readonly string[] Text =
        [.. "the quick brown fox jumps over the lazy dog while the fox and the dog look on".Split(' ')];

    [Fact]
    public async Task Catching_up_fills_the_tables_and_keeps_the_positions()
    {
        await using var house = new House();
        await house.Append("frames", Text);
        using var loop = house.Loop(new LengthTable(), new WordTable());
        loop.CatchUp();

        Assert.Equal(["the|4"], house.Rows("SELECT word, times FROM words WHERE times > 2"));
        Assert.Equal(["2|1|1"], house.Rows("SELECT * FROM lengths WHERE length = 2"));
        Assert.Equal(Text.Length, loop.Position("words", "frames"));
        Assert.All(loop.Lag.Values, lag => Assert.Equal(0, lag));
        Assert.Equal(["words|v1|frames|17"],
            house.Rows("SELECT * FROM follower_positions WHERE follower = 'words'"));
    }

    [Fact]
    public async Task A_restart_after_any_turn_gives_the_same_tables()
    {
        await using var house = new House();
        await house.Append("frames", Text);
        string once;
        using (var loop = house.Loop(new WordTable(), new LengthTable()))
        {
            loop.CatchUp();
            once = house.Digest("words") + house.Digest("lengths");
        }
        for (int diesAt = 0; diesAt < Text.Length; diesAt++)
        {
            await using var other = new House();
            await other.Append("frames", Text);
            int at = diesAt;
            using (var loop = other.Loop(
                new WordTable { PerTurn = 3, Before = (p, _) => Assert.NotEqual(at, p) }, new LengthTable()))
                Assert.Throws<AggregateException>(loop.CatchUp);
            other.ReopenTables();
            using (var loop = other.Loop(new WordTable { PerTurn = 4 }, new LengthTable()))
                loop.CatchUp();
            Assert.Equal(once, other.Digest("words") + other.Digest("lengths"));
        }
    }

    [Fact]
    public async Task A_poisoned_entry_stops_its_follower_only_and_is_named()
    {
        await using var house = new House();
        await house.Append("frames", Text);
        int tries = 0;
        var poisoned = new WordTable
        {
            Before = (_, word) =>
            {
                if (word != "lazy")
                    return;
                tries++;
                throw new FormatException("lazy is poison");
            },
        };
        using var loop = house.Loop(poisoned, new ActCounter());
        await house.Append("acts", "one", "two");
        Assert.Throws<AggregateException>(loop.CatchUp);

        var fault = loop.Faults["words"];
        Assert.True(fault.Stopped);
        Assert.Equal("frames 7", fault.LastSeen);
        Assert.Equal(1 + Runner.RetriesMax, tries);
        Assert.Equal(7, loop.Position("words", "frames"));
        Assert.Equal(["2"], house.Rows("SELECT acts FROM act_count"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => loop.WhenFollowed("words", "frames", 8));
    }

    [Fact]
    public async Task A_failed_turn_leaves_no_row_behind()
    {
        await using var house = new House();
        await house.Append("frames", "a", "b", "c");
        using var loop = house.Loop(
            new WordTable { Before = (p, _) => Assert.NotEqual(2, p) });
        Assert.Throws<AggregateException>(loop.CatchUp);
        Assert.Empty(house.Rows("SELECT * FROM words"));
        Assert.Equal(0, loop.Position("words", "frames"));
    }

    [Fact]
    public async Task A_running_loop_follows_what_is_appended_and_tells_who_waits()
    {
        await using var house = new House();
        using var loop = house.Loop(new WordTable(), new LengthTable());
        using var stop = new CancellationTokenSource();
        var moved = new List<string>();
        loop.Moved += moved.Add;
        var running = loop.Run(stop.Token);
        long position = await house.Append("frames", Text);
        await loop.WhenFollowed("words", "frames", position).WaitAsync(TimeSpan.FromSeconds(120), Cancel);
        Assert.Contains("words", moved);
        Assert.Equal(["17"], house.Rows("SELECT SUM(times) FROM words"));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Followers_that_do_not_fit_together_are_refused()
    {
        await using var house = new House();
        Assert.Throws<ArgumentException>(() => house.Loop(new LengthTable()));
        Assert.Throws<ArgumentException>(() => house.Loop(new WordTable(), new WordTable()));
    }

    [Fact]
    public async Task A_reader_is_given_back_and_cannot_write()
    {
        await using var house = new House();
        await house.Append("frames", "a");
        using (var loop = house.Loop(new WordTable()))
            loop.CatchUp();
        // More than there are at one time: each is given back, also when it is disposed twice.
        for (int i = 0; i < 3 * Qingyuan.Ledger.Tables.ReadersMax; i++)
        {
            var reader = house.Tables.Reader();
            await reader.DisposeAsync();
            reader.Dispose();
        }
        using var last = house.Tables.Reader();
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() =>
            Qingyuan.Ledger.Tables.Execute(last, "DELETE FROM words_v1"));
    }

    [Fact]
    public async Task A_follower_cannot_name_a_table_that_is_neither_its_own_nor_upstream()
    {
        await using var house = new House();
        using var loop = house.Loop(new WordTable(), new Backward("SELECT 1 FROM {act_count}"));
        Assert.Throws<AggregateException>(loop.CatchUp);
        Assert.Contains("{act_count}", loop.Faults["backward"].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Positions_never_go_back()
    {
        await using var house = new House();
        await house.Append("frames", "a", "b");
        using var loop = house.Loop(new WordTable { PerTurn = 2 }, new Backward());
        Assert.Throws<AggregateException>(loop.CatchUp);
        Assert.Contains("go back", loop.Faults["backward"].Exception.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class ActCounter : IFollower
    {
        public string Name => "acts_counted";
        public int Version => 1;
        public IReadOnlyList<string> Tables => ["act_count"];
        public IReadOnlyList<string> Upstream => [];
        public string Schema => "CREATE TABLE {act_count} (id INTEGER NOT NULL PRIMARY KEY, acts BIGINT NOT NULL)";

        public bool Follow(Turn turn)
        {
            int read = turn.Read("acts", 10, (_, _) => { });
            turn.Command("""
                INSERT INTO {act_count} (id, acts) VALUES (1, @read)
                ON CONFLICT (id) DO UPDATE SET acts = {act_count}.acts + excluded.acts
                """).With("@read", read).ExecuteNonQuery();
            return read > 0;
        }
    }

    private sealed class Backward(string sql = "SELECT 1 FROM {words}") : IFollower
    {
        public string Name => "backward";
        public int Version => 1;
        public IReadOnlyList<string> Tables => [];
        public IReadOnlyList<string> Upstream => ["words"];
        public string Schema => "SELECT 1";

        public bool Follow(Turn turn)
        {
            turn.Command(sql).ExecuteNonQuery();
            turn.Advance("words", turn.Position("words") == 0 ? 1 : 0);
            return true;
        }
    }
}
