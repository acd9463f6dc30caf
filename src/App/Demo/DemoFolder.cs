using System.Text.Json;

namespace Qingyuan.App.Demo;

/// <summary>What makes a data directory a demo's, for ever: the seed, the first start, the days of history.</summary>
internal sealed record DemoMark(int Seed, DateTimeOffset Start, int Days);

/// <summary>
/// How far one logger has come: frames of its history and its place in the live plan that were acknowledged.
/// </summary>
internal sealed record Reached(long History, long Live);

/// <summary>How far the demo has come.</summary>
/// <param name="Number">Grows with every save.</param>
/// <param name="Alive">The last moment at which the demo is known to have been running, Unix milliseconds.</param>
internal sealed record DemoPlace(long Number, long Alive, List<Pause> Pauses, Dictionary<string, Reached> Loggers);

/// <summary>
/// The demo's own files in a data directory: <c>demo.json</c> marks it and never changes; <c>demo.place.0</c> and
/// <c>demo.place.1</c> are written in turn, so that one of them is always whole. They only ever know less than the
/// ledger: after a crash some frames are sent again and are recognised as repeats.
/// </summary>
internal sealed class DemoFolder
{
    public const string MarkFile = "demo.json";
    public const int PausesMax = 256;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = false };

    private readonly string _directory;

    private DemoFolder(string directory, DemoMark mark, DemoPlace place) =>
        (_directory, Mark, Place) = (directory, mark, place);

    public DemoMark Mark { get; }
    public DemoPlace Place { get; private set; }

    /// <summary>True when the demo made the directory; <c>serve</c> refuses it.</summary>
    public static bool IsDemo(string directory) => File.Exists(Path.Combine(directory, MarkFile));

    /// <summary>Null = may be opened, else why not and what to do.</summary>
    public static string? Refusal(string directory)
    {
        if (File.Exists(directory))
            return $"{directory} is a file; name a directory with --data.";
        if (IsDemo(directory) || !Directory.Exists(directory) || !Directory.EnumerateFileSystemEntries(directory).Any())
            return null;
        return $"{directory} was not made by the demo and is not empty, so nothing simulated is written into it. "
            + "Name another directory with --data, or use `qingyuan serve` for this one.";
    }

    /// <summary>Opens the folder of an earlier demo, or makes one. The parameters of an earlier demo stay.</summary>
    public static DemoFolder Open(string directory, DemoMark fresh)
    {
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, MarkFile);
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(fresh, s_json));
            return new DemoFolder(directory, fresh, new DemoPlace(0, fresh.Start.ToUnixTimeMilliseconds(), [], []));
        }
        DemoMark mark = Read<DemoMark>(file) ?? throw new InvalidDataException(
            $"{file} cannot be read. Remove the directory to begin a new demo, or name another one with --data.");
        DemoPlace place = new[] { Read<DemoPlace>(PlaceFile(directory, 0)), Read<DemoPlace>(PlaceFile(directory, 1)) }
            .Where(p => p is { Pauses: not null, Loggers: not null }).MaxBy(p => p!.Number)
            ?? new DemoPlace(0, mark.Start.ToUnixTimeMilliseconds(), [], []);
        return new DemoFolder(directory, mark, place);
    }

    /// <summary>Remembers that the platform was not running; what fell into it is back-filled (补传).</summary>
    public void AddPause(Pause pause)
    {
        // Pauses past the limit lie so far back that nothing of them waits any more.
        List<Pause> pauses = [.. Place.Pauses.TakeLast(PausesMax - 1), pause];
        Save(pause.To, Place.Loggers, pauses);
    }

    public void Save(long alive, Dictionary<string, Reached> loggers) => Save(alive, loggers, Place.Pauses);

    private void Save(long alive, Dictionary<string, Reached> loggers, List<Pause> pauses)
    {
        Place = new DemoPlace(Place.Number + 1, alive, pauses, loggers);
        File.WriteAllBytes(PlaceFile(_directory, Place.Number % 2), JsonSerializer.SerializeToUtf8Bytes(Place, s_json));
    }

    private static string PlaceFile(string directory, long turn) => Path.Combine(directory, $"demo.place.{turn}");

    private static T? Read<T>(string file) where T : class
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), s_json) : null;
        }
        catch (JsonException)
        {
            return null; // Torn by a crash; the other one is whole.
        }
    }
}
