using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Publication;
using Qingyuan.Registry;
using Qingyuan.Supervision;
using Qingyuan.Telemetry;

namespace Qingyuan.App;

/// <summary>The followers of this house, upstream first. Whoever opens the tables opens all of them.</summary>
internal static class FollowerSet
{
    public static IReadOnlyList<IFollower> All(DeviceKeys keys) =>
    [
        .. Judging(keys), new PeopleTable(), new SuppressionTable(), new MatterTable(), new AmbientTable(),
        new ReviewTable(), new ReleaseTable(), new AlarmTable(), new ShiftTable(), new AuditTable(),
        new InterventionTable(), new DrawTable(),
    ];

    /// <summary>
    /// What a judged hour and day is made of, and no more: whoever computes one once more needs only these.
    /// </summary>
    public static IReadOnlyList<IFollower> Judging(DeviceKeys keys) =>
        [new RegistryTable(), new SeriesTable(keys), new CorrectionTable(), new HourTable()];
}
