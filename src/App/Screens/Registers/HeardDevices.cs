using Dapper;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.App.Screens.Registers;

/// <summary>A data logger as heard on the wire (已接入的数采仪), whether or not anybody registered it.</summary>
/// <param name="Edition">The edition its frames look like; a guess, the register knows better.</param>
internal sealed record HeardDevice(
    string Mn, long Edition, string St, string Peer, long Frames, long FirstPosition, long LastPosition,
    long FirstReceived, long LastReceived, long? ClockOffset)
{
    public DateTimeOffset First => Beijing.FromMilliseconds(FirstReceived);
    public DateTimeOffset Last => Beijing.FromMilliseconds(LastReceived);
}

/// <summary>Queries over the devices heard.</summary>
internal static class HeardDevices
{
    /// <summary>More devices than this are not shown on one page; the count stays right.</summary>
    public const int ShownMax = 2000;

    private const string Columns = """
        mn AS Mn, edition AS Edition, st AS St, peer AS Peer, frames AS Frames, first_position AS FirstPosition,
        last_position AS LastPosition, first_received AS FirstReceived, last_received AS LastReceived,
        clock_offset AS ClockOffset
        """;

    public static IReadOnlyList<HeardDevice> All(Tables tables)
    {
        using var reader = tables.Reader();
        return reader.Query<HeardDevice>($"SELECT {Columns} FROM devices_heard ORDER BY first_received, mn").AsList();
    }

    public static HeardDevice? One(Tables tables, string mn)
    {
        using var reader = tables.Reader();
        return reader.QueryFirstOrDefault<HeardDevice>(
            $"SELECT {Columns} FROM devices_heard WHERE part = @part AND mn = @mn",
            new { part = Telemetry.SeriesTable.PartOf(mn), mn });
    }

    /// <summary>MNs that were heard and that nobody registered.</summary>
    public static int CountWaiting(Node node)
    {
        using var reader = node.Tables.Reader();
        var register = node.Register;
        return reader.Query<string>("SELECT mn FROM devices_heard").Count(mn => !register.IsKnown(mn));
    }
}
