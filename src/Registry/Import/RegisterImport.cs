namespace Qingyuan.Registry;

/// <summary>One file to import.</summary>
public sealed record ImportFile(string Name, Stream Content);

/// <summary>
/// Imports registers from CSV and XLSX (批量导入): reads the files, checks every row against the register and the rows
/// before it, and gives a preview. Never appends anything.
/// </summary>
public static class RegisterImport
{
    public const int RowsMax = 50_000;
    public const int FileBytesMax = 16 << 20;

    /// <summary>Most errors that a preview lists; it counts them all.</summary>
    public const int ErrorsMax = 1_000;

    public static ImportPreview Preview(
        Stream content, string fileName, Register register, TimeProvider clock, string by = "bootstrap") =>
        Preview([new ImportFile(fileName, content)], register, clock, by);

    /// <summary>Files may refer to each other: dischargers go first, then outlets, sites, devices, factors.</summary>
    public static ImportPreview Preview(
        IReadOnlyList<ImportFile> files, Register register, TimeProvider clock, string by = "bootstrap")
    {
        var draft = new ImportDraft(register, new Registrations(register, clock, by));
        var tables = new List<(ImportTable Table, Sheet Sheet, Dictionary<int, ImportColumn> Columns)>();
        foreach (var sheet in files.SelectMany(f => Read(f, draft)))
        {
            if (sheet.Fault is { } fault)
                draft.Add(fault);
            if (sheet.Rows.Count > 0 && Headers(sheet, draft) is { } headers)
                tables.Add((headers.Table, sheet, headers.Columns));
        }
        if (tables.Sum(t => t.Sheet.Rows.Count - 1) > RowsMax)
        {
            draft.Add(new ImportError("", "", 0, "", "file.rows", $"合计超过 {RowsMax} 行；请分几次导入。"));
            return draft.ToPreview();
        }
        foreach (var table in ImportTable.All)
        {
            foreach (var (_, sheet, columns) in tables.Where(t => t.Table == table))
                Take(table, sheet, columns, draft);
        }
        draft.FinishFactors();
        if (tables.Count == 0 && draft.ErrorCount == 0)
            draft.Add(new ImportError("", "", 0, "", "file.empty", "文件里没有数据；请使用模板填写后再导入。"));
        return draft.ToPreview();
    }

    internal static IReadOnlyList<Sheet> Read(ImportFile file, ImportDraft draft)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        for (int n; (n = file.Content.Read(buffer)) > 0;)
        {
            if (bytes.Length + n > FileBytesMax)
            {
                draft.Add(new ImportError(file.Name, "", 0, "", "file.size",
                    $"文件超过 {FileBytesMax >> 20} MiB；请分成几个文件导入。"));
                return [];
            }
            bytes.Write(buffer, 0, n);
        }
        return SheetReader.Read(bytes.ToArray(), file.Name, RowsMax);
    }

    private static (ImportTable Table, Dictionary<int, ImportColumn> Columns)? Headers(Sheet sheet, ImportDraft draft)
    {
        var head = sheet.Rows[0];
        if (head.Cells.Any(c => ImportTable.Plain(c) == "密钥"))
        {
            draft.Add(new ImportError(sheet.File, sheet.Name, head.Line, "密钥", "file.keys",
                "这是密钥表，不在这里导入；请在服务器上用 qingyuan import keys，或在设备页登记。"));
            return null;
        }
        if (ImportTable.Of([.. head.Cells.Select(ImportTable.Plain)]) is not { } table)
        {
            draft.Add(new ImportError(sheet.File, sheet.Name, head.Line, "", "file.table",
                "第一行认不出是哪种登记表；请用模板的表头（排污单位、排放口、数采仪或监测因子）。"));
            return null;
        }
        return Columns(table, sheet, draft) is { } columns ? (table, columns) : null;
    }

    /// <summary>Which cell of a row is which column; null = the first row does not fit the table.</summary>
    internal static Dictionary<int, ImportColumn>? Columns(ImportTable table, Sheet sheet, ImportDraft draft)
    {
        var head = sheet.Rows[0];
        var names = head.Cells.Select(ImportTable.Plain).ToList();
        var columns = new Dictionary<int, ImportColumn>();
        int before = draft.ErrorCount;
        for (int i = 0; i < names.Count; i++)
        {
            var column = table.Columns.FirstOrDefault(c => c.Header == names[i]);
            if (names[i].Length == 0)
                continue;
            if (column is null || columns.ContainsValue(column))
            {
                draft.Add(new ImportError(sheet.File, sheet.Name, head.Line, head.Cells[i], "file.column",
                    column is null
                        ? $"{table.Name}表没有“{Shown(names[i])}”这一列；请改正表头或删去该列。"
                        : $"“{Shown(names[i])}”这一列出现了两次；请只保留一列。"));
            }
            else
            {
                columns[i] = column;
            }
        }
        foreach (var missing in table.Columns.Where(c => c.Required && !columns.ContainsValue(c)))
        {
            draft.Add(new ImportError(sheet.File, sheet.Name, head.Line, missing.Header, "file.column.missing",
                $"缺少“{missing.Header}”这一列；请补上。"));
        }
        return draft.ErrorCount == before ? columns : null;
    }

    internal static void Take(ImportTable table, Sheet sheet, Dictionary<int, ImportColumn> columns, ImportDraft draft)
    {
        foreach (var row in sheet.Rows.Skip(1))
        {
            if (row.Cells[0].StartsWith(ImportTable.ExampleMark, StringComparison.Ordinal))
                continue;
            var values = new Dictionary<string, string>();
            for (int i = 0; i < row.Cells.Count; i++)
            {
                if (columns.TryGetValue(i, out var column))
                    values[column.Field] = RegisterExport.Unescape(row.Cells[i]);
            }
            draft.Take(table, sheet, row, new ImportFields(values));
        }
    }

    private static string Shown(string text) => text.Length <= 30 ? text : text[..30] + "…";
}
