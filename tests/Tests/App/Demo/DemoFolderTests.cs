using Qingyuan.App.Demo;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.App;

/// <summary>The demo's own files: what they remember, and which directories they leave alone.</summary>
public sealed class DemoFolderTests : IDisposable
{
    private static readonly DemoMark Mark = new(7, new DateTimeOffset(2026, 11, 24, 10, 23, 0, Beijing.Offset), 30);

    private readonly string _directory = Directory.CreateTempSubdirectory("qy-demo-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_second_start_keeps_the_parameters_and_the_place_of_the_first()
    {
        DemoFolder first = DemoFolder.Open(_directory, Mark);
        first.Save(1_000, new Dictionary<string, Reached> { ["A"] = new(5, 6) });
        first.Save(2_000, new Dictionary<string, Reached> { ["A"] = new(7, 8) });
        first.AddPause(new Pause(2_000, 9_000));

        DemoFolder second = DemoFolder.Open(_directory, Mark with { Seed = 1, Days = 3 });
        Assert.Equal(Mark, second.Mark);
        Assert.Equal(new Reached(7, 8), second.Place.Loggers["A"]);
        Assert.Equal([new Pause(2_000, 9_000)], second.Place.Pauses);
        Assert.Equal(9_000, second.Place.Alive);
    }

    [Fact]
    public void A_torn_place_falls_back_to_the_one_before()
    {
        DemoFolder folder = DemoFolder.Open(_directory, Mark);
        folder.Save(1_000, new Dictionary<string, Reached> { ["A"] = new(5, 6) });
        folder.Save(2_000, new Dictionary<string, Reached> { ["A"] = new(7, 8) });
        File.WriteAllText(Path.Combine(_directory, "demo.place.0"), "{\"number\":2,\"ali");
        Assert.Equal(new Reached(5, 6), DemoFolder.Open(_directory, Mark).Place.Loggers["A"]);
    }

    [Fact]
    public void A_directory_that_is_not_the_demos_is_left_alone()
    {
        Assert.Null(DemoFolder.Refusal(_directory));
        Assert.Null(DemoFolder.Refusal(Path.Combine(_directory, "not-yet")));
        string file = Path.Combine(_directory, "kind");
        File.WriteAllText(file, "serve\n");
        Assert.Contains("--data", DemoFolder.Refusal(_directory), StringComparison.Ordinal);
        Assert.Contains("--data", DemoFolder.Refusal(file), StringComparison.Ordinal);
        DemoFolder.Open(_directory, Mark);
        Assert.Null(DemoFolder.Refusal(_directory));
    }

    [Fact]
    public void A_damaged_mark_is_said_so_and_nothing_is_overwritten()
    {
        string file = Path.Combine(_directory, DemoFolder.MarkFile);
        File.WriteAllText(file, "{");
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => DemoFolder.Open(_directory, Mark)).Message,
            StringComparison.Ordinal);
        Assert.Equal("{", File.ReadAllText(file));
    }

    [Fact]
    public void The_number_of_remembered_pauses_is_limited()
    {
        DemoFolder folder = DemoFolder.Open(_directory, Mark);
        for (int i = 0; i < DemoFolder.PausesMax + 10; i++)
            folder.AddPause(new Pause(i, i + 1));
        Assert.Equal(DemoFolder.PausesMax, folder.Place.Pauses.Count);
        Assert.Equal(new Pause(DemoFolder.PausesMax + 9, DemoFolder.PausesMax + 10), folder.Place.Pauses[^1]);
    }
}
