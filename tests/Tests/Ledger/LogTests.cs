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

    [Fact]
    public async Task Parts_go_in_together_in_their_order_and_as_many_as_there_is_room_for()
    {
        using var place = new TemporaryLog();
        place.Options = place.Options with { OutstandingBytesMax = 20_000 };
        await using Log log = Log.Open(
            place.Options, place.Clock, new RealDisk(),
            SigningKey.LoadOrMake(place.Options.KeyFile, place.Options.Origin), background: false);
        Assert.Equal(3, log.AppendParts("h"u8, "onetwothree"u8, [3, 3, 5], out Pending last));
        Assert.Equal(2, last.Position);
        log.WriteStep();
        await last.Durable;
        Assert.Equal(["hone", "htwo", "hthree"], Enumerable.Range(0, 3).Select(i =>
            Encoding.ASCII.GetString(log.Read(i))));

        byte[] much = new byte[24_000];
        int taken = log.AppendParts("h"u8, much, [4000, 4000, 4000, 4000, 4000, 4000], out last);
        Assert.Equal(4, taken);
        Assert.Equal(2 + taken, last.Position);
        Assert.Equal(0, log.AppendParts("h"u8, much, [4000], out _));
        log.WriteStep();
        Assert.Equal(1, log.AppendParts("h"u8, much, [4000], out _));
        Assert.Throws<ArgumentException>(() => log.AppendParts("h"u8, new byte[65_535], [65_535], out _));
    }

    [Fact]
    public async Task Tile_directories_are_made_apart_and_leave_nothing_else_behind()
    {
        using var place = new TemporaryLog();
        await using Log log = place.Open();
        await TemporaryLog.Fill(log, 300);
        Assert.Equal(
            ["0", "entries"],
            Directory.EnumerateFileSystemEntries(Path.Combine(place.LogDirectory, "tile")).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_told_who_holds_the_log()
    {
        using var place = new TemporaryLog();
        await using Log log = place.Open();
        LedgerBusyException e = Assert.Throws<LedgerBusyException>(() => place.Open());
        Assert.Contains($"process {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
        await log.Append("still"u8, []).Durable;
    }

    [Fact]
    public async Task A_key_file_open_to_others_and_a_key_of_another_log_are_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the ledger needs Linux");
            return;
        }
        using var place = new TemporaryLog();
        await (place.Open()).DisposeAsync();
        string key = place.Options.KeyFile;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<LedgerRefusedException>(() =>
            place.Open()).Message, StringComparison.Ordinal);
        place.Options = place.Options with { KeyFile = Path.Combine(place.Root, "other") };
        Assert.Contains("another key", Assert.Throws<LedgerRefusedException>(() =>
            place.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_append_while_others_read_and_every_entry_is_there_once()
    {
        using var place = new TemporaryLog();
        const int threads = 4, each = 5_000;
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using Log log = place.Open();
        Task<long> reading = Task.Run(async () =>
        {
            long next = 0;
            while (next < threads * each)
            {
                await log.WhenLongerThan(next, cancel);
                next = log.Read(next, 1_000, (_, entry) => Assert.Equal(8, entry.Length));
            }
            return next;
        }, cancel);
        Task[] appending = [.. Enumerable.Range(0, threads).Select(t => Task.Run(async () =>
        {
            var last = Task.CompletedTask;
            for (int i = 0; i < each; i++)
            {
                await log.Room(cancel);
                last = log.Append(BitConverter.GetBytes(((long)t << 32) + i), []).Durable;
                if (i % 1_000 == 0)
                    place.Clock.Advance(TimeSpan.FromSeconds(1));
            }
            await last;
        }, cancel))];
        await Task.WhenAll(appending);
        Assert.Equal(threads * each, await reading);
        var seen = new HashSet<long>();
        log.Read(0, int.MaxValue, (_, entry) => Assert.True(seen.Add(BitConverter.ToInt64(entry))));
        Assert.Equal(threads * each, seen.Count);
    }

    [Fact]
    public async Task A_position_not_yet_published_has_no_proof_and_none_is_made_from_a_damaged_tile()
    {
        using var place = new TemporaryLog();
        await using Log log = place.Open();
        await TemporaryLog.Fill(log, 300);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Prove(299));
        Task<Checkpoint> published = log.WhenPublished(299, TestContext.Current.CancellationToken);
        place.Clock.Advance(TimeSpan.FromSeconds(1));
        await published;
        log.Prove(299);
        string tile = Path.Combine(place.LogDirectory, "tile", "0", "000");
        byte[] bytes = File.ReadAllBytes(tile);
        bytes[5] ^= 1;
        File.WriteAllBytes(tile, bytes);
        Assert.Throws<InvalidDataException>(() => log.Prove(0));
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
