using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace Qingyuan.Standards;

/// <summary>
/// An edition and the tables that it is built from, its own and those of the editions it leans on (规则表的使用者).
/// Found by building every edition once, so nobody keeps a list of it.
/// </summary>
public sealed class TableReader
{
    private static readonly Lazy<ImmutableArray<TableReader>> _all = new(FindAll);
    private readonly MethodInfo _from;

    private TableReader(Type type, string folder)
    {
        _from = type.GetMethod(nameof(IEdition<>.From), BindingFlags.Public | BindingFlags.Static)
            ?? throw new InvalidDataException($"{type.Name} has no public From.");
        Folder = folder;
        Document = InForce.Shipped.All.FirstOrDefault(e => e.Folder == folder)?.Document
            ?? type.GetField("Document", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
            ?? type.Name;
        var read = new ConcurrentDictionary<string, bool>();
        Build(new Tables(ImmutableDictionary<string, (TableCorrection, CsvTable)>.Empty, read));
        Paths = read.Keys.ToFrozenSet();
    }

    /// <summary>The folder of its tables, e.g. <c>Gb3095Of2026</c>.</summary>
    public string Folder { get; }

    public string Document { get; }

    /// <summary>Every table that it reads.</summary>
    public FrozenSet<string> Paths { get; }

    public static IReadOnlyList<TableReader> All => _all.Value;

    /// <summary>
    /// The editions that read a table by the day; none = nobody does (examples), and it changes with a release only.
    /// </summary>
    public static IReadOnlyList<TableReader> Of(string path) => [.. All.Where(r => r.Paths.Contains(path))];

    /// <summary>True when an edition of that folder reads the table.</summary>
    public static bool Reads(string folder, string path) =>
        All.Any(r => r.Folder == folder && r.Paths.Contains(path));

    /// <summary>Null when the edition can be built from these tables, else why not.</summary>
    internal string? Problem(Tables tables)
    {
        try
        {
            Build(tables);
            return null;
        }
        catch (TargetInvocationException error)
        {
            return Words(error.InnerException!);
        }
    }

    /// <summary>What a person who filled the table can do about it.</summary>
    private static string Words(Exception error) => error switch
    {
        InvalidDataException => error.Message,
        ArgumentException => $"有两行的名字一样；每个名字只留一行（{error.Message}）",
        KeyNotFoundException => $"少了一行，程序按名字找它；请照现行的表补上（{error.Message}）",
        _ => $"行数或内容不合这张表的格式；请只改数值，不增删行（{error.Message}）",
    };

    private void Build(Tables tables) => _from.Invoke(null, [tables, Folder]);

    private static ImmutableArray<TableReader> FindAll()
    {
        string[] folders = [.. CsvTable.ShippedPaths.Where(p => p.Contains('/', StringComparison.Ordinal))
            .Select(p => p.Split('/')[0]).Append(nameof(InForce)).Distinct()];
        return [.. from type in typeof(TableReader).Assembly.GetTypes()
                   where type.IsClass && Array.Exists(type.GetInterfaces(), i =>
                       i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEdition<>))
                   from folder in folders
                   where IsFolderOf(type.Name, folder)
                   orderby folder, type.Name
                   select new TableReader(type, folder)];
    }

    /// <summary>Named as the class, or as the class and a year where several editions share it.</summary>
    private static bool IsFolderOf(string type, string folder) => folder == type
        || (folder.StartsWith(type + "Of", StringComparison.Ordinal) && folder[(type.Length + 2)..].All(char.IsDigit));
}
