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
        new RegistryTable(), new PeopleTable(), new SeriesTable(keys), new CorrectionTable(), new HourTable(),
        new SuppressionTable(), new MatterTable(), new AmbientTable(), new ReviewTable(), new ReleaseTable(),
        new AlarmTable(), new ShiftTable(), new AuditTable(),
    ];
}
