using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Qingyuan.Supervision;

/// <summary>What may be inspected (检查对象), with its risk class (风险等级).</summary>
public sealed record PoolObject(string Id, string Name, string Region, string Class);

/// <summary>Who may be sent (检查人员).</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Department">E.g. 生态环境, 市场监管: a joint task needs somebody of each.</param>
/// <param name="Conflicts">Ids of the objects that the person may not inspect (回避关系).</param>
public sealed record PoolInspector(
    string Id, string Name, string Department, string Unit, IReadOnlyList<string> Conflicts);

/// <summary>
/// The lists of a draw (名单) as they are committed: text that anybody hashes with <c>sha256sum</c>. The same list gives
/// the same bytes in whatever order it was put together.
/// </summary>
public static class DrawLists
{
    public const int ObjectsMax = 5_000, InspectorsMax = 2_000, ConflictsMax = 200, FieldCharactersMax = 100;

    private const string ObjectHeader = "id,name,region,class";
    private const string InspectorHeader = "id,name,department,unit,conflicts";

    public static string Write(IEnumerable<PoolObject> objects) => Lines(ObjectHeader,
        objects.OrderBy(o => o.Id, StringComparer.Ordinal).Select(o => $"{o.Id},{o.Name},{o.Region},{o.Class}"));

    public static string Write(IEnumerable<PoolInspector> inspectors) => Lines(InspectorHeader,
        inspectors.OrderBy(i => i.Id, StringComparer.Ordinal).Select(i => $"{i.Id},{i.Name},{i.Department},{i.Unit},"
            + string.Join(' ', i.Conflicts.Distinct().Order(StringComparer.Ordinal))));

    /// <exception cref="FormatException">Not such a list; the message names the line.</exception>
    public static IReadOnlyList<PoolObject> ReadObjects(string text) =>
        Unique(Read(text, ObjectHeader, ObjectsMax).Select(c => new PoolObject(c[0], c[1], c[2], c[3])), o => o.Id);

    /// <exception cref="FormatException">Not such a list; the message names the line.</exception>
    public static IReadOnlyList<PoolInspector> ReadInspectors(string text) =>
        Unique(Read(text, InspectorHeader, InspectorsMax).Select(c => new PoolInspector(c[0], c[1], c[2], c[3],
            c[4].Split(' ', StringSplitOptions.RemoveEmptyEntries))), i => i.Id);

    /// <summary>Null = the field can stand in a list.</summary>
    public static string? Problem(string field) =>
        field.Length > FieldCharactersMax ? $"超过 {FieldCharactersMax} 个字"
        : field.Any(c => c is ',' || char.IsControl(c)) ? "含有半角逗号或换行"
        : field != field.Trim() ? "前后有空格" : null;

    /// <summary>SHA-256 of the text's bytes, as <c>sha256sum</c> prints it.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Lines(string header, IEnumerable<string> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (string row in rows)
            text.Append(row).Append('\n');
        return text.ToString();
    }

    private static List<string[]> Read(string text, string header, int max)
    {
        string[] lines = text.Split('\n');
        if (lines[0] != header || lines[^1].Length > 0)
            throw new FormatException($"the first line must be '{header}' and the last must end in a line feed");
        if (lines.Length - 2 > max)
            throw new FormatException($"the list has more than {max} lines");
        int columns = header.Count(c => c == ',') + 1;
        var rows = new List<string[]>();
        for (int i = 1; i < lines.Length - 1; i++)
        {
            string[] cells = lines[i].Split(',');
            if (cells.Length != columns || cells[0].Length == 0)
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {i + 1} is malformed"));
            rows.Add(cells);
        }
        return rows;
    }

    // Sorted by id and each id once: two spellings of one list would be two seeds' worth of choice.
    private static List<T> Unique<T>(IEnumerable<T> items, Func<T, string> id)
    {
        var list = items.ToList();
        for (int i = 1; i < list.Count; i++)
        {
            if (string.CompareOrdinal(id(list[i - 1]), id(list[i])) >= 0)
                throw new FormatException($"'{id(list[i])}' stands twice or out of order");
        }
        return list;
    }
}
