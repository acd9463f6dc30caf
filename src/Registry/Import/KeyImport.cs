namespace Qingyuan.Registry;

/// <summary>
/// Imports SM4 keys of many devices from CSV and XLSX (密钥批量登记): checks every row and gives a preview. Its acts
/// hold key ids and digests only; the keys go into their files first (<see cref="Keep"/>). Never appends anything.
/// </summary>
public sealed class KeyImport
{
    private readonly IReadOnlyList<(DeviceKey Name, byte[] Bytes)> _keys;

    private KeyImport(ImportPreview preview, IReadOnlyList<(DeviceKey, byte[])> keys) =>
        (Preview, _keys) = (preview, keys);

    /// <summary>Rows, errors and acts.</summary>
    public ImportPreview Preview { get; }

    public static KeyImport Of(
        IReadOnlyList<ImportFile> files, Register register, TimeProvider clock, string by = "bootstrap")
    {
        var draft = new ImportDraft(register, new Registrations(register, clock, by));
        int rows = 0;
        foreach (var sheet in files.SelectMany(f => RegisterImport.Read(f, draft)))
        {
            if (sheet.Fault is { } fault)
                draft.Add(fault);
            rows += Math.Max(0, sheet.Rows.Count - 1);
            if (rows > RegisterImport.RowsMax)
                draft.Add(new ImportError(sheet.File, sheet.Name, 0, "", "file.rows",
                    $"合计超过 {RegisterImport.RowsMax} 行；请分几次导入。"));
            else if (sheet.Rows.Count > 0 && Columns(sheet, draft) is { } columns)
                RegisterImport.Take(ImportTable.Keys, sheet, columns, draft);
        }
        if (rows == 0 && draft.ErrorCount == 0)
            draft.Add(new ImportError("", "", 0, "", "file.empty",
                "文件里没有密钥；请用模板 device-keys.csv 填写（MN、密钥、启用时间）后再导入。"));
        return new KeyImport(draft.ToPreview(), draft.Keys);
    }

    /// <summary>Without its header the first row may hold a key: then no cell of it is repeated.</summary>
    private static Dictionary<int, ImportColumn>? Columns(Sheet sheet, ImportDraft draft)
    {
        var names = sheet.Rows[0].Cells.Select(ImportTable.Plain).ToList();
        if (names.Contains("MN") && names.Contains("密钥"))
            return RegisterImport.Columns(ImportTable.Keys, sheet, draft);
        draft.Add(new ImportError(sheet.File, sheet.Name, sheet.Rows[0].Line, "", "file.table",
            "第一行应是表头：MN、密钥、启用时间；请用模板 device-keys.csv 的表头。"));
        return null;
    }

    /// <summary>
    /// Keeps the keys of all good rows; durable when it returns. Also those whose registration stands already: a file
    /// that was lost is put back. Returns how many were put back.
    /// </summary>
    public int Keep(DeviceKeys files)
    {
        int back = 0;
        var standing = Preview.Rows.Where(r => r.Action == ImportAction.Same).Select(r => r.Subject).ToHashSet();
        foreach (var (name, bytes) in _keys)
        {
            if (standing.Contains($"{name.Mn} {name.Id}") && files.TryGet(name) is null)
                back++;
            files.Put(name.Mn, bytes);
        }
        return back;
    }
}
