namespace Qingyuan.Registry;

/// <summary>What a row of an import would do.</summary>
public enum ImportAction
{
    /// <summary>新登记</summary>
    New,

    /// <summary>变更: says something else than what is in force.</summary>
    Change,

    /// <summary>无变化: stands already; gives no act.</summary>
    Same,

    /// <summary>有误: see its errors.</summary>
    Refused,
}

/// <summary>One row of a file as it was read.</summary>
/// <param name="Sheet">Name of the worksheet; empty for CSV.</param>
/// <param name="Line">Line of the file or row of the sheet, from 1.</param>
/// <param name="Kind">What the row registers, in Chinese; empty = not recognised.</param>
/// <param name="Subject">Id of what it is about.</param>
public sealed record ImportRow(
    string File, string Sheet, int Line, string Kind, string Subject, ImportAction Action, IReadOnlyList<string> Cells);

/// <summary>What is wrong, where, and what to do.</summary>
/// <param name="Line">0 = the file as a whole.</param>
/// <param name="Column">Header of the column; empty = the row as a whole.</param>
/// <param name="Message">Chinese; ends in what the reader can do.</param>
public sealed record ImportError(string File, string Sheet, int Line, string Column, string Code, string Message);

/// <summary>
/// What an import would do (导入预览), row by row, before anything is done. Made from the files and a register, it
/// changes neither; appending <see cref="Acts"/> is the import.
/// </summary>
/// <param name="Errors">
/// The first <see cref="RegisterImport.ErrorsMax"/> of them; <paramref name="ErrorCount"/> counts all.
/// </param>
/// <param name="GoodActs">The acts of the rows without errors, also when others have some.</param>
public sealed record ImportPreview(
    IReadOnlyList<ImportRow> Rows, IReadOnlyList<ImportError> Errors, int ErrorCount, IReadOnlyList<Act> GoodActs)
{
    /// <summary>All or nothing: empty when anything is wrong. What to append unless good rows were asked for.</summary>
    public IReadOnlyList<Act> Acts => ErrorCount == 0 ? GoodActs : [];

    public int Count(ImportAction action) => Rows.Count(r => r.Action == action);
}
