using Qingyuan.App.Demo;

namespace Qingyuan.App.SignIn;

/// <summary>
/// Before the first page: what a stopped process left half done is ended by what the ledger says, and a demo gets its
/// ready people.
/// </summary>
internal sealed class AccountsStart(Node node, Accounts accounts) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (node.Acts.DurableSize > 0)
            await node.Followers.WhenFollowed("people", "acts", node.Acts.DurableSize - 1)
                .WaitAsync(cancellationToken);
        accounts.Reconcile();
        if (node.Options.Demo)
            await DemoPeople.Ensure(node, accounts, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
