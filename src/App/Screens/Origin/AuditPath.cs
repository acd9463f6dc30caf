using Qingyuan.Ledger;

namespace Qingyuan.App.Screens.Origin;

/// <summary>
/// The arithmetic of a leaf's way to the root (RFC 9162 2.1.3.2), for the page that shows it step by step.
/// Never gives a verdict: that is <see cref="Merkle.InclusionHolds"/> and <c>qingyuan verify</c>.
/// </summary>
internal static class AuditPath
{
    /// <summary>For each step from the leaf up: does the sibling stand on the left?</summary>
    public static IReadOnlyList<bool> SiblingsOnLeft(long position, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, size);
        List<bool> sides = [];
        long node = position, last = size - 1;
        while (last > 0)
        {
            bool left = (node & 1) == 1 || node == last;
            sides.Add(left);
            if (left)
            {
                // The last node of a level that has no sibling goes up unchanged until it has one.
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            node >>= 1;
            last >>= 1;
        }
        return sides;
    }

    /// <summary>The root that a leaf hash gives with this path; null when the path has the wrong length.</summary>
    public static byte[]? Root(byte[] leaf, long position, long size, IReadOnlyList<byte[]> path)
    {
        IReadOnlyList<bool> sides = SiblingsOnLeft(position, size);
        if (sides.Count != path.Count)
            return null;
        byte[] hash = leaf;
        for (int step = 0; step < path.Count; step++)
            hash = sides[step] ? Merkle.Node(path[step], hash) : Merkle.Node(hash, path[step]);
        return hash;
    }
}
