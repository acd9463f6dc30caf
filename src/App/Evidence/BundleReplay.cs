using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App.Evidence;

/// <summary>
/// Computes once more, from the entries of a bundle and nothing else, what it says of them (重算). Uses the followers of
/// a node on a scratch directory, which it deletes.
/// </summary>
internal sealed record BundleReplay(
    Register Register, IReadOnlyList<JudgedInterval> Hours, IReadOnlyList<JudgedInterval> Days)
{
    public static BundleReplay Of(
        BundleSubject subject, IReadOnlyList<long> framePositions, IReadOnlyList<byte[]> frames,
        IReadOnlyList<long> actPositions, IReadOnlyList<byte[]> acts)
    {
        string scratch = Directory.CreateTempSubdirectory("qingyuan-replay-").FullName;
        try
        {
            using Tables tables = Tables.OpenEmbedded(Path.Combine(scratch, "tables.db"));
            var entries = new Dictionary<string, IReadOnlyList<byte[]>> { ["frames"] = frames, ["acts"] = acts };
            var noKeys = new DeviceKeys(Path.Combine(scratch, "keys"));
            Replay.Into(tables, scratch, entries, FollowerSet.Judging(noKeys));
            using var reader = tables.Reader();
            return new BundleReplay(
                Register.Load(reader),
                [.. Judged.Hours(reader, subject.Outlet, subject.From, subject.To).Select(Placed)],
                [.. Judged.Days(reader, subject.Outlet, subject.From, subject.To).Select(Placed)]);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }

        // The scratch logs count from 0; what is told is the place in the real ones.
        JudgedInterval Placed(JudgedInterval interval) => interval with
        {
            Positions = [.. interval.Positions.Select(p => framePositions[(int)p])],
            Factors =
            [
                .. interval.Factors.Select(f => f.Rules is null ? f : f with
                {
                    Rules = [.. f.Rules.Select(r => r.Act is { } a ? r with { Act = actPositions[(int)a] } : r)],
                }),
            ],
        };
    }
}
