using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class LogCopyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(700)]
    [InlineData(66_000)]
    public async Task A_copy_of_a_running_log_is_restored_and_gone_on_with(int count)
    {
        using var place = new TemporaryLog();
        string copy = Path.Combine(place.Root, "copy"), again = Path.Combine(place.Root, "again");
        Log log = Open(place.Options);
        TrustPolicy policy = TrustPolicy.Of(VerifierKey.Parse(log.VerifierKey));
        await TemporaryLog.Fill(log, count);
        await log.WhenPublished(count - 1, Cancel);
        CopiedLog copied = LogCopy.Into(place.LogDirectory, copy);
        Assert.Equal(count, copied.Size);
        Assert.Null(LogVerifier.Verify(copy, policy).Problem);
        byte[] last = log.Read(count - 1);
        await log.DisposeAsync();

        Assert.Equal(copied.Root, LogCopy.Restore(copy, again).Root);
        log = Open(place.Options with { Directory = again });
        Assert.Equal(count, log.DurableSize);
        Assert.Equal(last, log.Read(count - 1));
        await TemporaryLog.Fill(log, 300);
        await log.WhenPublished(count + 299, Cancel);
        await log.DisposeAsync();
        Verdict verdict = LogVerifier.Verify(again, policy);
        Assert.Null(verdict.Problem);
        Assert.Equal(count + 300, verdict.Size);
        await Open(place.Options with { Directory = again }).DisposeAsync();
    }

    [Fact]
    public async Task A_second_copy_writes_only_what_is_new_and_the_copy_holds_after_each()
    {
        using var place = new TemporaryLog();
        string copy = Path.Combine(place.Root, "copy");
        await using Log log = Open(place.Options);
        TrustPolicy policy = TrustPolicy.Of(VerifierKey.Parse(log.VerifierKey));
        int size = 0;
        foreach (int more in (int[])[600, 1, 300, 2_000, 7])
        {
            await TemporaryLog.Fill(log, more);
            size += more;
            await log.WhenPublished(size - 1, Cancel);
            CopiedLog copied = LogCopy.Into(place.LogDirectory, copy);
            Assert.True(copied.Files <= (2 * ((more / 256) + 2)) + 2, $"{copied.Files} files for {more} entries");
            Assert.Null(LogVerifier.Verify(copy, policy).Problem);
        }
    }

    [Fact]
    public async Task A_log_that_is_older_than_its_copy_or_another_history_is_never_copied_over_it()
    {
        using var place = new TemporaryLog();
        string copy = Path.Combine(place.Root, "copy");
        Log log = Open(place.Options);
        await TemporaryLog.Fill(log, 400);
        await log.DisposeAsync();
        LogCopy.Into(place.LogDirectory, copy);

        // The same key and origin from nothing: an old copy first, then as long with other entries.
        Directory.Delete(place.LogDirectory, recursive: true);
        log = Open(place.Options);
        log.Append("another"u8, []);
        await TemporaryLog.Fill(log, 50);
        await log.DisposeAsync();
        Assert.Contains("old copy", Assert.Throws<LedgerRefusedException>(
            () => LogCopy.Into(place.LogDirectory, copy)).Message, StringComparison.Ordinal);
        log = Open(place.Options);
        await TemporaryLog.Fill(log, 600);
        await log.DisposeAsync();
        Assert.Contains("another history", Assert.Throws<LedgerRefusedException>(
            () => LogCopy.Into(place.LogDirectory, copy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_restored_over_something()
    {
        using var place = new TemporaryLog();
        Log log = Open(place.Options);
        await TemporaryLog.Fill(log, 10);
        await log.DisposeAsync();
        string copy = Path.Combine(place.Root, "copy");
        LogCopy.Into(place.LogDirectory, copy);
        Assert.Throws<LedgerRefusedException>(() => LogCopy.Restore(copy, place.LogDirectory));
    }

    private static Log Open(LogOptions options) => Log.Open(
        options with { CheckpointEvery = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);
}
