using System.Globalization;
using System.Net;
using System.Text;

namespace Qingyuan.Ledger;

/// <summary>What one witness said to one head.</summary>
/// <param name="Lines">Its cosignature lines that hold; empty = it did not sign.</param>
/// <param name="Seen">The size that it says it has seen; null = it said none.</param>
/// <param name="Fault">Why it did not sign, for the operator; null = it did.</param>
/// <param name="At">When it signed, by its own clock.</param>
/// <param name="Ahead">A head of this log, signed by its own key, that covers more than we have; null = none.</param>
internal sealed record WitnessReply(
    string Lines, long? Seen, string? Fault, DateTimeOffset? At = null, Checkpoint? Ahead = null);

/// <summary>
/// Asks one witness for its cosignature (C2SP tlog-witness, client side). Believes only signatures of the key that the
/// policy names. One request at a time.
/// </summary>
internal sealed class WitnessClient(HttpClient http, PolicyWitness witness, VerifierKey log)
{
    private const int ReplyBytesMax = SignedNote.NoteBytesMax;
    /// <summary>A witness that knows another size says which; then it is asked once more.</summary>
    private const int TriesMax = 2;

    private long _known;

    public async Task<WitnessReply> Ask(
        Checkpoint head, Func<long, IReadOnlyList<byte[]>> consistencyFrom, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            long old = Math.Min(_known, head.Size);
            string body = AddCheckpoint.Write(
                old, old == 0 || old == head.Size ? [] : consistencyFrom(old), head.Note);
            using var content = new StringContent(body, Encoding.UTF8, "text/plain");
            (HttpStatusCode status, byte[] reply) = await Send(HttpMethod.Post, "add-checkpoint", content, cancel)
                .ConfigureAwait(false);
            if (status == HttpStatusCode.OK)
                return Signed(head, Encoding.UTF8.GetString(reply));
            if (status != HttpStatusCode.Conflict)
                return new WitnessReply("", null, $"{(int)status}: {FirstLine(reply)}");
            if (!long.TryParse(FirstLine(reply), NumberStyles.None, CultureInfo.InvariantCulture, out long seen))
                return new WitnessReply("", null, $"409 without a size: {FirstLine(reply)}");
            _known = seen;
            if (seen > head.Size)
                return await IsAhead(head, seen, cancel).ConfigureAwait(false);
            if (attempt == TriesMax)
                return new WitnessReply("", seen, "it changed the size it knows between two requests");
        }
    }

    private WitnessReply Signed(Checkpoint head, string lines)
    {
        try
        {
            SignedNote note = SignedNote.Parse(Encoding.UTF8.GetBytes(head.Note + lines));
            if (note.Check(witness.Key) != SignatureState.Good)
                return new WitnessReply("", null, "what it answered is not signed by the key that we know of it");
            _known = head.Size;
            return new WitnessReply(string.Concat(note.Signatures
                .Where(s => s.KeyId == witness.Key.Id && s.Name == witness.Key.Name).Select(s => s.Line)),
                head.Size, null, TrustPolicy.TimeOf(note, witness.Key));
        }
        catch (FormatException e)
        {
            return new WitnessReply("", null, $"its answer is no signature: {e.Message}");
        }
    }

    // Somebody who merely says so must not stop a log: only a head with our own signature proves it.
    private async Task<WitnessReply> IsAhead(Checkpoint head, long seen, CancellationToken cancel)
    {
        string fault = $"it has seen {seen} entries of this log, and we published {head.Size}";
        (HttpStatusCode status, byte[] bytes) = await Send(
            HttpMethod.Get, $"{Witness.HashOf(log.Name)}/checkpoint", null, cancel).ConfigureAwait(false);
        if (status != HttpStatusCode.OK)
            return new WitnessReply("", seen, fault + "; it shows no head that would prove that");
        try
        {
            SignedNote note = SignedNote.Parse(bytes);
            Checkpoint theirs = Checkpoint.Of(note, Encoding.UTF8.GetString(bytes));
            bool ours = theirs.Origin == log.Name && note.Check(log) == SignatureState.Good;
            return new WitnessReply(
                "", seen, ours ? fault : fault + "; what it shows is not signed by this log",
                Ahead: ours && theirs.Size > head.Size ? theirs : null);
        }
        catch (FormatException)
        {
            return new WitnessReply("", seen, fault + "; what it shows is no checkpoint");
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> Send(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{witness.Url!.TrimEnd('/')}/{path}"))
        {
            Content = content,
        };
        using HttpResponseMessage response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        byte[] body = new byte[ReplyBytesMax];
        int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel)
            .ConfigureAwait(false);
        return (response.StatusCode, body[..length]);
    }

    private static string FirstLine(byte[] reply)
    {
        string line = Encoding.UTF8.GetString(reply).Split('\n')[0].Trim();
        return line.Length <= 200 ? line : line[..200];
    }
}
