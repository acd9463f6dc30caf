namespace Qingyuan.Ledger;

/// <summary>How far one witness (见证方) has seen one log, as it told us.</summary>
/// <param name="Seen">The largest head that it cosigned; 0 = none yet.</param>
/// <param name="At">When it cosigned that; null = never.</param>
/// <param name="Fault">Why it did not sign the last time; null = it did, or was not asked yet.</param>
public sealed record WitnessState(PolicyWitness Witness, long Seen, DateTimeOffset? At, string? Fault);

/// <summary>
/// Lets the witnesses of a policy cosign the published heads of one log, beside everything else: an outage of theirs
/// delays nothing and loses nothing, it only shows. Stops the log in one case: a witness shows a head, signed by this
/// log's own key, that covers more than there is here. Then this directory is an old copy, and going on would sign a
/// second history.
/// </summary>
public sealed class Witnessing
{
    /// <summary>How often witnesses are asked when the log grows.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    /// <summary>After this time even an unchanged head is cosigned anew, so that its time shows who is awake.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromMinutes(5);

    private readonly Log _log;
    private readonly TrustPolicy _policy;
    private readonly TimeProvider _clock;
    private readonly Asked[] _asked;
    private string? _stopped;

    /// <summary>One witness and when it is asked again.</summary>
    private sealed class Asked(WitnessClient client, WitnessState state)
    {
        public WitnessClient Client => client;
        public WitnessState State { get; set; } = state;
        public int Failures { get; set; }
        public DateTimeOffset NotBefore { get; set; }
    }

    /// <param name="policy">Names the log's key, the witnesses with their addresses, and the quorum.</param>
    public Witnessing(Log log, TrustPolicy policy, HttpClient http, TimeProvider clock)
    {
        (_log, _policy, _clock) = (log, policy, clock);
        VerifierKey key = VerifierKey.Parse(log.VerifierKey);
        IReadOnlyList<Cosignature> before = log.Witnessed is { } seen
            ? policy.Ask(SignedNote.Parse(seen.Note), log.Origin).Cosignatures : [];
        _asked = [.. policy.Witnesses.Where(w => w.Url is not null).Select(w => new Asked(
            new WitnessClient(http, w, key),
            new WitnessState(w, before.Any(c => c.Witness == w.Name) ? log.Witnessed!.Size : 0,
                before.FirstOrDefault(c => c.Witness == w.Name)?.At, null)))];
    }

    public IReadOnlyList<WitnessState> States => [.. _asked.Select(a => a.State)];

    /// <summary>Null = all is well; else why the log was stopped.</summary>
    public string? Stopped => Volatile.Read(ref _stopped);

    /// <summary>Asks until cancelled.</summary>
    public async Task Run(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(AskEvery, _clock);
        do
            await Round(cancel).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(cancel).ConfigureAwait(false));
    }

    /// <summary>Asks everybody who is due, for the head published now. Never throws for a witness's fault.</summary>
    public async Task Round(CancellationToken cancel)
    {
        Checkpoint head = _log.Published;
        DateTimeOffset now = _clock.GetUtcNow();
        Asked[] due = [.. _asked.Where(a => now >= a.NotBefore
            && (a.State.Seen < head.Size || a.State.At is null || now - a.State.At > RenewAfter))];
        if (due.Length == 0 || head.Size == 0)
            return;
        WitnessReply[] replies = await Task.WhenAll(due.Select(a => Ask(a, head, cancel))).ConfigureAwait(false);
        if (replies.FirstOrDefault(r => r.Ahead is not null) is { Ahead: { } ahead })
            Stop(ahead);
        Keep(head, string.Concat(replies.Select(r => r.Lines)));
    }

    private async Task<WitnessReply> Ask(Asked asked, Checkpoint head, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(AnswerWithin);
        WitnessReply reply;
        try
        {
            reply = await asked.Client.Ask(head, old => _log.ProveConsistency(old, head), limit.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            reply = new WitnessReply("", null, $"no answer within {AnswerWithin.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or UriFormatException
            or InvalidOperationException)
        {
            reply = new WitnessReply("", null, e.Message);
        }
        bool signed = reply.Lines.Length > 0;
        DateTimeOffset now = _clock.GetUtcNow();
        asked.State = asked.State with
        {
            Seen = signed ? head.Size : reply.Seen ?? asked.State.Seen,
            At = reply.At ?? asked.State.At,
            Fault = reply.Fault,
        };
        asked.Failures = signed ? 0 : asked.Failures + 1;
        TimeSpan pause = TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Min(asked.Failures, 10) - 1));
        asked.NotBefore = signed ? now : now + (pause < RetryAfterMax ? pause : RetryAfterMax);
        return reply;
    }

    private void Stop(Checkpoint ahead)
    {
        string why = $"A witness holds a checkpoint of {_log.Origin} over {ahead.Size} entries, signed by this log's "
            + $"own key, and only {_log.Published.Size} are here. This is an old copy, restored or copied back. "
            + "Nothing is taken any more: restore the newest copy; if it is lost for good, begin a new directory and "
            + "keep this one.";
        Volatile.Write(ref _stopped, why);
        _log.Refuse(why);
    }

    /// <summary>
    /// Keeps the head as the witnessed one when the quorum has signed it; until there is such a head, one with any
    /// cosignature. A head that only some signed never takes the place of one that the quorum did.
    /// </summary>
    private void Keep(Checkpoint head, string lines)
    {
        if (lines.Length == 0)
            return;
        var cosigned = head with { Note = Merged(head.Note, lines) };
        PolicyAnswer answer = _policy.Ask(SignedNote.Parse(cosigned.Note), _log.Origin);
        bool had = _log.Witnessed is { } before
            && _policy.Ask(SignedNote.Parse(before.Note), _log.Origin).QuorumReached;
        if (answer.Problem is not null || (had && !answer.QuorumReached))
            return;
        try
        {
            _log.Attach(cosigned);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk: the log itself says so; the next round signs anew.
        }
    }

    // An older line of the same key goes: its time is the earlier one.
    private static string Merged(string note, string lines)
    {
        string[] fresh = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        SignedNote added = SignedNote.Parse("-\n\n" + lines);
        SignedNote old = SignedNote.Parse(note);
        IEnumerable<string> kept = old.Signatures
            .Where(s => !added.Signatures.Any(a => a.KeyId == s.KeyId && a.Name == s.Name)).Select(s => s.Line);
        return $"{old.Text}\n{string.Concat(kept)}{string.Concat(fresh.Select(l => l + "\n"))}";
    }
}
