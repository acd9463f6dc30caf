using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using MiniExcelLibs;

namespace Qingyuan.Registry;

/// <summary>One row of text as it stands in a file.</summary>
internal readonly record struct SheetRow(int Line, IReadOnlyList<string> Cells);

/// <summary>One sheet of text; <see cref="Fault"/> = where and why reading ended before the end.</summary>
internal sealed record Sheet(string File, string Name, IReadOnlyList<SheetRow> Rows, ImportError? Fault);

/// <summary>
/// Reads CSV (UTF-8, UTF-16 or GB 18030) and XLSX into text. Trusts nothing: sizes are limited before anything is
/// unpacked, formulas are not computed, XML with a DTD is not read, and whatever is wrong becomes a
/// <see cref="Sheet.Fault"/>. Never throws for content.
/// </summary>
internal static class SheetReader
{
    public const int ColumnsMax = 64;
    public const int CellCharsMax = 4_000;
    public const int SheetsMax = 20;
    public const int RecordBytesMax = 256 << 10;

    /// <summary>What an XLSX may grow to when it is unpacked.</summary>
    public const long UnpackedBytesMax = 128 << 20;

    /// <param name="rowsMax">The sheet ends with a fault after so many rows.</param>
    public static IReadOnlyList<Sheet> Read(byte[] bytes, string file, int rowsMax)
    {
        if (bytes.AsSpan().StartsWith("PK\x03\x04"u8))
            return ReadWorkbook(bytes, file, rowsMax);
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return [Broken(file, "", 0, "file.xls",
                "这是旧版 .xls 或加了密码的工作簿；请在 Excel 中去掉密码，另存为 .xlsx 或 CSV 后再导入。")];
        }
        return [ReadCsv(bytes, file, rowsMax)];
    }

    private static Sheet ReadCsv(byte[] bytes, string file, int rowsMax)
    {
        var text = Decode(bytes);
        if (text.Contains('\0', StringComparison.Ordinal))
            return Broken(file, "", 0, "file.binary", "文件不是 CSV 也不是 XLSX；请使用模板填写。");
        var rows = new List<SheetRow>();
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = Separator(text),
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = RecordBytesMax,
        };
        long line = 1;
        try
        {
            using var reader = CsvReader.FromText(text, options);
            while (reader.Read())
            {
                line = reader.LineNumber;
                if (Add(rows, new SheetRow((int)line, reader.Current.ToArray()), file, "", rowsMax) is { } fault)
                    return new Sheet(file, "", rows, fault);
            }
            return new Sheet(file, "", rows, null);
        }
        catch (CsvFormatException e)
        {
            line = e.LineNumber > 0 ? e.LineNumber : line;
            return new Sheet(file, "", rows, Fault(file, "", (int)line, "file.csv",
                $"第 {line} 行读不出来（引号不成对，或一行超过 {RecordBytesMax >> 10} KiB）；请改正这一行。"));
        }
    }

    private static List<Sheet> ReadWorkbook(byte[] bytes, string file, int rowsMax)
    {
        try
        {
            if (UnpackedBytes(bytes) is > UnpackedBytesMax)
            {
                return [Broken(file, "", 0, "file.unpacked",
                    $"工作簿解压后超过 {UnpackedBytesMax >> 20} MiB；请删去无关的工作表、图片和空行。")];
            }
            using var stream = new MemoryStream(bytes, writable: false);
            var names = stream.GetSheetNames();
            if (names.Count > SheetsMax)
                return [Broken(file, "", 0, "file.sheets", $"工作表超过 {SheetsMax} 个；请只留要导入的。")];
            return [.. names.Select(name => ReadSheet(bytes, file, name, rowsMax))];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library has no type of its own for a broken workbook; whatever it throws means that.
            return [Broken(file, "", 0, "file.xlsx", "工作簿已损坏或含有不允许的内容；请用 Excel 另存为新的 .xlsx 再试。")];
        }
    }

    private static Sheet ReadSheet(byte[] bytes, string file, string name, int rowsMax)
    {
        var rows = new List<SheetRow>();
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            int line = 0;
            foreach (IDictionary<string, object?> cells in stream.Query(useHeaderRow: false, sheetName: name))
            {
                line++;
                var row = new SheetRow(line, [.. cells.Values.Select(Text)]);
                if (Add(rows, row, file, name, rowsMax) is { } fault)
                    return new Sheet(file, name, rows, fault);
            }
            return new Sheet(file, name, rows, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new Sheet(file, name, rows, Fault(file, name, rows.Count + 1, "file.xlsx",
                "工作表从这里起读不出来；请用 Excel 另存为新的 .xlsx 再试。"));
        }
    }

    private static ImportError? Add(List<SheetRow> rows, SheetRow row, string file, string sheet, int rowsMax)
    {
        if (row.Cells.All(string.IsNullOrWhiteSpace))
            return null;
        if (rows.Count > rowsMax)
            return Fault(file, sheet, row.Line, "file.rows", $"超过 {rowsMax} 行；请分成几个文件导入。");
        // Trailing empty cells are what spreadsheets leave behind.
        int width = row.Cells.Count;
        while (string.IsNullOrWhiteSpace(row.Cells[width - 1]))
            width--;
        if (width > ColumnsMax)
            return Fault(file, sheet, row.Line, "file.columns", $"超过 {ColumnsMax} 列；请使用模板。");
        if (row.Cells.Any(c => c.Length > CellCharsMax))
            return Fault(file, sheet, row.Line, "file.cell", $"有一格超过 {CellCharsMax} 个字；请缩短。");
        rows.Add(row with { Cells = [.. row.Cells.Take(width).Select(c => c.Trim())] });
        return null;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool yes => yes ? "是" : "否",
        DateTime time => time.ToString(
            time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        // A number of 16 digits and more was cut by the spreadsheet: leave it in a form that no field accepts.
        double number when Math.Abs(number) < 1e15 =>
            ((decimal)number).ToString("0.############", CultureInfo.InvariantCulture),
        double number => number.ToString("E15", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>
    /// Excel for Chinese saves CSV in GB 18030, other programs in UTF-8; bytes that are no UTF-8 decide it.
    /// </summary>
    private static string Decode(byte[] bytes)
    {
        var span = bytes.AsSpan();
        if (span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode.GetString(span[2..]);
        if (span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(span[2..]);
        if (span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            span = span[3..];
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(span);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(span);
        }
    }

    private static char Separator(string text)
    {
        int end = text.IndexOfAny(['\r', '\n']);
        var head = end < 0 ? text : text[..end];
        return new[] { ',', '\t', ';' }.MaxBy(d => head.Count(c => c == d));
    }

    /// <summary>Counts what really comes out: the sizes that a ZIP states may lie.</summary>
    private static long UnpackedBytes(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        long total = 0;
        var buffer = new byte[81920];
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            for (int n; total <= UnpackedBytesMax && (n = content.Read(buffer)) > 0;)
                total += n;
        }
        return total;
    }

    private static Sheet Broken(string file, string sheet, int line, string code, string message) =>
        new(file, sheet, [], Fault(file, sheet, line, code, message));

    private static ImportError Fault(string file, string sheet, int line, string code, string message) =>
        new(file, sheet, line, "", code, message);
}
