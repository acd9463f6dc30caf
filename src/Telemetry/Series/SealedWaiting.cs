using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Telemetry;

/// <summary>A sealed frame that no key opened so far: its entry, and which of the entry's frames it is.</summary>
internal readonly record struct WaitingFrame(DeviceName Device, long Position, int Piece);

/// <summary>
/// The keys of devices as the register's tables of this turn name them, and the sealed frames that wait for one. Every
/// key that is registered later, and every key whose file comes back, is tried on what waits, once.
/// </summary>
internal sealed class SealedWaiting(DeviceKeys files)
{
    /// <summary>Frames tried in one turn after a key was registered; the next turn goes on.</summary>
    public const int TriesMax = 2_000;

    /// <summary>Devices whose keys are remembered.</summary>
    private const int DevicesMax = 65_536;

    /// <summary>How far the register's keys were tried on what waits, as a size of <c>acts</c>.</summary>
    private const string Source = "keys";

    /// <summary>Devices whose lost key files are looked for, and how many of them in one turn.</summary>
    private const int LostMax = 4_096, LooksMax = 64;

    private static readonly Keyring s_none = new(KeyRing.Empty, 0, []);

    private readonly Dictionary<string, Keyring> _rings = new(StringComparer.Ordinal);
    private readonly List<string> _mns = [];
    /// <summary>Devices with a registered key whose file is not there, oldest look first.</summary>
    private readonly LinkedList<string> _lost = [];
    /// <summary>Devices on whose waiting frames not all keys that are there were tried.</summary>
    private readonly SortedSet<string> _again = new(StringComparer.Ordinal);
    private bool _isScanned;
    private Turn _turn = null!;
    private long _keysSize = -1;

    /// <summary>A registered key has no file: it may come back from a backup without any entry to tell us.</summary>
    public bool LooksForFiles => _lost.Count > 0;

    public void Begin(Turn turn)
    {
        _turn = turn;
        long size = turn.Command("SELECT MAX(position) FROM {device_keys}").ExecuteScalar() is long last ? last + 1 : 0;
        if (size != _keysSize)
        {
            _keysSize = size;
            _rings.Clear();
            _lost.Clear();
            _isScanned = false;
        }
        if (!_isScanned)
            FindUntried();
        else
            LookForFiles();
        _again.RemoveWhere(mn => !HasUntried(mn));
    }

    /// <summary>After a start, and when a key was registered: who waits although a key is there that was not tried.
    /// </summary>
    private void FindUntried()
    {
        _isScanned = true;
        using var rows = _turn.Command("""
            SELECT DISTINCT w.mn FROM {sealed_waiting} w
            WHERE EXISTS (SELECT 1 FROM {device_keys} k WHERE k.mn = w.mn) ORDER BY w.mn
            """).ExecuteReader();
        while (rows.Read())
            _again.Add(rows.GetString(0));
    }

    private void LookForFiles()
    {
        for (int looks = Math.Min(_lost.Count, LooksMax); looks > 0; looks--)
        {
            string mn = _lost.First!.Value;
            _lost.RemoveFirst();
            if (_rings.TryGetValue(mn, out var ring) && ring.Lost.All(key => files.TryGet(key) is null))
            {
                _lost.AddLast(mn);
                continue;
            }
            _rings.Remove(mn);
            _again.Add(mn);
        }
    }

    private bool HasUntried(string mn) => KeysOf(mn) is { Ring.Count: > 0 } keys && _turn.Command("""
        SELECT 1 FROM {sealed_waiting} WHERE part = @part AND mn = @mn AND tried <> @tried LIMIT 1
        """).With("@part", SeriesTable.PartOf(mn)).With("@mn", mn).With("@tried", keys.Tried).ExecuteScalar()
        is not null;

    public bool TryOpen(DeviceName device, ReadOnlySpan<byte> frame, out byte[] plain) =>
        SealedContent.TryOpen(frame, KeysOf(device.Mn).Ring, out plain);

    public void Wait(in WaitingFrame frame, long received, int length) =>
        Bind("""
            INSERT INTO {sealed_waiting} (part, mn, position, piece, received, length, tried)
            VALUES (@part, @mn, @position, @piece, @received, @length, @tried)
            """, frame).With("@received", received).With("@length", length)
            .With("@tried", KeysOf(frame.Device.Mn).Tried).ExecuteNonQuery();

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
            """, frame).With("@tried", KeysOf(frame.Device.Mn).Tried).ExecuteNonQuery();

    /// <summary>
    /// The next frames on which a key is to be tried that is new or came back, in the order of the ledger for each
    /// device. Settle each with <see cref="Release"/> or <see cref="Tried"/>.
    /// </summary>
    /// <returns>False = all keys that are there were tried.</returns>
    public bool Next(List<WaitingFrame> frames)
    {
        frames.Clear();
        bool isNew = _turn.Position(Source) != _keysSize;
        if (!isNew && _again.Count == 0)
            return false;
        _mns.Clear();
        _mns.AddRange(_again);
        foreach (string mn in _mns)
            AddWaiting(new DeviceName(mn, SeriesTable.PartOf(mn)), frames);
        if (isNew && frames.Count < TriesMax)
            _turn.Advance(Source, _keysSize);
        return true;
    }

    private void AddWaiting(DeviceName device, List<WaitingFrame> frames)
    {
        if (frames.Count == TriesMax)
            return;
        using var rows = _turn.Command("""
            SELECT position, piece FROM {sealed_waiting}
            WHERE part = @part AND mn = @mn AND tried <> @tried ORDER BY position, piece LIMIT @max
            """).With("@part", device.Part).With("@mn", device.Mn).With("@tried", KeysOf(device.Mn).Tried)
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
        using (var rows = _turn.Command("""
            SELECT key_id, digest, from_time FROM {device_keys} WHERE mn = @mn ORDER BY position
            """).With("@mn", mn).ExecuteReader())
        {
            while (rows.Read())
                keys.Add(new DeviceKey(
                    mn, rows.GetString(0), rows.GetString(1), Beijing.FromMilliseconds(rows.GetInt64(2))));
        }
        if (keys.Count == 0)
            return _rings[mn] = s_none;
        // First what is not there, then what is: a file that comes between the two is looked for once too often.
        List<DeviceKey> lost = [.. keys.DistinctBy(k => k.Id).Where(k => files.TryGet(k) is null)];
        if (lost.Count > 0 && _lost.Count < LostMax && !_lost.Contains(mn))
            _lost.AddLast(mn);
        long tried = NumberOf(keys.Where(k => !lost.Contains(k)).Select(k => k.Id));
        return _rings[mn] = new Keyring(files.Ring(keys), tried, lost);
    }

    /// <summary>A number that stands for a set of keys: FNV-1a of their ids in their order.</summary>
    private static long NumberOf(IEnumerable<string> ids)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in string.Join(' ', ids.Distinct().Order(StringComparer.Ordinal)))
            hash = unchecked((hash ^ letter) * 1099511628211);
        return (long)(hash >> 1);
    }

    private DbCommand Bind(string sql, in WaitingFrame frame) =>
        _turn.Command(sql).With("@part", frame.Device.Part).With("@mn", frame.Device.Mn)
            .With("@position", frame.Position).With("@piece", frame.Piece);

    /// <param name="Tried">Stands for the keys that are there; 0 = none is registered.</param>
    /// <param name="Lost">Registered keys whose file is not there or is damaged.</param>
    private sealed record Keyring(KeyRing Ring, long Tried, IReadOnlyList<DeviceKey> Lost);
}
