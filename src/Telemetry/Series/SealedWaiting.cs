using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Telemetry;

/// <summary>A sealed frame that no key opened so far: its entry, and which of the entry's frames it is.</summary>
internal readonly record struct WaitingFrame(DeviceName Device, long Position, int Piece);

/// <summary>
/// The keys of devices as the register's tables of this turn name them, and the sealed frames that wait for one. Every
/// key that is registered later is tried on what waits, once.
/// </summary>
internal sealed class SealedWaiting(DeviceKeys files)
{
    /// <summary>Frames tried in one turn after a key was registered; the next turn goes on.</summary>
    public const int TriesMax = 2_000;

    /// <summary>Devices whose keys are remembered.</summary>
    private const int DevicesMax = 65_536;

    /// <summary>How far the register's keys were tried on what waits, as a size of <c>acts</c>.</summary>
    private const string Source = "keys";

    private static readonly Keyring s_none = new(KeyRing.Empty, 0);

    private readonly Dictionary<string, Keyring> _rings = new(StringComparer.Ordinal);
    private readonly List<string> _mns = [];
    private Turn _turn = null!;
    private long _keysSize = -1;

    public void Begin(Turn turn)
    {
        _turn = turn;
        long size = turn.Command("SELECT MAX(position) FROM {device_keys}").ExecuteScalar() is long last ? last + 1 : 0;
        if (size == _keysSize)
            return;
        _keysSize = size;
        _rings.Clear();
    }

    public bool TryOpen(DeviceName device, ReadOnlySpan<byte> frame, out byte[] plain) =>
        SealedContent.TryOpen(frame, KeysOf(device.Mn).Ring, out plain);

    public void Wait(in WaitingFrame frame, long received, int length) =>
        Bind("""
            INSERT INTO {sealed_waiting} (part, mn, position, piece, received, length, tried)
            VALUES (@part, @mn, @position, @piece, @received, @length, @tried)
            """, frame).With("@received", received).With("@length", length)
            .With("@tried", KeysOf(frame.Device.Mn).Size).ExecuteNonQuery();

    /// <summary>It opened: it waits no longer.</summary>
    public void Release(in WaitingFrame frame)
    {
        Bind("""
            DELETE FROM {sealed_waiting} WHERE part = @part AND mn = @mn AND position = @position AND piece = @piece
            """, frame).ExecuteNonQuery();
        _turn.Command("UPDATE {devices_heard} SET waiting = waiting - 1 WHERE part = @part AND mn = @mn")
            .With("@part", frame.Device.Part).With("@mn", frame.Device.Mn).ExecuteNonQuery();
    }

    /// <summary>All keys of its device were tried on it.</summary>
    public void Tried(in WaitingFrame frame) =>
        Bind("""
            UPDATE {sealed_waiting} SET tried = @tried
            WHERE part = @part AND mn = @mn AND position = @position AND piece = @piece
            """, frame).With("@tried", KeysOf(frame.Device.Mn).Size).ExecuteNonQuery();

    /// <summary>
    /// The next frames on which a newly registered key is to be tried, in the order of the ledger for each device.
    /// Settle each with <see cref="Release"/> or <see cref="Tried"/>.
    /// </summary>
    /// <returns>False = no key is new.</returns>
    public bool Next(List<WaitingFrame> frames)
    {
        frames.Clear();
        long seen = _turn.Position(Source);
        if (seen == _keysSize)
            return false;
        _mns.Clear();
        using (var rows = _turn.Command("SELECT DISTINCT mn FROM {device_keys} WHERE position >= @seen ORDER BY mn")
            .With("@seen", seen).ExecuteReader())
        {
            while (rows.Read())
                _mns.Add(rows.GetString(0));
        }
        foreach (string mn in _mns)
            AddWaiting(new DeviceName(mn, SeriesTable.PartOf(mn)), frames);
        if (frames.Count < TriesMax)
            _turn.Advance(Source, _keysSize);
        return true;
    }

    private void AddWaiting(DeviceName device, List<WaitingFrame> frames)
    {
        if (frames.Count == TriesMax)
            return;
        using var rows = _turn.Command("""
            SELECT position, piece FROM {sealed_waiting}
            WHERE part = @part AND mn = @mn AND tried < @tried ORDER BY position, piece LIMIT @max
            """).With("@part", device.Part).With("@mn", device.Mn).With("@tried", KeysOf(device.Mn).Size)
            .With("@max", TriesMax - frames.Count).ExecuteReader();
        while (rows.Read())
            frames.Add(new WaitingFrame(device, rows.GetInt64(0), rows.GetInt32(1)));
    }

    private Keyring KeysOf(string mn)
    {
        if (_keysSize == 0)
            return s_none;
        if (_rings.TryGetValue(mn, out var known))
            return known;
        if (_rings.Count >= DevicesMax)
            _rings.Clear();
        List<DeviceKey> keys = [];
        long size = 0;
        using (var rows = _turn.Command("""
            SELECT key_id, digest, from_time, position FROM {device_keys} WHERE mn = @mn ORDER BY position
            """).With("@mn", mn).ExecuteReader())
        {
            while (rows.Read())
            {
                keys.Add(new DeviceKey(
                    mn, rows.GetString(0), rows.GetString(1), Beijing.FromMilliseconds(rows.GetInt64(2))));
                size = rows.GetInt64(3) + 1;
            }
        }
        return _rings[mn] = keys.Count == 0 ? s_none : new Keyring(files.Ring(keys), size);
    }

    private DbCommand Bind(string sql, in WaitingFrame frame) =>
        _turn.Command(sql).With("@part", frame.Device.Part).With("@mn", frame.Device.Mn)
            .With("@position", frame.Position).With("@piece", frame.Piece);

    /// <param name="Size">The size of <c>acts</c> behind its newest key; 0 = it has none.</param>
    private sealed record Keyring(KeyRing Ring, long Size);
}
