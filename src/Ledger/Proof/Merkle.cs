using System.Numerics;
using System.Security.Cryptography;

namespace Qingyuan.Ledger;

/// <summary>Hashing of the tree and the two proof checks, after RFC 6962 §2.1 and RFC 9162 §2.1.3.2,
/// §2.1.4.2.</summary>
public static class Merkle
{
    public const int HashBytes = 32;

    /// <summary>RFC 6962 §2.1: the root of no entries is SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>RFC 6962 §2.1: SHA-256(0x00 ‖ entry).</summary>
    public static void Leaf(ReadOnlySpan<byte> entry, Span<byte> hash) => Sha256.Hash(0, entry, hash);

    /// <summary>RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). The result may lie over either input.</summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> joined = stackalloc byte[2 * HashBytes];
        left.CopyTo(joined);
        right.CopyTo(joined[HashBytes..]);
        Sha256.Hash(1, joined, hash);
    }

    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        byte[] hash = new byte[HashBytes];
        Leaf(entry, hash);
        return hash;
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        byte[] hash = new byte[HashBytes];
        Node(left, right, hash);
        return hash;
    }

    /// <summary>Root of the hashes, whose number is a power of two; they are overwritten on the way.</summary>
    public static void Fold(Span<byte> hashes, Span<byte> root)
    {
        for (int count = hashes.Length / HashBytes; count > 1; count /= 2)
        {
            for (int i = 0; i < count / 2; i++)
            {
                // A pair lies side by side already, and is read before its hash is written over it.
                Sha256.Hash(1, hashes.Slice(2 * i * HashBytes, 2 * HashBytes), hashes.Slice(i * HashBytes, HashBytes));
            }
        }
        hashes[..HashBytes].CopyTo(root);
    }

    /// <summary>RFC 9162 §2.1.3.2. True = the leaf stands at the position in the tree of that size and root.</summary>
    public static bool InclusionHolds(
        long position, long size, byte[] leafHash, IReadOnlyList<byte[]> path, byte[] root)
    {
        // Before anything else: without it an empty leaf hash "matches" an empty root in a one-leaf tree.
        if (!AreHashes(path) || leafHash.Length != HashBytes || root.Length != HashBytes)
            return false;
        if (position < 0 || position >= size)
            return false;
        long fn = position, sn = size - 1;
        byte[] r = leafHash;
        foreach (byte[] p in path)
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = Node(p, r);
                while (fn != 0 && (fn & 1) == 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                r = Node(r, p);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && r.AsSpan().SequenceEqual(root);
    }

    /// <summary>
    /// RFC 9162 §2.1.4.2. True = the tree of the first size is a prefix of the second. From size 0 the proof is
    /// empty (C2SP tlog-witness) and nothing else is known about the second tree.
    /// </summary>
    public static bool ConsistencyHolds(
        long size1, byte[] root1, long size2, byte[] root2, IReadOnlyList<byte[]> proof)
    {
        if (!AreHashes(proof) || root1.Length != HashBytes || root2.Length != HashBytes)
            return false;
        if (size1 < 0 || size1 > size2)
            return false;
        if (size1 == size2)
            return proof.Count == 0 && root1.AsSpan().SequenceEqual(root2);
        if (size1 == 0)
            return proof.Count == 0 && root1.AsSpan().SequenceEqual(EmptyRoot);
        if (proof.Count == 0)
            return false;
        IEnumerable<byte[]> hashes = BitOperations.IsPow2(size1) ? proof.Prepend(root1) : proof;
        long fn = size1 - 1, sn = size2 - 1;
        while ((fn & 1) == 1)
            (fn, sn) = (fn >> 1, sn >> 1);
        byte[]? fr = null, sr = null;
        foreach (byte[] c in hashes)
        {
            if (fr is null || sr is null)
            {
                fr = sr = c;
                continue;
            }
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                fr = Node(c, fr);
                sr = Node(c, sr);
                while (fn != 0 && (fn & 1) == 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = Node(sr, c);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && root1.AsSpan().SequenceEqual(fr) && root2.AsSpan().SequenceEqual(sr);
    }

    private static bool AreHashes(IReadOnlyList<byte[]> hashes)
    {
        // A tree has at most 63 levels; a consistency proof at most twice as many hashes.
        if (hashes.Count > 2 * 64)
            return false;
        foreach (byte[] hash in hashes)
        {
            if (hash.Length != HashBytes)
                return false;
        }
        return true;
    }
}
