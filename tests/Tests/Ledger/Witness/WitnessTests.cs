using System.Text;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class WitnessTests
{
    private const string Place = "/sim/witness";
    private static readonly SigningKey LogKey = SigningKey.OfSeed(new byte[32], "log.example/frames");
    private static readonly SigningKey Own = SigningKey.OfSeed(
        [9, .. new byte[31]], "witness.example", VerifierKey.CosignatureType);
    private readonly SimDisk _disk = new(new Random(1));
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public void Cosignatures_of_the_public_witness_network_hold_and_name_their_time()
    {
        SignedNote note = SignedNote.Parse(File.ReadAllBytes(
            Path.Combine(Tidy.Tree.Path("tests/Tests/Ledger/Witness/Frozen"), "arche2025h1.checkpoint")));
        string policy =
            "log arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f\n"
            + "witness remora remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2\n"
            + "witness mullvad witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv\n"
            + "witness smartit witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO\n"
            + "witness garden transparency.dev/DEV:witness-little-garden+d8042a87"
            + "+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM\n"
            + "group all all remora mullvad smartit garden\nquorum all\n";
        PolicyAnswer answer = TrustPolicy.Parse(policy).Ask(note, "arche2025h1.staging.ct.transparency.dev");
        Assert.Null(answer.Problem);
        Assert.True(answer.QuorumReached);
        Assert.All(answer.Cosignatures, c => Assert.Equal(0x6A122120, c.At.ToUnixTimeSeconds()));
    }

    [Fact]
    public void It_signs_a_tree_that_only_grew_and_keeps_that_over_a_restart()
    {
        var tree = new Grown();
        Witness witness = Open();
        Assert.Equal(200, witness.Add(tree.Ask(0, 5)).Status);
        WitnessAnswer answer = witness.Add(tree.Ask(5, 300));
        Assert.Equal(200, answer.Status);
        SignedNote signed = SignedNote.Parse(tree.Note(300) + answer.Body);
        Assert.Equal(SignatureState.Good, signed.Check(Own.Verifier));
        witness.Dispose();

        Witness again = Open();
        Assert.Equal(300, Assert.Single(again.Logs).Size);
        Assert.Equal(409, again.Add(tree.Ask(5, 400)).Status);
        Assert.Equal(200, again.Add(tree.Ask(300, 400)).Status);
        SignedNote latest = SignedNote.Parse(again.Latest(Witness.HashOf(LogKey.Verifier.Name))!);
        Assert.Equal(SignatureState.Good, latest.Check(LogKey.Verifier));
        Assert.Equal(SignatureState.Good, latest.Check(Own.Verifier));
        Assert.Null(again.Latest(Witness.HashOf("another.example")));
    }

    [Fact]
    public void Each_fault_has_its_status_and_changes_nothing()
    {
        var tree = new Grown();
        var forged = new Grown(salt: 1);
        Witness witness = Open();
        Assert.Equal(200, witness.Add(tree.Ask(0, 10)).Status);
        Assert.Equal(400, witness.Add("nonsense"u8).Status);
        Assert.Equal(400, witness.Add(Body(20, [], tree.Note(10))).Status);
        SigningKey stranger = SigningKey.OfSeed([7, .. new byte[31]], LogKey.Verifier.Name);
        Assert.Equal(403, witness.Add(Body(
            10, [], stranger.Sign(Checkpoint.Text(LogKey.Verifier.Name, 10, tree.Root(10))))).Status);
        SigningKey other = SigningKey.OfSeed([8, .. new byte[31]], "other.example");
        Assert.Equal(404, witness.Add(Body(
            0, [], other.Sign(Checkpoint.Text("other.example", 10, tree.Root(10))))).Status);
        WitnessAnswer conflict = witness.Add(tree.Ask(7, 20));
        Assert.Equal((409, "10\n", "text/x.tlog.size"), (conflict.Status, conflict.Body, conflict.ContentType));
        // Another history: a proof that does not hold, and another root at the same size.
        Assert.Equal(422, witness.Add(forged.Ask(10, 20)).Status);
        Assert.Equal(422, witness.Add(Body(10, [], forged.Note(10))).Status);
        Assert.Equal(422, witness.Add(Body(10, [new byte[32]], tree.Note(20))).Status);
        Assert.Equal(10, Assert.Single(witness.Logs).Size);
        Assert.Equal(200, witness.Add(tree.Ask(10, 20)).Status);
    }

    [Fact]
    public void From_size_0_a_proof_must_be_empty_and_an_empty_tree_has_the_empty_root()
    {
        var tree = new Grown();
        Witness witness = Open();
        Assert.Equal(422, witness.Add(Body(0, [new byte[32]], tree.Note(10))).Status);
        Assert.Equal(422, witness.Add(Body(
            0, [], LogKey.Sign(Checkpoint.Text(LogKey.Verifier.Name, 0, new byte[32])))).Status);
        Assert.Equal(200, witness.Add(Body(0, [], tree.Note(0))).Status);
        Assert.Equal(200, witness.Add(tree.Ask(0, 10)).Status);
    }

    [Fact]
    public void The_same_head_again_is_signed_with_the_new_time_and_never_with_an_earlier_one()
    {
        var tree = new Grown();
        Witness witness = Open();
        witness.Add(tree.Ask(0, 10));
        _clock.Advance(TimeSpan.FromHours(1));
        DateTimeOffset later = _clock.GetUtcNow();
        Assert.Equal(200, witness.Add(Body(10, [], tree.Note(10))).Status);
        Assert.Equal(later, Assert.Single(witness.Logs).At);
        witness.Dispose();
        Witness behind = Witness.Open(
            _disk, Place, Own, [LogKey.Verifier], new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50)));
        Assert.Equal(200, behind.Add(Body(10, [], tree.Note(10))).Status);
        Assert.Equal(later, Assert.Single(behind.Logs).At);
    }

    [Fact]
    public void Of_many_requests_at_once_none_rolls_the_witness_back()
    {
        var tree = new Grown();
        Witness witness = Open();
        Assert.Equal(200, witness.Add(tree.Ask(0, 1)).Status);
        var signed = new System.Collections.Concurrent.ConcurrentBag<(long From, long To)>();
        Parallel.For(0, 8, worker =>
        {
            var random = new Random(worker);
            for (int i = 0; i < 60; i++)
            {
                long from = Assert.Single(witness.Logs).Size, to = Math.Min(from + 1 + random.Next(20), Grown.Max);
                if (witness.Add(tree.Ask(from, to)).Status == 200 && to > from)
                    signed.Add((from, to));
            }
        });
        // What was signed is one chain: each goes on where another ended.
        (long From, long To)[] chain = [.. signed.OrderBy(s => s.From)];
        Assert.Equal(1, chain[0].From);
        for (int i = 1; i < chain.Length; i++)
            Assert.Equal(chain[i - 1].To, chain[i].From);
        Assert.Equal(chain[^1].To, Assert.Single(witness.Logs).Size);
    }

    [Fact]
    public void Whatever_was_answered_is_known_after_any_power_cut()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var tree = new Grown();
            var disk = new SimDisk(new Random(seed)) { StopAt = 20 + (seed * 2) };
            long answered = 0;
            try
            {
                using Witness witness = Witness.Open(disk, Place, Own, [LogKey.Verifier], _clock);
                for (long next = 3; ; next += 3)
                {
                    if (witness.Add(tree.Ask(answered, next)).Status == 200)
                        answered = next;
                }
            }
            catch (SimulatedStop)
            {
                disk.PowerCut();
            }
            using Witness again = Witness.Open(disk, Place, Own, [LogKey.Verifier], _clock);
            Assert.InRange(Assert.Single(again.Logs).Size, answered, answered + 3);
        }
    }

    [Fact]
    public void A_state_that_was_altered_is_not_gone_on_from()
    {
        var tree = new Grown();
        using (Witness witness = Open())
            witness.Add(tree.Ask(0, 10));
        string file = $"{Place}/{Witness.HashOf(LogKey.Verifier.Name)}/checkpoint";
        _disk.Corrupt(file, b => { b[20] ^= 1; return b; });
        Assert.Contains("restore", Assert.Throws<LedgerRefusedException>(Open).Message, StringComparison.Ordinal);
    }

    private Witness Open() => Witness.Open(_disk, Place, Own, [LogKey.Verifier], _clock);

    private static byte[] Body(long old, byte[][] proof, string note) =>
        Encoding.UTF8.GetBytes(AddCheckpoint.Write(old, proof, note));

    /// <summary>A tree in memory with proofs between any two of its sizes.</summary>
    internal sealed class Grown
    {
        public const int Max = 6_000;
        private readonly TileStore _tiles;
        private readonly byte[][] _roots = new byte[Max + 1][];

        public Grown(int salt = 0)
        {
            var disk = new SimDisk(new Random(0));
            var writer = new TileWriter(disk, "/tree", new TreeEdge());
            for (int i = 0; i <= Max; i++)
            {
                _roots[i] = writer.Edge.Root();
                writer.Add(Encoding.ASCII.GetBytes($"{salt} {i}"));
            }
            writer.WriteFull();
            writer.WritePartial();
            // Full tiles of 6,001 leaves serve every smaller size, except where the last ones are partial.
            _tiles = new TileStore(new WholeTiles(disk), "/tree");
        }

        public byte[] Root(long size) => _roots[size];

        public string Note(long size) => LogKey.Sign(Checkpoint.Text(LogKey.Verifier.Name, size, Root(size)));

        public byte[] Ask(long old, long size) => Body(
            old, old > size ? [] : [.. new Prover(_tiles).Consistency(old, size)], Note(size));
    }

    /// <summary>Reads the widest partial form for any narrower one.</summary>
    private sealed class WholeTiles(SimDisk disk) : IDisk
    {
        public byte[]? Read(string path)
        {
            int partial = path.IndexOf(".p/", StringComparison.Ordinal);
            string folder = partial < 0 ? path + ".p" : path[..(partial + 2)];
            return disk.Read(path) ?? disk.List(folder)
                .Select(n => disk.Read($"{folder}/{n}")).MaxBy(b => b!.Length);
        }

        public int Read(string path, ref byte[] into) => throw new NotSupportedException();
        public void MakeDirectory(string path) => throw new NotSupportedException();
        public IDiskFile Create(string path) => throw new NotSupportedException();
        public void Rename(string from, string to) => throw new NotSupportedException();
        public void Delete(string path) => throw new NotSupportedException();
        public void DeleteDirectory(string path) => throw new NotSupportedException();
        public void SyncFile(string path) => throw new NotSupportedException();
        public void SyncDirectory(string path) => throw new NotSupportedException();
        public IReadOnlyList<string> List(string path) => throw new NotSupportedException();
        public IDisposable Lock(string path) => throw new NotSupportedException();
    }
}
