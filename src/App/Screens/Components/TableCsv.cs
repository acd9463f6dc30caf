using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Screens.Outlets;

namespace Qingyuan.App.Screens.Components;

/// <summary>
/// A list as CSV (导出): the same columns as are seen, all rows, headed by what it is and how it was narrowed.
/// </summary>
internal static class TableCsv
{
    public static FileContentHttpResult Of<TRow>(
        TableView view, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows, string name, string about)
    {
        StringBuilder csv = new();
        IReadOnlyList<Column<TRow>> shown = view.Columns(columns);
        string filters = string.Join("，", view.Filters.Select(f => $"{f.Name}={f.Value}"));
        Csv.Line(csv, filters.Length == 0 ? about : $"{about}，筛选 {filters}");
        Csv.Line(csv, [.. shown.Select(c => c.Title)]);
        foreach (TRow row in view.Sorted(rows, columns))
            Csv.Line(csv, [.. shown.Select(c => c.Text(row))]);
        return Csv.File(csv, name);
    }
}
