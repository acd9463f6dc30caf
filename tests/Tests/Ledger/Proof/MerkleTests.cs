using CsCheck;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class MerkleTests
{
    // The test tree of the Certificate Transparency reference code (google/certificate-transparency,
    // cpp/merkletree/merkle_tree_test.cc): eight entries and the roots of their prefixes.
    private static readonly string[] Entries =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Roots_are_those_of_the_reference_tree()
    {
        var edge = new TreeEdge();
        Assert.Equal(Roots[0], Convert.ToHexStringLower(edge.Root()));
        for (int i = 0; i < Entries.Length; i++)
        {
            edge.Add(Merkle.Leaf(Convert.FromHexString(Entries[i])), (_, _, _) => { });
            Assert.Equal(Roots[i + 1], Convert.ToHexStringLower(edge.Root()));
        }
    }

    [Fact]
    public void Every_leaf_of_every_size_has_a_proof_and_no_other_leaf_has_it()
    {
        var tree = new TreeInMemory(600);
        Gen.Select(Gen.Int[1, 600], Gen.Int[0, 599], Gen.Int[0, 599]).Where((size, m, _) =>
            m < size).Sample((size, m, other) =>
        {
            (byte[] leaf, List<byte[]> path) = tree.Prover.Inclusion(m, size);
            byte[] root = tree.Roots[size];
            Assert.Equal(tree.Leaves[m], leaf);
            Assert.True(Merkle.InclusionHolds(m, size, leaf, path, root));
            Assert.False(other != m && Merkle.InclusionHolds(m, size, tree.Leaves[other], path, root));
            Assert.False(other != m && Merkle.InclusionHolds(other, size, leaf, path, root));
            Assert.False(Merkle.InclusionHolds(m, size, leaf, [.. path, leaf], root));
            Assert.False(path.Count > 0 && Merkle.InclusionHolds(m, size, leaf, path[..^1], root));
        });
    }

    [Fact]
    public void Every_pair_of_sizes_has_a_consistency_proof_and_changed_ones_do_not_hold()
    {
        var tree = new TreeInMemory(600);
        Gen.Select(Gen.Int[0, 600], Gen.Int[0, 600], Gen.Int[0, 20], Gen.Int[0, 255]).Where((a, b, _, _) => a <= b)
            .Sample((a, b, which, bit) =>
        {
            List<byte[]> proof = tree.Prover.Consistency(a, b);
            Assert.True(Merkle.ConsistencyHolds(a, tree.Roots[a], b, tree.Roots[b], proof));
            if (proof.Count == 0)
                return;
            byte[] changed = [.. proof[which % proof.Count]];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            List<byte[]> wrong = [.. proof];
            wrong[which % proof.Count] = changed;
            Assert.False(Merkle.ConsistencyHolds(a, tree.Roots[a], b, tree.Roots[b], wrong));
            Assert.False(Merkle.ConsistencyHolds(a, tree.Roots[b], b, tree.Roots[b], proof));
        });
    }

    [Fact]
    public void An_empty_hash_never_matches_an_empty_root()
    {
        Assert.False(Merkle.InclusionHolds(0, 1, [], [], []));
        Assert.False(Merkle.ConsistencyHolds(1, [], 1, [], []));
    }

    /// <summary>A tree whose tiles are those that a log of that size would have stored.</summary>
    private sealed class TreeInMemory
    {
        public TreeInMemory(int size)
        {
            var disk = new SimDisk(new Random(1));
            var tiles = new TileWriter(disk, "/t", new TreeEdge());
            Roots.Add(tiles.Edge.Root());
            for (int i = 0; i < size; i++)
            {
                byte[] entry = BitConverter.GetBytes(i);
                Leaves.Add(Merkle.Leaf(entry));
                tiles.Add(entry);
                // The real writer forgets partial forms when the full tile comes; a reader then takes that.
                tiles.WritePartial();
                tiles.WriteFull();
                Roots.Add(tiles.Edge.Root());
            }
            Prover = new Prover(new TileStore(disk, "/t"));
        }

        public List<byte[]> Leaves { get; } = [];
        public List<byte[]> Roots { get; } = [];
        public Prover Prover { get; }
    }
}
