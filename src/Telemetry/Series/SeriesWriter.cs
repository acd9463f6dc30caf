using System.Data.Common;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>What a saying did to the series.</summary>
internal enum Effect
{
    /// <summary>Nothing but a count changed.</summary>
    None,
    /// <summary>Something known stands now, or was received earlier than known.</summary>
    Order,
    NewVersion,
    NewTime,
}

internal readonly record struct SeriesKey(DeviceName Device, SeriesKind Kind, long Time, int PartNumber);

/// <summary>
/// Puts one saying into the series. The first for a key is one insert; a further one is a repeat, or another version
/// of which the later QN, then the greater digest, stands in the series and the others in <c>series_versions</c>.
/// Whatever the order, the same sayings give the same rows.
/// </summary>
internal sealed class SeriesWriter
{
    private const string Insert = """
        INSERT INTO {series}
          (part, mn, kind, time, part_no, part_count, position, received, qn, back_filled, repeats, conflicts,
           deviations, items)
        VALUES (@part, @mn, @kind, @time, @part_no, @part_count, @position, @received, @qn, @back_filled, 0, 0,
          @deviations, @items)
        ON CONFLICT (part, mn, kind, time, part_no) DO NOTHING
        """;

    private const string Key = "part = @part AND mn = @mn AND kind = @kind AND time = @time AND part_no = @part_no";

    private const string Select = $$"""
        SELECT position, received, part_count, qn, back_filled, repeats, deviations, items FROM {series} WHERE {{Key}}
        """;

    private const string Update = $$"""
        UPDATE {series} SET position = @position, received = @received, part_count = @part_count, qn = @qn,
          back_filled = @back_filled, repeats = @repeats, deviations = @deviations, items = @items,
          conflicts = (SELECT COUNT(*) FROM {series_versions} WHERE {{Key}})
        WHERE {{Key}}
        """;

    private const string UpdateRepeat = $$"""
        UPDATE {series} SET qn = @qn, back_filled = @back_filled, repeats = @repeats, deviations = @deviations,
          position = @position, received = @received
        WHERE {{Key}}
        """;

    private const string SelectVersion = $$"""
        SELECT position, received, part_count, qn, back_filled, repeats, deviations, items
        FROM {series_versions} WHERE {{Key}} AND digest = @digest
        """;

    private const string DeleteVersion = $"DELETE FROM {{series_versions}} WHERE {Key} AND digest = @digest";

    private const string PutVersion = """
        INSERT INTO {series_versions}
          (part, mn, kind, time, part_no, digest, part_count, position, received, qn, back_filled, repeats, deviations,
           items)
        VALUES (@part, @mn, @kind, @time, @part_no, @digest, @part_count, @position, @received, @qn, @back_filled,
          @repeats, @deviations, @items)
        ON CONFLICT (part, mn, kind, time, part_no, digest) DO UPDATE SET
          position = excluded.position, received = excluded.received, qn = excluded.qn,
          back_filled = excluded.back_filled, repeats = excluded.repeats,
          deviations = excluded.deviations
        """;

    private const string HasOtherParts = """
        SELECT 1 FROM {series} WHERE part = @part AND mn = @mn AND kind = @kind AND time = @time
          AND part_no > 0 AND part_no <> @part_no LIMIT 1
        """;

    private Turn _turn = null!;

    public void Begin(Turn turn) => _turn = turn;

    public Effect Put(in SeriesKey key, in Saying saying, long position, long received)
    {
        var version = new Version(saying, position, received, 0);
        if (Bind(Insert, key, version).ExecuteNonQuery() == 1)
            return IsFirstPart(key) ? Effect.NewTime : Effect.NewVersion;

        var standing = Read(Bind(Select, key))!.Value;
        if (standing.Saying.SaysTheSameAs(saying))
        {
            Bind(UpdateRepeat, key, standing.Again(version)).ExecuteNonQuery();
            return position < standing.Position ? Effect.Order : Effect.None;
        }
        return Contend(key, standing, version);
    }

    private Effect Contend(in SeriesKey key, in Version standing, Version version)
    {
        string digest = version.Saying.Digest, standingDigest = standing.Saying.Digest;
        var known = Read(Bind(SelectVersion, key).With("@digest", digest));
        if (known is { } before)
            version = before.Again(version);
        bool wins = version.Saying.Beats(standing.Saying, digest, standingDigest);
        if (wins)
        {
            Bind(DeleteVersion, key).With("@digest", digest).ExecuteNonQuery();
            Bind(PutVersion, key, standing).With("@digest", standingDigest).ExecuteNonQuery();
            Bind(Update, key, version).ExecuteNonQuery();
        }
        else
        {
            Bind(PutVersion, key, version).With("@digest", digest).ExecuteNonQuery();
            if (known is null)
                Bind(Update, key, standing).ExecuteNonQuery();
        }
        if (known is null)
            return Effect.NewVersion;
        return wins || version.Position < known.Value.Position ? Effect.Order : Effect.None;
    }

    /// <summary>A split set counts as one time, whichever of its parts came first.</summary>
    private bool IsFirstPart(in SeriesKey key) =>
        key.PartNumber == 0 || Bind(HasOtherParts, key).ExecuteScalar() is null;

    private DbCommand Bind(string sql, in SeriesKey key) =>
        _turn.Command(sql).With("@part", key.Device.Part).With("@mn", key.Device.Mn).With("@kind", (int)key.Kind)
            .With("@time", key.Time).With("@part_no", key.PartNumber);

    private DbCommand Bind(string sql, in SeriesKey key, in Version version)
    {
        var command = Bind(sql, key).With("@qn", version.Saying.Qn).With("@back_filled", version.Saying.BackFilled)
            .With("@deviations", version.Saying.Deviations);
        command.With("@position", version.Position).With("@received", version.Received);
        if (!ReferenceEquals(sql, UpdateRepeat))
            command.With("@part_count", version.Saying.PartCount).With("@items", version.Saying.Items);
        return ReferenceEquals(sql, Insert) ? command : command.With("@repeats", version.Repeats);
    }

    private static Version? Read(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            return null;
        return new Version(
            new Saying(
                reader.GetString(3), reader.GetInt32(4), reader.GetInt32(2), reader.GetString(6), reader.GetString(7)),
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(5));
    }

    /// <summary>A saying with its first receipt and how often it came again.</summary>
    private readonly record struct Version(Saying Saying, long Position, long Received, int Repeats)
    {
        // A frame that opened late may be the first receipt.
        public Version Again(in Version again) => new(
            Saying.MergedWith(again.Saying), Math.Min(Position, again.Position), Math.Min(Received, again.Received),
            Repeats + 1);
    }
}
