using System.Security.Cryptography;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Registers;

/// <summary>
/// Files that were uploaded and previewed and wait for their confirmation (待确认的导入). Lost at a restart.
/// </summary>
internal sealed class ImportDrafts(TimeProvider clock)
{
    public const int DraftsMax = 8;
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(30);

    public sealed record Draft(string Id, IReadOnlyList<(string Name, byte[] Bytes)> Files, DateTimeOffset Until);

    private readonly Lock _lock = new();
    private readonly List<Draft> _drafts = [];

    /// <summary>Keeps the files; the oldest draft gives way when there are too many.</summary>
    public Draft Add(IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        var draft = new Draft(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), files, clock.GetUtcNow() + KeptFor);
        lock (_lock)
        {
            _drafts.RemoveAll(d => d.Until < clock.GetUtcNow());
            if (_drafts.Count >= DraftsMax)
                _drafts.RemoveAt(0);
            _drafts.Add(draft);
        }
        return draft;
    }

    /// <summary>Null = not known, or too old. A draft is taken once.</summary>
    public Draft? Take(string id)
    {
        lock (_lock)
        {
            var found = _drafts.Find(d => d.Id == id && d.Until >= clock.GetUtcNow());
            if (found is not null)
                _drafts.Remove(found);
            return found;
        }
    }

    public static ImportPreview Preview(Draft draft, Node node, HttpContext context) => RegisterImport.Preview(
        [.. draft.Files.Select(f => new ImportFile(f.Name, new MemoryStream(f.Bytes, writable: false)))],
        node.Register, node.Clock, Web.ActorOf.Current(context).Person);
}
