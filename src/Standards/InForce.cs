using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>One line of <c>InForce.csv</c>.</summary>
/// <param name="Folder">The folder of the edition's tables in this room.</param>
/// <param name="Region">Code of the region that it holds for (行政区划代码); empty = the whole country.</param>
/// <param name="To">The first day on which it no longer holds.</param>
public sealed record EditionInForce(
    string Subject, string Document, string Folder, string Region, DateOnly From, DateOnly To, Citation Citation);

/// <summary>
/// Chooses the edition (版本) of a document by the day of the measurement and the region, never by today. Null = none
/// of the editions that this house knows was in force, so nothing may be judged.
/// </summary>
public static class InForce
{
    public static IReadOnlyList<EditionInForce> All { get; } =
        [.. CsvTable.Shipped("InForce.csv").Rows.Select(row => new EditionInForce(
            row["subject"], row["document"], row["folder"], row["region"], Day(row["from"]),
            row["to"].Length == 0 ? DateOnly.MaxValue : Day(row["to"]), row.Cite(row["document"])))];

    public static string? Document(string subject, DateOnly day) => Edition(subject, day)?.Document;

    /// <summary>A region's own line goes before the country's; the longest matching code wins.</summary>
    public static EditionInForce? Edition(string subject, DateOnly day, string region = "")
    {
        EditionInForce? found = null;
        foreach (EditionInForce edition in All)
        {
            if (edition.Subject == subject && day >= edition.From && day < edition.To
                && region.StartsWith(edition.Region, StringComparison.Ordinal)
                && (found is null || edition.Region.Length > found.Region.Length))
                found = edition;
        }
        return found;
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
