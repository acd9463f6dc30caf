
namespace Qingyuan.App.Screens.Draws;

/// <summary>
/// Takes the seed of whatever waits for one (取种子), as soon as it is there: the first, because nobody chooses when to
/// press. Never decides anything; a fault of one round is tried again in the next.
/// </summary>
internal sealed class DrawWatch(
    Qingyuan.Supervision.Draws draws, TimeProvider clock, ILogger<DrawWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await draws.TakeSeeds(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A full disk or a closing ledger: the pages show that it waits; the next round tries again.
                logger.LogWarning("A draw could not be computed yet: {Reason}", e.Message);
            }
        }
    }
}
