using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public sealed class RefillTests
{
    private const string Fills = "SELECT follower, fill, state FROM follower_fills ORDER BY follower";

    private static readonly string[] Text = [.. "a rose is a rose is a rose as a violet is none".Split(' ')];

    [Fact]
    public async Task A_raised_version_is_filled_beside_and_swapped_with_its_downstream()
    {
        await using var house = new House();
        await house.Append("frames", Text);
        using (var loop = house.Loop(new WordTable(), new LengthTable()))
            loop.CatchUp();
        var lengths = house.Digest("lengths");

        var seen = new List<string>();
        var raised = new WordTable
        {
            Version = 2,
            PerTurn = 2,
            // Readers see the old table as long as the new one is being filled.
            Before = (_, _) => seen.AddRange(house.Rows("SELECT times FROM words WHERE word = 'rose'")),
        };
        using (var loop = house.Loop(raised, new LengthTable()))
        {
            Assert.Equal(["words", "lengths"], loop.Refilling);
            loop.CatchUp();
            Assert.Empty(loop.Refilling);
        }
        Assert.Equal(Text.Length, seen.Count);
        Assert.All(seen, times => Assert.Equal("3", times));
        Assert.Equal(["ROSE|3"], house.Rows("SELECT word, times FROM words WHERE word = 'ROSE'"));
        Assert.Equal(lengths, house.Digest("lengths"));
        Assert.Equal(["lengths|v1_2|1", "words|v2|1"], house.Rows(Fills));
        Assert.Equal(["lengths_v1_2", "words_v2"],
            house.Rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%_v%' ORDER BY name"));
    }

    [Fact]
    public async Task An_interrupted_refill_goes_on_where_it_stopped()
    {
        await using var house = new House();
        await house.Append("frames", Text);
        using (var loop = house.Loop(new WordTable(), new LengthTable()))
            loop.CatchUp();
        using (var loop = house.Loop(
            new WordTable { Version = 2, PerTurn = 2, Before = (p, _) => Assert.NotEqual(7, p) }, new LengthTable()))
            Assert.Throws<AggregateException>(loop.CatchUp);
        Assert.Equal(["3"], house.Rows("SELECT times FROM words WHERE word = 'rose'"));
        house.ReopenTables();

        long first = long.MaxValue;
        using (var loop = house.Loop(
            new WordTable { Version = 2, Before = (p, _) => first = Math.Min(first, p) }, new LengthTable()))
            loop.CatchUp();
        Assert.Equal(6, first);
        Assert.Equal(["3"], house.Rows("SELECT times FROM words WHERE word = 'ROSE'"));
    }

    [Fact]
    public async Task A_refill_of_another_version_starts_again()
    {
        await using var house = new House();
        await house.Append("frames", Text);
        using (var loop = house.Loop(new WordTable(), new LengthTable()))
            loop.CatchUp();
        using (var loop = house.Loop(
            new WordTable { Version = 2, PerTurn = 2, Before = (p, _) => Assert.NotEqual(7, p) }, new LengthTable()))
            Assert.Throws<AggregateException>(loop.CatchUp);
        // Back to the old program: what was staged is dropped, what stood stands.
        using (var loop = house.Loop(new WordTable(), new LengthTable()))
            loop.CatchUp();
        Assert.Equal(["lengths|v1|1", "words|v1|1"], house.Rows(Fills));
    }

    [Fact]
    public async Task A_running_loop_swaps_a_refill_in_while_entries_arrive()
    {
        await using var house = new House();
        await house.Append("frames", Text);
        using (var loop = house.Loop(new WordTable(), new LengthTable()))
            loop.CatchUp();
        using var raised = house.Loop(new WordTable { Version = 2, PerTurn = 1 }, new LengthTable());
        using var stop = new CancellationTokenSource();
        var running = raised.Run(stop.Token);
        long position = await house.Append("frames", "rose", "thorn");
        // Waiting for a follower means waiting for what readers see: for the swap.
        await raised.WhenFollowed("words", "frames", position)
            .WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        Assert.Equal(["4"], house.Rows("SELECT times FROM words WHERE word = 'ROSE'"));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Refilling_gives_the_same_tables_and_the_check_holds()
    {
        await using var house = new House();
        IFollower[] followers = [new WordTable(), new LengthTable()];
        await house.Append("frames", Text);
        Assert.Empty(Rebuild.Check(house.Tables, house.Logs, followers, []));
        var before = house.Digest("words") + house.Digest("lengths");
        Assert.Equal(["words", "lengths"], Rebuild.Refill(house.Tables, house.Logs, followers, ["words"]));
        Assert.Equal(before, house.Digest("words") + house.Digest("lengths"));
        Assert.Equal(["lengths"], Rebuild.Refill(house.Tables, house.Logs, followers, ["lengths"]));
        Assert.Empty(Rebuild.Check(house.Tables, house.Logs, followers, []));
        Assert.False(File.Exists(house.TablesFile + ".check"));
    }

    [Theory]
    [InlineData("UPDATE words_v1 SET times = 4 WHERE word = 'rose'",
        "words: row (rose), column times: stands 4, refilled 3")]
    [InlineData("DELETE FROM words_v1 WHERE word = 'violet'",
        "words: row (violet, 1, 10), column row: stands missing, refilled is there")]
    public async Task The_check_names_the_first_row_that_differs(string forgery, string named)
    {
        await using var house = new House();
        IFollower[] followers = [new WordTable()];
        await house.Append("frames", Text);
        using (var loop = house.Loop(followers))
            loop.CatchUp();
        Tables.Execute(house.Tables.Writer, forgery);
        Assert.Equal(named, Assert.Single(Rebuild.Check(house.Tables, house.Logs, followers, [])).ToString());
    }

    [Fact]
    public async Task A_damaged_file_says_what_to_do()
    {
        await using var house = new House();
        var file = house.TablesFile + ".damaged";
        byte[] noise = [.. Enumerable.Repeat((byte)'x', 8192)];
        await File.WriteAllBytesAsync(file, noise, TestContext.Current.CancellationToken);
        var e = Assert.Throws<InvalidDataException>(() => Tables.OpenEmbedded(file));
        Assert.Contains("Delete it", e.Message, StringComparison.Ordinal);
    }
}
