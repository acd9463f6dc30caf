using Qingyuan.Ledger;

namespace Qingyuan.App.Evidence;

/// <summary>
/// Ships a running node's ledger to a second directory, which may be another host's (持续备份). A failure is shown and
/// tried again; it never stops the node.
/// </summary>
public sealed class Shipping : IAsyncDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private string? _fault;

    internal Shipping(string data, string to, TimeProvider clock)
    {
        To = Path.GetFullPath(to);
        _work = Task.Run(() => Run(data, clock));
    }

    public string To { get; }
    /// <summary>Null = the last round went well.</summary>
    public string? Fault => Volatile.Read(ref _fault);
    internal BackupState? State => BackupState.Read(To);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Run(string data, TimeProvider clock)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                NodeCopy.BackUp(data, To, clock);
                Volatile.Write(ref _fault, null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException
                or LedgerRefusedException or NodeRefusedException or FormatException)
            {
                Volatile.Write(ref _fault, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(_stop.Token));
    }
}
