using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>
/// Chooses the edition (版本) of a document by the day of the measurement, never by today. Null = none of the
/// editions that this house knows was in force, so nothing may be judged.
/// </summary>
public static class InForce
{
    private static readonly List<(string Subject, string Document, DateOnly From, DateOnly To)> _editions =
        [.. CsvTable.Of<RuleTable>("InForce.csv").Rows.Select(row => (
            row["subject"], row["document"], Day(row["from"]),
            row["to"].Length == 0 ? DateOnly.MaxValue : Day(row["to"])))];

    public static string? Document(string subject, DateOnly day)
    {
        foreach (var edition in _editions)
        {
            if (edition.Subject == subject && day >= edition.From && day < edition.To)
                return edition.Document;
        }
        return null;
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
