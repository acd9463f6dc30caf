using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Qingyuan.Supervision;

/// <summary>
/// The procedures of a house (流程库): those that came with the program, and in their place or beside them the texts of
/// the operator's own folder. A text that does not hold stops the start: half a procedure would be worse than none.
/// </summary>
public sealed class ProcedureSet
{
    public const string FileEnding = ".procedure.txt";

    /// <summary>Most texts in a folder.</summary>
    public const int FilesMax = 100;

    private static readonly string[] _shipped =
        [.. typeof(ProcedureSet).Assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(FileEnding, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private readonly FrozenDictionary<string, Procedure> _byId;

    private ProcedureSet(IEnumerable<Procedure> all) => _byId = all.ToFrozenDictionary(p => p.Id);

    /// <summary>As they came with this version.</summary>
    public static ProcedureSet Shipped { get; } = new(ShippedTexts.Select(t => Read(t.Name, t.Text, null)));

    /// <summary>Names and texts of the shipped declarations, in ordinal order.</summary>
    public static IEnumerable<(string Name, string Text)> ShippedTexts => _shipped.Select(name =>
    {
        using Stream stream = typeof(ProcedureSet).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return (name, reader.ReadToEnd());
    });

    public ImmutableArray<Procedure> All => [.. _byId.Values.OrderBy(p => p.Id, StringComparer.Ordinal)];

    public Procedure? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Shipped, with the operator's texts in their place.</summary>
    /// <param name="folder">Need not exist.</param>
    /// <param name="powers">Codes of the powers that exist; null = not checked.</param>
    /// <exception cref="InvalidDataException">A text does not hold; the message says where.</exception>
    public static ProcedureSet Load(string folder, IReadOnlySet<string>? powers)
    {
        Dictionary<string, Procedure> all = Shipped._byId.ToDictionary();
        string[] files = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*" + FileEnding).Order(StringComparer.Ordinal)] : [];
        if (files.Length > FilesMax)
            throw new InvalidDataException($"{folder}：最多 {FilesMax} 个流程文件，这里有 {files.Length} 个。");
        foreach (string file in files)
        {
            Procedure own = Read(Path.GetFileName(file), File.ReadAllText(file), powers);
            all[own.Id] = own;
        }
        if (all.Values.GroupBy(p => p.Prefix).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidDataException(
                $"流程 {string.Join("、", twice.Select(p => p.Id))} 都用编号字头 {twice.Key}；请给其中一个换字头。");
        }
        return new ProcedureSet(all.Values);
    }

    private static Procedure Read(string name, string text, IReadOnlySet<string>? powers) =>
        ProcedureText.TryRead(text, powers, out var problems)
        ?? throw new InvalidDataException($"流程文件 {name} 读不通：\n" + string.Join('\n', problems));
}
