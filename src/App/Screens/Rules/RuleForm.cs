using System.Globalization;
using System.Text;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Rules;

/// <summary>The cells of a rule table as a form sent them (核定表单); a row without any text is left out.</summary>
internal static class RuleForm
{
    public const int RowsMax = 400, NewRows = 3;

    /// <summary>The table as CSV. A row that differs from the shown one or was ticked as read becomes C.</summary>
    public static string Text(IFormCollection form, CsvTable shown, List<Refusal> refusals)
    {
        StringBuilder text = new(string.Join(',', shown.Columns) + "\n");
        CsvTable.Row[] old = [.. shown.Rows];
        for (int r = 0; r < RowsMax && form.ContainsKey(Name(r, 0)); r++)
        {
            string[] cells = [.. shown.Columns.Select((column, c) => column == "confidence"
                ? r < old.Length ? old[r][column] : "C" : form[Name(r, c)].ToString().Trim())];
            if (form.ContainsKey($"x{r}") || shown.Columns.Select((column, c) => (column, c))
                .All(x => x.column == "confidence" || cells[x.c].Length == 0))
                continue;
            if (cells.Any(c => c.Any(char.IsControl) || c.Contains(',', StringComparison.Ordinal) || c.StartsWith('#')))
            {
                refusals.Add(Refusal.Of("rule.cell", "",
                    $"第 {r + 1} 行：格子里不用英文逗号（改用，），不换行，不以 # 开头。", "table"));
            }
            int mark = shown.Columns.ToList().IndexOf("confidence");
            bool changed = r >= old.Length || shown.Columns.Where((column, c) => old[r][column] != cells[c]).Any();
            if (changed || form.ContainsKey($"c{r}"))
                cells[mark] = "C";
            text.Append(string.Join(',', cells)).Append('\n');
        }
        return text.ToString();
    }

    public static string Name(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"r{row}_{column}");

    public static DateOnly? Day(string? text, string field, List<Refusal> refusals)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        refusals.Add(Refusal.Of("rule." + field, "", "日期写成 2026-11-24。", field));
        return null;
    }

    /// <summary>Appends, and waits until the tables follow.</summary>
    public static async Task<long> Append(Node node, Act act, CancellationToken cancel)
    {
        long position = await node.Do(act, cancel);
        await node.Followers.WhenFollowed("corrections", "acts", position).WaitAsync(cancel);
        return position;
    }
}
