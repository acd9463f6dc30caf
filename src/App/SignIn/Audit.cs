using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>
/// Writes the audit (审计): a log of its own beside the ledger, never handed out. An entry is durable when a call
/// returns; when it cannot be written the call throws, and what it was about does not happen.
/// </summary>
internal sealed class Audit(Node node)
{
    public Task Read(HttpContext context, string power, string subject) =>
        Write(context, AuditTable.Read, ActorOf.Current(context).Person, power, subject, "");

    public async Task Write(
        HttpContext context, string kind, string person, string power, string subject, string result)
    {
        var act = AuditTable.Entry(
            kind, node.Clock.GetUtcNow(), Short(person), power, Short(subject), result, From(context));
        try
        {
            // Not Room: that would wait for a disk that may never come back.
            var pending = node.Audit.Append(act.ToEntry(), []);
            await pending.Durable.WaitAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new AuditFailedException(e);
        }
    }

    /// <summary>The address and, roughly, the browser: where from, without what is not needed.</summary>
    private static string From(HttpContext context) =>
        Short($"{context.Connection.RemoteIpAddress} {context.Request.Headers.UserAgent}");

    private static string Short(string text) => new([.. text.Take(200).Select(c => char.IsControl(c) ? ' ' : c)]);
}

/// <summary>
/// The audit cannot be written, so nothing that needs it may happen (fail closed, ASVS v5.0.0-16.5.3).
/// </summary>
internal sealed class AuditFailedException(Exception cause) : Exception("The audit cannot be written.", cause);
