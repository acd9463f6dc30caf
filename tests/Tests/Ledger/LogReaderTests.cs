using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public sealed class LogReaderTests
{
    [Fact]
    public async Task Reads_and_proves_what_the_checkpoint_covers_while_the_writer_goes_on()
    {
        using var files = new TemporaryLog();
        await using Log log = files.Open();
        await TemporaryLog.Fill(log, 300);
        await Published(files, log);
        var reader = LogReader.OpenReadOnly(files.LogDirectory);
        Assert.Equal(300, reader.Published.Size);
        foreach (long position in new[] { 0L, 255, 256, 299 })
            Check(log, reader, position);

        // The tree grows: partial tiles and bundles that the reader knew are put aside.
        await TemporaryLog.Fill(log, 400);
        await Published(files, log);
        foreach (long position in new[] { 299L, 300, 511, 512, 699, 0 })
            Check(log, reader, position);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(700));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(-1));
    }

    [Fact]
    public void A_directory_without_a_checkpoint_is_refused_with_a_word()
    {
        using var files = new TemporaryLog();
        var refused = Assert.Throws<FileNotFoundException>(() => LogReader.OpenReadOnly(files.Root));
        Assert.Contains("no checkpoint", refused.Message, StringComparison.Ordinal);
    }

    private static void Check(Log log, LogReader reader, long position)
    {
        byte[] entry = reader.Read(position);
        Assert.Equal(log.Read(position), entry);
        InclusionProof proof = reader.Prove(position);
        Assert.True(Merkle.InclusionHolds(
            position, proof.Checkpoint.Size, Merkle.Leaf(entry), proof.Path, proof.Checkpoint.Root));
    }

    private static async Task Published(TemporaryLog files, Log log)
    {
        Task<Checkpoint> published = log.WhenPublished(log.DurableSize - 1, TestContext.Current.CancellationToken);
        while (!published.IsCompleted)
        {
            files.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(published, Task.Delay(20, TestContext.Current.CancellationToken));
        }
        await published;
    }
}
