using System.Buffers.Binary;
using System.Globalization;

namespace Qingyuan.Ledger;

/// <summary>A witness (见证方) as a policy names it.</summary>
/// <param name="Name">The name inside the policy, which may be Chinese.</param>
/// <param name="Url">Submission prefix (C2SP tlog-witness); null = only for verification.</param>
public sealed record PolicyWitness(string Name, VerifierKey Key, string? Url);

/// <summary>A cosignature that holds: the witness had seen this tree, and no larger one, at that time.</summary>
public sealed record Cosignature(string Witness, DateTimeOffset At);

/// <summary>
/// What a policy says of one signed note. <see cref="Problem"/> covers the log and every witness's signature, but not
/// the quorum, because a log asks its witnesses after it has signed.
/// </summary>
public sealed record PolicyAnswer(string? Problem, IReadOnlyList<Cosignature> Cosignatures, bool QuorumReached);

/// <summary>
/// Whom a verifier believes: the keys of logs, and which witnesses (见证方) must have cosigned (C2SP tlog-policy).
/// A verifier is always given one; it never takes it from the thing that it verifies.
/// </summary>
public sealed class TrustPolicy
{
    public const int LinesMax = 1_000;

    private readonly List<VerifierKey> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly Dictionary<string, (int Needed, string[] Members)> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private string? _quorum;

    private TrustPolicy() { }

    public IReadOnlyList<VerifierKey> Logs => _logs;
    public IReadOnlyList<PolicyWitness> Witnesses => _witnesses;

    /// <summary>False = it asks for no witness (<c>quorum none</c>): an alteration by the log itself may go
    /// unseen.</summary>
    public bool AsksForWitnesses => _quorum != None;

    /// <summary>The keys of logs, no witness required.</summary>
    public static TrustPolicy Of(params ReadOnlySpan<VerifierKey> logs)
    {
        var policy = new TrustPolicy { _quorum = None };
        policy._logs.AddRange(logs);
        return policy;
    }

    /// <exception cref="FormatException">Not a policy; the message names the line.</exception>
    public static TrustPolicy Parse(string text)
    {
        var policy = new TrustPolicy();
        string[] lines = text.Split('\n');
        if (lines.Length > LinesMax)
            throw new FormatException($"the policy has more than {LinesMax} lines");
        for (int i = 0; i < lines.Length; i++)
        {
            string[] words = lines[i].Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
                continue;
            try
            {
                if (lines[i].Any(c => c < ' ' && c is not ('\t' or '\r')))
                    throw new FormatException("it holds a control character");
                policy.Add(words);
            }
            catch (FormatException e)
            {
                throw new FormatException($"line {i + 1} of the policy: {e.Message}");
            }
        }
        if (policy._logs.Count == 0)
            throw new FormatException("the policy names no log");
        if (policy._quorum is null)
            throw new FormatException("the policy needs one line 'quorum NAME' or 'quorum none'");
        return policy;
    }

    /// <summary>Null = the note is believed; else why not. Lists the witnesses whose cosignature holds.</summary>
    public string? Refuses(SignedNote note, string origin, out IReadOnlyList<string> witnesses)
    {
        PolicyAnswer answer = Ask(note, origin);
        witnesses = [.. answer.Cosignatures.Select(c => c.Witness)];
        return answer.Problem ?? (answer.QuorumReached ? null : QuorumProblem(answer));
    }

    /// <summary>What of a note holds; the caller decides what it makes of a quorum that is not reached.</summary>
    public PolicyAnswer Ask(SignedNote note, string origin)
    {
        if (LogProblem(note, origin) is { } problem)
            return new PolicyAnswer(problem, [], QuorumReached: false);
        var good = new List<Cosignature>();
        foreach (PolicyWitness witness in _witnesses)
        {
            SignatureState state = note.Check(witness.Key);
            if (state == SignatureState.Bad)
                return new PolicyAnswer($"the cosignature of the witness {witness.Name} is wrong", [], false);
            if (state == SignatureState.Good)
                good.Add(new Cosignature(witness.Name, TimeOf(note, witness.Key)));
        }
        good.Sort((a, b) => string.CompareOrdinal(a.Witness, b.Witness));
        HashSet<string> names = [.. good.Select(c => c.Witness)];
        return new PolicyAnswer(null, good, _quorum == None || Holds(_quorum!, names));
    }

    internal string QuorumProblem(PolicyAnswer answer) =>
        $"the quorum '{_quorum}' is not reached: {answer.Cosignatures.Count} known witnesses have cosigned";

    private string? LogProblem(SignedNote note, string origin)
    {
        SignatureState log = SignatureState.Absent;
        foreach (VerifierKey key in _logs.Where(k => k.Name == origin))
        {
            SignatureState state = note.Check(key);
            if (state == SignatureState.Bad)
                return $"the signature of the log {origin} is wrong";
            log = state == SignatureState.Good ? state : log;
        }
        if (log == SignatureState.Good)
            return null;
        return _logs.Any(k => k.Name == origin)
            ? $"the key given for {origin} has not signed it"
            : $"it is of the log {origin}, for which no key was given";
    }

    // The seconds are what the signature covers; of several lines by one witness the newest counts.
    internal static DateTimeOffset TimeOf(SignedNote note, VerifierKey key) => DateTimeOffset.FromUnixTimeSeconds(
        (long)Math.Min(SecondsMax, note.Signatures.Where(s => s.KeyId == key.Id && s.Name == key.Name)
            .Max(s => BinaryPrimitives.ReadUInt64BigEndian(s.Bytes))));

    private void Add(string[] words)
    {
        switch (words[0])
        {
            case "log" when words.Length is 2 or 3:
                VerifierKey log = VerifierKey.Parse(words[1]);
                if (log.Type == VerifierKey.CosignatureType)
                    throw new FormatException("a log needs a signing key, not a cosignature key");
                if (_logs.Any(l => l.PublicKey.AsSpan().SequenceEqual(log.PublicKey)))
                    throw new FormatException("two logs have the same key");
                _logs.Add(log);
                break;
            case "witness" when words.Length is 3 or 4:
                Fresh(words[1]);
                VerifierKey key = VerifierKey.Parse(words[2]);
                if (key.Type != VerifierKey.CosignatureType)
                    throw new FormatException("a witness needs a cosignature key (type 4)");
                // C2SP tlog-cosignature: the message does not name the witness, so one key never serves two.
                if (_witnesses.Any(w => w.Key.PublicKey.AsSpan().SequenceEqual(key.PublicKey)))
                    throw new FormatException("two witnesses have the same key");
                _witnesses.Add(new PolicyWitness(words[1], key, words.Length == 4 ? words[3] : null));
                break;
            case "group" when words.Length >= 4:
                Fresh(words[1]);
                _groups.Add(words[1], (Needed(words[2], words.Length - 3), Members(words[3..])));
                break;
            case "quorum" when words.Length == 2 && _quorum is null:
                if (words[1] != None)
                    Known(words[1]);
                _quorum = words[1];
                break;
            default:
                throw new FormatException(
                    $"'{words[0]}' is not a line of a policy here, or its words are too few or too many");
        }
    }

    private static int Needed(string text, int members) => text switch
    {
        "all" => members,
        "any" => 1,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int k) && k >= 1
            && k <= members => k,
        _ => throw new FormatException($"'{text}' is not all, any, or a number from 1 to {members}"),
    };

    private string[] Members(string[] names)
    {
        foreach (string name in names)
        {
            Known(name);
            if (!_used.Add(name))
                throw new FormatException($"'{name}' is a member twice");
        }
        return names;
    }

    private void Known(string name)
    {
        if (!IsWitness(name) && !_groups.ContainsKey(name))
            throw new FormatException($"'{name}' is not defined on an earlier line");
    }

    private void Fresh(string name)
    {
        if (name == None || IsWitness(name) || _groups.ContainsKey(name))
            throw new FormatException($"'{name}' is taken");
    }

    private bool IsWitness(string name) => _witnesses.Any(w => w.Name == name);

    // Members refer to earlier lines only, so this ends.
    private bool Holds(string name, HashSet<string> good) => _groups.TryGetValue(name, out var group)
        ? group.Members.Count(m => Holds(m, good)) >= group.Needed
        : good.Contains(name);

    private const string None = "none";

    /// <summary>The last second that the calendar has.</summary>
    private const ulong SecondsMax = 253_402_300_799;
}
