using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class LogTests
{
    [Fact]
    public async Task What_was_appended_is_read_back_proved_and_still_there_after_a_restart()
    {
        using var place = new TemporaryLog();
        const int count = 1_000;
        Checkpoint published;
        await using (Log log = place.Open())
        {
            Assert.Equal(0, log.Published.Size);
            Pending last = default;
            for (int i = 0; i < count; i++)
            {
                last = log.Append("h"u8, TemporaryLog.Entry(i));
                Assert.Equal(i, last.Position);
            }
            await last.Durable;
            Assert.Equal(count, log.DurableSize);
            Task<Checkpoint> covered = log.WhenPublished(last.Position, TestContext.Current.CancellationToken);
            place.Clock.Advance(TimeSpan.FromSeconds(1));
            published = await covered;
            AssertHolds(log, count);
        }
        await using (Log log = place.Open())
        {
            Assert.Equal(published.Note, log.Published.Note);
            AssertHolds(log, count);
            await log.Append("h"u8, TemporaryLog.Entry(count)).Durable;
            Assert.Equal(count + 1, log.DurableSize);
        }
        await using (Log log = place.Open())
            AssertHolds(log, count + 1);
    }

    private static void AssertHolds(Log log, int count)
    {
        long next = 0;
        Assert.Equal(count, log.Read(0, int.MaxValue, (position, entry) =>
        {
            Assert.Equal(next++, position);
            Assert.Equal("h" + Encoding.UTF8.GetString(TemporaryLog.Entry(position)), Encoding.UTF8.GetString(entry));
        }));
        Assert.Equal(count, next);
        for (int i = 0; i < count; i += 37)
        {
            InclusionProof proof = log.Prove(i);
            Assert.Equal(Merkle.Leaf(log.Read(i)), proof.LeafHash);
            Assert.True(Merkle.InclusionHolds(i, count, proof.LeafHash, proof.Path, log.Published.Root));
        }
    }
}
