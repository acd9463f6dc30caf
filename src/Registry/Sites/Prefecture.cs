using System.Reflection;

namespace Qingyuan.Registry;

/// <summary>One of the seven prefectures (地市) with its names in three languages. The Tibetan ones are 待审校.</summary>
/// <param name="Key">Its part of an address, e.g. <c>lhasa</c>.</param>
/// <param name="Code">First four digits of its division code (GB/T 2260).</param>
/// <param name="Full">The name with its rank, e.g. 拉萨市.</param>
/// <param name="Cell">Its row and column in the cartogram: rough position, no map.</param>
public sealed record Prefecture(
    string Key, string Code, string Name, string Full, string NameEn, string NameBo, (int Row, int Column) Cell)
{
    private const string Resource = "Sites/prefectures.csv";

    public static IReadOnlyList<Prefecture> All { get; } = Load();

    public static Prefecture? Of(string name) =>
        All.FirstOrDefault(p => p.Name == name || p.Full == name || p.Key == name);

    private static List<Prefecture> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"{Resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var all = new List<Prefecture>();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (line.StartsWith('#') || cells[0] == "key")
                continue;
            all.Add(new Prefecture(
                cells[0], cells[1], cells[2], cells[3], cells[4], cells[5],
                (cells[6][0] - '0', cells[6][2] - '0')));
        }
        return all;
    }
}
