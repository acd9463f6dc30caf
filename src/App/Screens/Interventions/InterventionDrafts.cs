using System.Security.Cryptography;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Interventions;

/// <summary>
/// Records that were filled in and wait to be sealed (待封存): in memory only, for their writer only, forgotten after a
/// short time. Never on a disk, because they are not sealed yet.
/// </summary>
internal sealed class InterventionDrafts(TimeProvider clock)
{
    public const int DraftsMax = 32;
    public const long BytesMax = 256 << 20;
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    public sealed record Draft(
        string Id, string Person, Intervention Record, IReadOnlyList<(string Name, byte[] Bytes)> Files,
        IReadOnlySet<string> Except, DateTimeOffset Until)
    {
        public long Bytes => Files.Sum(f => (long)f.Bytes.Length);
    }

    private readonly Lock _lock = new();
    private readonly List<Draft> _drafts = [];

    /// <summary>Null = there is no room now; nothing was kept.</summary>
    public Draft? Add(
        string person, Intervention record, IReadOnlyList<(string Name, byte[] Bytes)> files,
        IReadOnlySet<string> except)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var draft = new Draft(id, person, record, files, except, clock.GetUtcNow() + KeptFor);
        lock (_lock)
        {
            _drafts.RemoveAll(d => d.Until < clock.GetUtcNow());
            // A person's older draft gives way to their new one; never somebody else's.
            _drafts.RemoveAll(d => d.Person == person);
            if (_drafts.Count >= DraftsMax || _drafts.Sum(d => d.Bytes) + draft.Bytes > BytesMax)
                return null;
            _drafts.Add(draft);
        }
        return draft;
    }

    /// <summary>Null = not known, too old, or somebody else's. Taken once.</summary>
    public Draft? Take(string id, string person)
    {
        lock (_lock)
        {
            var found = _drafts.Find(d => d.Id == id && d.Person == person && d.Until >= clock.GetUtcNow());
            if (found is not null)
                _drafts.Remove(found);
            return found;
        }
    }
}
