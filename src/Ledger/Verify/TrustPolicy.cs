using System.Globalization;

namespace Qingyuan.Ledger;

/// <summary>
/// Whom a verifier believes: the keys of logs, and which witnesses (见证方) must have cosigned (C2SP tlog-policy).
/// A verifier is always given one; it never takes it from the thing that it verifies.
/// </summary>
public sealed class TrustPolicy
{
    public const int LinesMax = 1_000;

    private readonly List<VerifierKey> _logs = [];
    private readonly Dictionary<string, VerifierKey> _witnesses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Needed, string[] Members)> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private string? _quorum;

    private TrustPolicy() { }

    /// <summary>One log's key, no witness required.</summary>
    public static TrustPolicy Of(VerifierKey log)
    {
        var policy = new TrustPolicy { _quorum = None };
        policy._logs.Add(log);
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
        witnesses = [];
        SignatureState log = SignatureState.Absent;
        foreach (VerifierKey key in _logs.Where(k => k.Name == origin))
        {
            SignatureState state = note.Check(key);
            if (state == SignatureState.Bad)
                return $"the signature of the log {origin} is wrong";
            log = state == SignatureState.Good ? state : log;
        }
        if (log != SignatureState.Good)
            return _logs.Any(k => k.Name == origin)
                ? $"the key given for {origin} has not signed it"
                : $"it is of the log {origin}, for which no key was given";
        var good = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, VerifierKey key) in _witnesses)
        {
            SignatureState state = note.Check(key);
            if (state == SignatureState.Bad)
                return $"the cosignature of the witness {name} is wrong";
            if (state == SignatureState.Good)
                good.Add(name);
        }
        witnesses = [.. good.Order(StringComparer.Ordinal)];
        return _quorum == None || Holds(_quorum!, good)
            ? null : $"the quorum '{_quorum}' is not reached: {good.Count} known witnesses have cosigned";
    }

    private void Add(string[] words)
    {
        switch (words[0])
        {
            case "log" when words.Length is 2 or 3:
                _logs.Add(VerifierKey.Parse(words[1]));
                break;
            case "witness" when words.Length is 3 or 4:
                Fresh(words[1]);
                VerifierKey key = VerifierKey.Parse(words[2]);
                if (key.Type != VerifierKey.CosignatureType)
                    throw new FormatException("a witness needs a cosignature key (type 4)");
                // C2SP tlog-cosignature: the message does not name the witness, so one key never serves two.
                if (_witnesses.Values.Any(w => w.PublicKey.AsSpan().SequenceEqual(key.PublicKey)))
                    throw new FormatException("two witnesses have the same key");
                _witnesses.Add(words[1], key);
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
        if (!_witnesses.ContainsKey(name) && !_groups.ContainsKey(name))
            throw new FormatException($"'{name}' is not defined on an earlier line");
    }

    private void Fresh(string name)
    {
        if (name == None || _witnesses.ContainsKey(name) || _groups.ContainsKey(name))
            throw new FormatException($"'{name}' is taken");
    }

    // Members refer to earlier lines only, so this ends.
    private bool Holds(string name, HashSet<string> good) => _groups.TryGetValue(name, out var group)
        ? group.Members.Count(m => Holds(m, good)) >= group.Needed
        : good.Contains(name);

    private const string None = "none";
}
