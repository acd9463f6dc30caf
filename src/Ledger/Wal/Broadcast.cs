namespace Qingyuan.Ledger;

/// <summary>
/// Wakes all who wait for the next change; costs nothing when nobody waits. Take <see cref="Next"/>, then look whether
/// the condition holds already, then await.
/// </summary>
internal sealed class Broadcast
{
    private TaskCompletionSource? _next;

    public Task Next
    {
        get
        {
            TaskCompletionSource? next = Volatile.Read(ref _next);
            if (next is null)
            {
                var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                next = Interlocked.CompareExchange(ref _next, made, null) ?? made;
            }
            return next.Task;
        }
    }

    public void Raise() => Interlocked.Exchange(ref _next, null)?.SetResult();

    public async Task Until(Func<bool> holds, CancellationToken cancel)
    {
        while (true)
        {
            Task next = Next;
            if (holds())
                return;
            await next.WaitAsync(cancel).ConfigureAwait(false);
        }
    }
}
