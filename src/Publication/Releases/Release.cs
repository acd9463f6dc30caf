using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Publication;

/// <summary>One file of a release.</summary>
/// <param name="Digest">SHA-256 of its bytes, lower-case hexadecimal; part of its address.</param>
public sealed record ReleasedFile(string Name, string Digest, long Bytes);

/// <summary>
/// A person releases data of some days as files (数据发布). What was released never changes: a correction is another
/// release. The act names the digest of each file, so a copy can be checked against the ledger.
/// </summary>
/// <param name="Subject"><c>air</c> or <c>water</c>.</param>
/// <param name="To">Not included.</param>
public sealed record Release(string Subject, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ReleasedFile> Files)
{
    public const string Kind = "data.released.v1";
    public const string Power = "data.release";
    public const string Clause = "政府信息公开条例 主动公开";
    public const int FilesMax = 16;

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public Act ToAct(DateTimeOffset at, string by) => new(Kind, at, by, Power, Clause, new JsonObject
    {
        ["subject"] = Subject,
        ["from"] = From.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        ["to"] = To.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        ["files"] = new JsonArray([.. Files.Select(f => (JsonNode)new JsonObject
        {
            ["name"] = f.Name,
            ["sha256"] = f.Digest,
            ["bytes"] = f.Bytes,
        })]),
    });

    /// <summary>Null = the content does not read.</summary>
    public static Release? Read(JsonObject content)
    {
        try
        {
            string subject = content["subject"]!.GetValue<string>();
            DateTimeOffset from = Time(content["from"]), to = Time(content["to"]);
            ReleasedFile[] files = [.. content["files"]!.AsArray().Select(f => new ReleasedFile(
                f!["name"]!.GetValue<string>(), f["sha256"]!.GetValue<string>(), f["bytes"]!.GetValue<long>()))];
            bool holds = subject is "air" or "water" && from < to && files.Length is > 0 and <= FilesMax
                && files.All(f => IsName(f.Name) && f.Digest.Length == 64 && f.Digest.All(char.IsAsciiHexDigitLower));
            return holds ? new Release(subject, from, to, files) : null;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>A name that is safe in an address and in a file system.</summary>
    private static bool IsName(string name) => name.Length is > 0 and <= 100
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && name[0] != '.';

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.ParseExact(
        node!.GetValue<string>(), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        .ToOffset(Beijing.Offset);
}

/// <summary>A release as it stands in the ledger.</summary>
/// <param name="Position">In <c>acts</c>.</param>
public sealed record ReleaseDone(long Position, DateTimeOffset At, string Person, Release Release);

/// <summary>Follows <c>acts</c>: the releases, newest first for readers.</summary>
public sealed class ReleaseTable : IFollower
{
    private const int ActsMax = 2_000;

    public string Name => "releases";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["releases", "released_files"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks><c>at</c>: UTC milliseconds. <c>content</c>: the act's content as JSON.</remarks>
    public string Schema => """
        CREATE TABLE {releases} (
          position BIGINT NOT NULL PRIMARY KEY, subject TEXT NOT NULL, at BIGINT NOT NULL, person TEXT NOT NULL,
          content TEXT NOT NULL);
        CREATE TABLE {released_files} (
          digest TEXT NOT NULL, name TEXT NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (digest, name, position));
        """;

    public bool Follow(Turn turn) => turn.Read("acts", ActsMax, (position, entry) =>
    {
        if (Act.Read(entry) is not { Kind: Release.Kind } act || Release.Read(act.Content) is not { } release)
            return;
        turn.Command("""
            INSERT INTO {releases} (position, subject, at, person, content)
            VALUES (@position, @subject, @at, @person, @content)
            """).With("@position", position).With("@subject", release.Subject)
            .With("@at", act.At.ToUnixTimeMilliseconds()).With("@person", act.By)
            .With("@content", act.Content.ToJsonString()).ExecuteNonQuery();
        foreach (ReleasedFile file in release.Files)
        {
            turn.Command("""
                INSERT INTO {released_files} (digest, name, position) VALUES (@digest, @name, @position)
                ON CONFLICT (digest, name, position) DO NOTHING
                """).With("@digest", file.Digest).With("@name", file.Name).With("@position", position)
                .ExecuteNonQuery();
        }
    }) > 0;

    public static IReadOnlyList<ReleaseDone> Newest(DbConnection connection, int max)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT position, at, person, content FROM releases ORDER BY position DESC LIMIT @max";
        using DbDataReader rows = command.With("@max", max).ExecuteReader();
        var all = new List<ReleaseDone>();
        while (rows.Read())
        {
            if (JsonNode.Parse(rows.GetString(3)) is JsonObject content && Release.Read(content) is { } release)
            {
                all.Add(new ReleaseDone(
                    rows.GetInt64(0), Beijing.FromMilliseconds(rows.GetInt64(1)), rows.GetString(2), release));
            }
        }
        return all;
    }

    /// <summary>True when a release names this file with this digest.</summary>
    public static bool Has(DbConnection connection, string digest, string name)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM released_files WHERE digest = @digest AND name = @name LIMIT 1";
        return command.With("@digest", digest).With("@name", name).ExecuteScalar() is not null;
    }
}
