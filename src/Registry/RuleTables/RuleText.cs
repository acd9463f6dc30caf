using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Registry;

/// <summary>
/// The text of a table as people edit it (规则表文本): finds what is wrong by row and column before an edition does, and
/// marks every row that differs from the table in force as corrected (C). Never changes another cell.
/// </summary>
public static class RuleText
{
    private const string ConfidenceColumn = "confidence";
    private const string Corrected = "C";

    /// <summary>The table in force on a day, as text that can be edited.</summary>
    public static string Of(CsvTable table, string comments = "") => string.Concat(
        comments, string.Join(',', table.Columns), "\n",
        string.Concat(table.Rows.Select(r => Line(r, table.Columns) + "\n")));

    /// <summary>The comment lines at the head of a table.</summary>
    public static string Comments(string text) => string.Concat(
        text.Split('\n').TakeWhile(l => l.StartsWith('#')).Select(l => l.TrimEnd('\r') + "\n"));

    public static string Line(CsvTable.Row row, IReadOnlyList<string> columns) =>
        string.Join(',', columns.Select(c => row[c]));

    /// <summary>Line ends are <c>\n</c>, cells are without spaces around, changed rows carry C.</summary>
    public static string Normalized(CsvTable inForce, string text)
    {
        int place = Place(inForce);
        Dictionary<string, int> known = Counted(inForce);
        List<string> lines = [];
        bool head = true;
        foreach (string raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string line = raw.TrimEnd();
            if (line.Length == 0)
                continue;
            if (line[0] == '#')
            {
                lines.Add(line);
                continue;
            }
            string[] cells = [.. line.Split(',').Select(c => c.Trim())];
            line = string.Join(',', cells);
            // A row that stands in the table in force is as well known as it was; everything else is new.
            if (!head && cells.Length == inForce.Columns.Count && !Take(known, line))
            {
                cells[place] = Corrected;
                line = string.Join(',', cells);
            }
            head = false;
            lines.Add(line);
        }
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>What is wrong with a typed table, each with its row; empty = it reads.</summary>
    public static IReadOnlyList<Refusal> Problems(CsvTable inForce, string text)
    {
        List<Refusal> found = [];
        IReadOnlyList<string> columns = inForce.Columns;
        bool[] numbers = [.. columns.Select(c => c != "page" && IsOfNumbers(inForce, c))];
        int row = 0;
        bool head = true;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.Trim().Length == 0 || line[0] == '#')
                continue;
            string[] cells = line.Split(',');
            if (head)
            {
                head = false;
                if (!cells.Select(c => c.Trim()).SequenceEqual(columns))
                {
                    found.Add(Wrong("rule.columns",
                        $"表头要与原表完全一样：{string.Join(',', columns)}；请改回。"));
                    return found;
                }
                continue;
            }
            row++;
            Row(found, columns, numbers, row, cells);
            if (found.Count >= RefusalsMax)
                break;
        }
        if (row == 0)
            found.Add(Wrong("rule.empty", "表里没有一行；请至少保留一行。"));
        return found;
    }

    private const int RefusalsMax = 20;

    /// <summary>Why a table is no correction of the one in force: a row differs and does not say so.</summary>
    internal static string? Unmarked(Tables tables, string path, string text)
    {
        if (!CsvTable.ShippedPaths.Contains(path))
            return $"{path}: there is no such table.";
        CsvTable inForce = tables[path];
        if (CsvTable.TryRead(path, text, out string? problem) is not { } table)
            return problem;
        if (!table.Columns.SequenceEqual(inForce.Columns))
            return $"{path}: the columns are not those of the table in force.";
        Dictionary<string, int> known = Counted(inForce);
        foreach (CsvTable.Row row in table.Rows)
        {
            string line = Line(row, table.Columns);
            if (row[ConfidenceColumn] != Corrected && !Take(known, line))
                return $"{path}: row '{line}' differs from the table in force and is not marked C.";
        }
        return null;
    }

    private static void Row(
        List<Refusal> found, IReadOnlyList<string> columns, bool[] numbers, int row, string[] cells)
    {
        if (cells.Length != columns.Count)
        {
            found.Add(Wrong("rule.cells",
                $"第 {row} 行（{cells[0]}）有 {cells.Length} 格，表头有 {columns.Count} 格；文字里的逗号请写成全角。"));
            return;
        }
        for (int i = 0; i < cells.Length; i++)
        {
            if (numbers[i] && cells[i].Trim().Length > 0 && !decimal.TryParse(
                cells[i].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                found.Add(Wrong("rule.number",
                    $"第 {row} 行（{cells[0]}）的 {columns[i]} 应为数字，写的是“{cells[i].Trim()}”；请改正。"));
            }
        }
    }

    private static Refusal Wrong(string code, string message) => Refusal.Of(code, "", message, "text");

    private static bool IsOfNumbers(CsvTable table, string column)
    {
        string[] cells = [.. table.Rows.Select(r => r[column]).Where(c => c.Length > 0)];
        return cells.Length > 0 && cells.All(c =>
            decimal.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
    }

    private static int Place(CsvTable table)
    {
        for (int i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i] == ConfidenceColumn)
                return i;
        }
        throw new InvalidDataException($"{table.Path}: no column {ConfidenceColumn}.");
    }

    private static Dictionary<string, int> Counted(CsvTable table)
    {
        IReadOnlyList<string> columns = table.Columns;
        return table.Rows.GroupBy(r => Line(r, columns)).ToDictionary(g => g.Key, g => g.Count());
    }

    private static bool Take(Dictionary<string, int> known, string line)
    {
        if (known.GetValueOrDefault(line) is not (> 0 and var left))
            return false;
        known[line] = left - 1;
        return true;
    }
}
