using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.Publication;

/// <summary>Queries over the figures of the environment, for screens and routes. Every answer is bounded.</summary>
public static class Figures
{
    /// <summary>Most rows of one answer; a longer span is asked for in pages.</summary>
    public const int RowsMax = 20_000;

    /// <summary>Newest reviews that are looked at; one a day and subject for five years.</summary>
    private const int ReviewsMax = 4_000;

    private const string Columns = "place, span, start, content, expected, observed, positions, last_received";

    /// <summary>Figures of a place with from ≤ start &lt; to, oldest first.</summary>
    public static IReadOnlyList<Figure> Of(
        DbConnection connection, string place, FigureSpan span, DateTimeOffset from, DateTimeOffset to,
        int max = RowsMax)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT {Columns} FROM ambient
            WHERE part = @part AND place = @place AND span = @span AND start >= @from AND start < @to
            ORDER BY start LIMIT @max
            """;
        Bind(command, place, span).With("@from", from.ToUnixTimeMilliseconds())
            .With("@to", to.ToUnixTimeMilliseconds()).With("@max", Math.Clamp(max, 1, RowsMax));
        return Read(connection, command);
    }

    /// <summary>The newest figure that begins before an instant; null = none.</summary>
    public static Figure? Latest(DbConnection connection, string place, FigureSpan span, DateTimeOffset before)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT {Columns} FROM ambient
            WHERE part = @part AND place = @place AND span = @span AND start < @before ORDER BY start DESC LIMIT 1
            """;
        Bind(command, place, span).With("@before", before.ToUnixTimeMilliseconds());
        return Read(connection, command) is [var newest, ..] ? newest : null;
    }

    public static Figure? At(DbConnection connection, string place, FigureSpan span, DateTimeOffset start) =>
        Of(connection, place, span, start, start.AddMilliseconds(1), 1) is [var found, ..] ? found : null;

    private static DbCommand Bind(DbCommand command, string place, FigureSpan span) =>
        command.With("@part", SeriesTable.PartOf(place)).With("@place", place).With("@span", (int)span);

    private static List<Figure> Read(DbConnection connection, DbCommand command)
    {
        var figures = new List<Figure>();
        using (DbDataReader rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                var span = (FigureSpan)rows.GetInt32(1);
                DateTimeOffset start = Beijing.FromMilliseconds(rows.GetInt64(2));
                figures.Add(new Figure(
                    rows.GetString(0), span, start, EndOf(span, start), FigureJson.Read(rows.GetString(3)),
                    rows.GetInt32(4), rows.GetInt32(5), Beijing.FromMilliseconds(rows.GetInt64(7)),
                    Positions.Decode((byte[])rows.GetValue(6)), null));
            }
        }
        if (figures.Count == 0)
            return figures;
        ReviewsDone done = ReviewsDone.Load(connection, ReviewsMax);
        for (int i = 0; i < figures.Count; i++)
            figures[i] = figures[i] with { Review = done.Of(figures[i]) };
        return figures;
    }

    public static DateTimeOffset EndOf(FigureSpan span, DateTimeOffset start) => span switch
    {
        FigureSpan.AirHour => start.AddHours(1),
        FigureSpan.WaterSample => start.AddHours(AmbientWork.SampleHours),
        FigureSpan.WaterMonth => start.AddMonths(1),
        _ => start.AddDays(1),
    };

    /// <summary>The reviews, for telling which figures they cover.</summary>
    private sealed class ReviewsDone(
        IReadOnlyList<(Review Review, ReviewOf Of)> newestFirst, Dictionary<string, string> regionOfSite)
    {
        public static ReviewsDone Load(DbConnection connection, int max)
        {
            using DbCommand command = connection.CreateCommand();
            command.CommandText = """
                SELECT subject, region, from_time, to_time, position, person, at FROM reviews
                ORDER BY position DESC LIMIT @max
                """;
            var all = new List<(Review, ReviewOf)>();
            using (DbDataReader rows = command.With("@max", max).ExecuteReader())
            {
                while (rows.Read())
                {
                    all.Add((new Review(
                        rows.GetString(0), rows.GetString(1), Beijing.FromMilliseconds(rows.GetInt64(2)),
                        Beijing.FromMilliseconds(rows.GetInt64(3))), new ReviewOf(
                        rows.GetInt64(4), rows.GetString(5), Beijing.FromMilliseconds(rows.GetInt64(6)))));
                }
            }
            return new ReviewsDone(all, all.Any(r => r.Item1.Region.Length > 0) ? Regions(connection) : []);
        }

        private static Dictionary<string, string> Regions(DbConnection connection)
        {
            using DbCommand command = connection.CreateCommand();
            command.CommandText = "SELECT id, region FROM sites ORDER BY from_time";
            using DbDataReader rows = command.ExecuteReader();
            var regions = Prefecture.All.ToDictionary(p => p.Key, p => p.Name);
            while (rows.Read())
                regions[rows.GetString(0)] = rows.GetString(1);
            return regions;
        }

        /// <summary>
        /// Every Beijing day that the figure touches must be covered, by a review later than what it vouches for.
        /// The newest of them is named.
        /// </summary>
        public ReviewOf? Of(Figure f)
        {
            string subject = f.Span is FigureSpan.AirHour or FigureSpan.AirDay ? "air" : "water";
            ReviewOf? newest = null;
            for (DateTimeOffset at = f.From; at < f.To; at = at.AddDays(1))
            {
                DateTimeOffset until = at.AddDays(1) < f.To ? at.AddDays(1) : f.To;
                ReviewOf? of = null;
                foreach (var (review, by) in newestFirst)
                {
                    if (review.Subject == subject && review.From <= at && review.To >= until
                        && (review.Region.Length == 0 || review.Region == regionOfSite.GetValueOrDefault(f.Place))
                        && by.At >= f.LastReceived)
                    {
                        of = by;
                        break;
                    }
                }
                if (of is null)
                    return null;
                newest = newest is null || of.Position > newest.Position ? of : newest;
            }
            return newest;
        }
    }
}
