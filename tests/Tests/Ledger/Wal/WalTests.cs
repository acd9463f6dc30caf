using Microsoft.Extensions.Time.Testing;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class WalTests
{
    private const string Place = "/sim/log";
    private const string Segment = "/sim/log/wal/00000001.wal";
    private static readonly SigningKey Key = SigningKey.OfSeed(new byte[32], "sim.example/frames");
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    // RFC 3720 B.4: the iSCSI test vectors of CRC-32C.
    [Theory]
    [InlineData(0x00, 0x8A9136AAu)]
    [InlineData(0xFF, 0x62A8AB43u)]
    public void The_checksum_is_that_of_the_iscsi_vectors(byte value, uint expected)
    {
        byte[] bytes = new byte[32];
        bytes.AsSpan().Fill(value);
        Assert.Equal(expected, Crc32C.Of(Crc32C.Start, bytes) ^ Crc32C.Start);
    }

    [Fact]
    public void A_torn_tail_is_cut_and_its_bytes_are_kept()
    {
        SimDisk disk = Written(batches: 3);
        byte[] torn = [1, 2, 3, 4, 5];
        disk.Corrupt(Segment, b => [.. b, .. torn]);
        Log log = Open(disk);
        Assert.Equal(30, log.DurableSize);
        Assert.Equal(torn, disk.Read("/sim/log/wal/00000001.torn"));
    }

    [Fact]
    public void A_batch_of_which_only_the_end_was_written_is_torn_and_not_damage()
    {
        SimDisk disk = Written(batches: 3);
        (int start, int length) = Record(disk, 25);
        disk.Corrupt(Segment, b => { b.AsSpan(start, length).Clear(); return b; });
        Log log = Open(disk);
        Assert.Equal(25, log.DurableSize);
        Assert.NotNull(disk.Read("/sim/log/wal/00000001.torn"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(19)]
    public void Damage_to_a_batch_that_was_synced_is_refused_and_named_and_nothing_is_changed(long position)
    {
        SimDisk disk = Written(batches: 3);
        (int start, int length) = Record(disk, position);
        disk.Corrupt(Segment, b => { b[start + length - 1] ^= 1; return b; });
        byte[] before = disk.Read(Segment)!;
        LedgerRefusedException e = Assert.Throws<LedgerRefusedException>(() => Open(disk));
        Assert.Equal((Segment, position), (e.File, e.Position));
        Assert.Contains($"byte {start}", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, disk.Read(Segment));
        Assert.Equal(["00000001.wal"], disk.List("/sim/log/wal"));
    }

    [Fact]
    public void A_log_shorter_than_its_signed_checkpoint_is_refused()
    {
        SimDisk disk = Written(batches: 3, publish: true);
        (int start, _) = Record(disk, 28);
        disk.Corrupt(Segment, b => b[..start]);
        Assert.Contains("a checkpoint over 30 entries was signed, but only 28",
            Assert.Throws<LedgerRefusedException>(() => Open(disk)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_rewritten_with_right_checksums_are_refused_and_the_tiles_left_alone()
    {
        SimDisk disk = Written(batches: 3, publish: true);
        (int start, int length) = Record(disk, 7);
        disk.Corrupt(Segment, b =>
        {
            b[start + length - 1] ^= 1;
            WalRecord.Seal(b.AsSpan(start, length));
            return b;
        });
        byte[] tile = disk.Read($"{Place}/tile/0/000.p/30")!;
        Assert.Contains("root that was signed",
            Assert.Throws<LedgerRefusedException>(() => Open(disk)).Message, StringComparison.Ordinal);
        Assert.Equal(tile, disk.Read($"{Place}/tile/0/000.p/30"));
    }

    [Fact]
    public async Task A_failed_sync_fails_its_batch_and_the_open_one_and_their_positions_go_to_others()
    {
        SimDisk disk = Written(batches: 1);
        Log log = Open(disk);
        Pending lost = log.Append("lost"u8, []);
        disk.FailAt.Add(disk.Operations + 2);
        log.WriteStep();
        await Assert.ThrowsAsync<IOException>(() => lost.Durable);
        Assert.Equal(1, disk.SyncFailures);
        Assert.Equal(1, log.State.FailedBatches);
        Assert.Equal(10, log.DurableSize);
        Pending next = log.Append("kept"u8, []);
        Assert.Equal(lost.Position, next.Position);
        log.WriteStep();
        await next.Durable;
        Assert.Equal("kept"u8.ToArray(), log.Read(10));
        log.PublishStep();
        Assert.True(LogVerifier.Verify(disk, Place, TrustPolicy.Of(Key.Verifier)).Holds);
    }

    [Fact]
    public void A_disk_that_takes_nothing_makes_the_log_refuse_until_it_takes_again()
    {
        SimDisk disk = Written(batches: 1);
        Log log = Open(disk);
        log.Append("lost"u8, []);
        for (int i = 1; i <= 50; i++)
            disk.FailAt.Add(disk.Operations + i);
        log.WriteStep();
        Assert.False(log.State.Accepting);
        Assert.Throws<LedgerFullException>(() => log.Append("no"u8, []));
        Task room = log.Room(TestContext.Current.CancellationToken).AsTask();
        Assert.False(room.IsCompleted);
        disk.FailAt.Clear();
        log.RetryStep();
        Assert.True(log.State.Accepting);
        Assert.Null(log.State.Fault);
        Assert.Equal(10, log.Append("yes"u8, []).Position);
    }

    [Fact]
    public void Appending_is_refused_beyond_the_limits()
    {
        Log log = Log.Open(
            new LogOptions(Place, Key.Verifier.Name, "") { OutstandingBytesMax = 100_000 }, _clock,
            new SimDisk(new Random(1)), Key, background: false);
        Assert.Throws<ArgumentException>(() => log.Append(new byte[Log.EntryBytesMax], [1]));
        log.Append(new byte[Log.EntryBytesMax], []);
        Assert.Throws<LedgerFullException>(() => log.Append(new byte[Log.EntryBytesMax], []));
        Task room = log.Room(TestContext.Current.CancellationToken).AsTask();
        Assert.False(room.IsCompleted);
        log.WriteStep();
        log.PublishStep();
        Assert.True(log.Room(TestContext.Current.CancellationToken).AsTask().IsCompleted);
        Assert.Equal(1, log.DurableSize);
    }

    [Fact]
    public void Received_time_never_goes_back_also_over_a_restart()
    {
        SimDisk disk = Written(batches: 1);
        Log log = Open(disk);
        DateTimeOffset before = log.Now();
        log.Append("x"u8, []);
        log.WriteStep();
        log.Abandon();
        disk.Kill();
        _clock.AdjustTime(before.AddHours(-1));
        log = Open(disk);
        TimeSpan stepped = TimeSpan.Zero;
        log.ClockStepped += step => stepped = step;
        Assert.Equal(before.AddMilliseconds(1), log.Now());
        Assert.Equal(TimeSpan.FromHours(-1), stepped);
        Assert.True(log.ClockBehind);
        Assert.Equal(before.AddMilliseconds(1), log.Now());
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(before.AddHours(1), log.Now());
        Assert.False(log.ClockBehind);
    }

    [Fact]
    public void Segments_are_deleted_only_when_synced_bundles_hold_their_entries()
    {
        var disk = new SimDisk(new Random(1));
        var options = new LogOptions(Place, Key.Verifier.Name, "") { SegmentBytesMax = 20_000 };
        Log log = Log.Open(options, _clock, disk, Key, background: false);
        for (int i = 0; i < 3_000; i++)
        {
            log.Append(TemporaryLog.Entry(i), []);
            if (i % 100 == 0)
                log.WriteStep();
        }
        log.WriteStep();
        int segments = disk.List("/sim/log/wal").Count;
        log.PublishStep();
        Assert.True(disk.List("/sim/log/wal").Count < segments);
        log.Abandon();
        disk.PowerCut();
        log = Log.Open(options, _clock, disk, Key, background: false);
        Assert.Equal(3_000, log.DurableSize);
        log.Read(0, 3_000, (position, entry) => Assert.Equal(TemporaryLog.Entry(position), entry.ToArray()));
        Assert.True(LogVerifier.Verify(disk, Place, TrustPolicy.Of(Key.Verifier)).Holds);
    }

    // Batches of ten entries; the process dies before it could go on in a second segment.
    private SimDisk Written(int batches, bool publish = false)
    {
        var disk = new SimDisk(new Random(1));
        Log log = Open(disk);
        for (int batch = 0; batch < batches; batch++)
        {
            for (int i = 0; i < 10; i++)
                log.Append(TemporaryLog.Entry((batch * 10) + i), []);
            log.WriteStep();
        }
        if (publish)
            log.PublishStep();
        log.Abandon();
        disk.Kill();
        return disk;
    }

    private Log Open(SimDisk disk) =>
        Log.Open(new LogOptions(Place, Key.Verifier.Name, ""), _clock, disk, Key, background: false);

    private static (int Start, int Length) Record(SimDisk disk, long position)
    {
        ReadOnlySpan<byte> bytes = disk.Read(Segment);
        int at = SegmentHead.Bytes;
        while (WalRecord.TryRead(bytes[at..], out WalRecord record))
        {
            if (record.Position == position)
                return (at, record.Length);
            at += record.Length;
        }
        throw new InvalidOperationException($"no record of position {position}");
    }
}
