using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace Qingyuan.Ledger;

/// <summary>The first place where two tables that ought to be the same are not.</summary>
/// <param name="Row">The row's values up to the column, as text; empty when a table is missing as a whole.</param>
public sealed record TableDifference(string Table, string Row, string Column, string Stands, string Refilled)
{
    public override string ToString() =>
        $"{Table}: row ({Row}), column {Column}: stands {Stands}, refilled {Refilled}";
}

/// <summary>Compares tables by their content, byte for byte, whatever order the rows were written in.</summary>
public static class TableDigest
{
    /// <summary>Most characters of a value that a report shows.</summary>
    private const int ShownCharsMax = 80;

    /// <summary>
    /// SHA-256 in hex over all rows in the order of their columns. <paramref name="without"/> names columns that do
    /// not count, e.g. <c>position</c> and <c>received</c> where the same frames came in another order.
    /// </summary>
    public static string Of(DbConnection connection, string table, params IReadOnlyCollection<string> without)
    {
        var columns = Columns(connection, table).Except(without).ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var command = Ordered(connection, table, columns);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            for (int i = 0; i < columns.Count; i++)
                AppendValue(hash, rows.GetValue(i));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Null = the same rows with the same values, but for the columns <paramref name="without"/>.</summary>
    public static TableDifference? FirstDifference(
        DbConnection stands, DbConnection refilled, string table, params IReadOnlyCollection<string> without)
    {
        var columns = Columns(stands, table).Except(without).ToList();
        var others = Columns(refilled, table).Except(without).ToList();
        if (!columns.SequenceEqual(others))
            return new(table, "", "columns", string.Join(", ", columns), string.Join(", ", others));
        using var leftCommand = Ordered(stands, table, columns);
        using var rightCommand = Ordered(refilled, table, columns);
        using var left = leftCommand.ExecuteReader();
        using var right = rightCommand.ExecuteReader();
        while (true)
        {
            bool hasLeft = left.Read();
            bool hasRight = right.Read();
            if (!hasLeft && !hasRight)
                return null;
            if (hasLeft != hasRight)
            {
                var present = hasLeft ? left : right;
                return new(table, Row(present, columns.Count), "row", hasLeft ? "is there" : "missing",
                    hasRight ? "is there" : "missing");
            }
            for (int i = 0; i < columns.Count; i++)
            {
                if (!Same(left.GetValue(i), right.GetValue(i)))
                    return new(table, Row(left, i), columns[i], Show(left.GetValue(i)), Show(right.GetValue(i)));
            }
        }
    }

    private static List<string> Columns(DbConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} WHERE 1 = 0";
        using var rows = command.ExecuteReader();
        return [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)];
    }

    // Keys stand first in our tables, so the primary key serves this order without a sort.
    private static DbCommand Ordered(DbConnection connection, string table, IReadOnlyList<string> columns)
    {
        var command = connection.CreateCommand();
        var list = string.Join(", ", columns);
        command.CommandText = $"SELECT {list} FROM {table} ORDER BY {list}";
        return command;
    }

    private static void AppendValue(IncrementalHash hash, object value)
    {
        var (kind, bytes) = value switch
        {
            DBNull => (0, []),
            long n => (1, BitConverter.GetBytes(n)),
            double x => (2, BitConverter.GetBytes(x)),
            string text => (3, Encoding.UTF8.GetBytes(text)),
            byte[] blob => (4, blob),
            var other => throw new NotSupportedException($"A table holds no {other.GetType().Name}."),
        };
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)kind;
        BitConverter.TryWriteBytes(head[1..], bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }

    private static bool Same(object left, object right) => (left, right) switch
    {
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        _ => left.GetType() == right.GetType() && left.Equals(right),
    };

    private static string Row(DbDataReader row, int columns) =>
        string.Join(", ", Enumerable.Range(0, columns).Select(i => Show(row.GetValue(i))));

    private static string Show(object value)
    {
        var text = value switch
        {
            DBNull => "NULL",
            byte[] blob => Convert.ToHexStringLower(blob),
            string s => s,
            var other => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{other}"),
        };
        return text.Length <= ShownCharsMax ? text : text[..ShownCharsMax] + "…";
    }
}
