using System.Globalization;
using System.Text.Json.Nodes;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Publication;

/// <summary>
/// A person states that the data of some days have been reviewed (数据审核). What arrives for these days later is
/// unreviewed again: a review vouches for what was there.
/// </summary>
/// <param name="Subject"><c>air</c> or <c>water</c>.</param>
/// <param name="Region">A prefecture, or empty for all of them.</param>
/// <param name="To">Not included.</param>
public sealed record Review(string Subject, string Region, DateTimeOffset From, DateTimeOffset To)
{
    public const string Kind = "ambient.reviewed.v1";
    public const string Power = "ambient.review";

    /// <summary>Who makes data answers for them: true, accurate, complete.</summary>
    public const string Clause = "生态环境监测条例 数据质量责任";

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public Act ToAct(DateTimeOffset at, string by) => new(Kind, at, by, Power, Clause, new JsonObject
    {
        ["subject"] = Subject,
        ["region"] = Region,
        ["from"] = From.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        ["to"] = To.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
    });

    /// <summary>Null = the content does not read.</summary>
    public static Review? Read(JsonObject content)
    {
        try
        {
            string subject = Text(content, "subject"), region = Text(content, "region");
            if (subject is not ("air" or "water") || (region.Length > 0 && Prefecture.Of(region) is null))
                return null;
            DateTimeOffset from = Time(Text(content, "from")), to = Time(Text(content, "to"));
            return from < to ? new Review(subject, region, from, to) : null;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(JsonObject content, string key) =>
        content[key]?.GetValue<string>() ?? throw new FormatException(key);

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToOffset(Hj212.Beijing.Offset);
}

/// <summary>Follows <c>acts</c>: the reviews, one row each. Readers of figures join it.</summary>
public sealed class ReviewTable : IFollower
{
    private const int ActsMax = 2_000;

    public string Name => "reviews";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["reviews"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks><c>region</c> empty = all. <c>from_time</c>, <c>to_time</c>, <c>at</c>: UTC milliseconds.</remarks>
    public string Schema => """
        CREATE TABLE {reviews} (
          position BIGINT NOT NULL PRIMARY KEY, subject TEXT NOT NULL, region TEXT NOT NULL, from_time BIGINT NOT NULL,
          to_time BIGINT NOT NULL, at BIGINT NOT NULL, person TEXT NOT NULL);
        """;

    public bool Follow(Turn turn) => turn.Read("acts", ActsMax, (position, entry) =>
    {
        if (Act.Read(entry) is not { Kind: Review.Kind } act || Review.Read(act.Content) is not { } review)
            return;
        turn.Command("""
            INSERT INTO {reviews} (position, subject, region, from_time, to_time, at, person)
            VALUES (@position, @subject, @region, @from, @to, @at, @person)
            """).With("@position", position).With("@subject", review.Subject).With("@region", review.Region)
            .With("@from", review.From.ToUnixTimeMilliseconds()).With("@to", review.To.ToUnixTimeMilliseconds())
            .With("@at", act.At.ToUnixTimeMilliseconds()).With("@person", act.By).ExecuteNonQuery();
    }) > 0;
}
