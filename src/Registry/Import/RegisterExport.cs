using System.Buffers;
using System.Globalization;
using System.Text;
using MiniExcelLibs;
using Qingyuan.Hj212;

namespace Qingyuan.Registry;

/// <summary>
/// Writes the register (导出) and its empty templates (模板) as CSV and XLSX, in the form that the import reads back to
/// the same register. A cell that a spreadsheet could take for a formula gets an apostrophe in front.
/// </summary>
public static class RegisterExport
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n;\t");
    private static readonly UTF8Encoding Utf8WithMark = new(encoderShouldEmitUTF8Identifier: true);

    /// <summary>
    /// Empty tables with one example row each, by file name: <c>dischargers.csv</c> …, <c>registers.xlsx</c>.
    /// </summary>
    public static IReadOnlyDictionary<string, byte[]> Templates()
    {
        var tables = ImportTable.All.ToDictionary(t => t, Example);
        return ImportTable.All.ToDictionary(t => t.FileName + ".csv", t => Csv(t, tables[t]))
            .Append(new("registers.xlsx", Workbook(tables)))
            .Append(new(ImportTable.Keys.FileName + ".csv", Csv(ImportTable.Keys, Example(ImportTable.Keys))))
            .ToDictionary();
    }

    private static IReadOnlyList<IReadOnlyList<string>> Example(ImportTable t) =>
        [[ImportTable.ExampleMark + t.Columns[0].Example, .. t.Columns.Skip(1).Select(c => c.Example)]];

    /// <summary>Everything registered, past statements too, as one workbook.</summary>
    public static byte[] Workbook(Register register) => Workbook(Rows(register));

    /// <summary>The same as CSV files by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> CsvFiles(Register register) =>
        Rows(register).ToDictionary(t => t.Key.FileName + ".csv", t => Csv(t.Key, t.Value));

    // Security reference, ASVS 1.2.10: a cell that begins like a formula must not become one.
    internal static string Escape(string cell) => NeedsMark(cell) ? "'" + cell : cell;

    internal static string Unescape(string cell) => cell.StartsWith('\'') && NeedsMark(cell[1..]) ? cell[1..] : cell;

    private static bool NeedsMark(string cell) =>
        cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\0';

    private static Dictionary<ImportTable, IReadOnlyList<IReadOnlyList<string>>> Rows(Register register) => new()
    {
        [ImportTable.Dischargers] =
        [
            .. register.DischargerStatements().Select(s => (IReadOnlyList<string>)
            [
                s.Value.Id, s.Value.Name, s.Value.Region, s.Value.County, s.Value.Industry, s.Value.Address,
                YesNo(s.Value.Simulated), Time(s.From),
                Closed(register.DischargerClosedFrom(s.Value.Id), register.Discharger(s.Value.Id) == s.Value),
            ]),
        ],
        [ImportTable.Outlets] =
        [
            .. register.OutletStatements().Select(s => (IReadOnlyList<string>)
            [
                s.Value.Discharger, s.Value.Code, s.Value.Name, s.Value.Kind == OutletKind.FlueGas ? "废气" : "废水",
                s.Value.Process, Number(s.Value.ReferenceO2), Whole(s.Value.AltitudeMetres),
                Whole(s.Value.MinuteInterval), Time(s.From),
                Closed(register.ClosedFrom(s.Value.Id), register.Outlet(s.Value.Id) == s.Value),
            ]),
        ],
        [ImportTable.Sites] =
        [
            .. register.SiteStatements().Select(s => (IReadOnlyList<string>)
            [
                s.Value.Id, s.Value.Name, s.Value.Kind switch
                {
                    SiteKind.Air => "空气",
                    SiteKind.River => "河流",
                    _ => "湖库",
                },
                s.Value.NameBo, s.Value.NameEn, s.Value.Region, s.Value.County, s.Value.Water,
                Whole(s.Value.AltitudeMetres),
                s.Value.Target switch { "1" => "一级", "2" => "二级", var target => target }, s.Value.Factors,
                s.Value.Actual ? "实际状态" : "参比状态", YesNo(s.Value.Simulated), Time(s.From),
                Closed(register.SiteClosedFrom(s.Value.Id), register.Site(s.Value.Id) == s.Value),
            ]),
        ],
        [ImportTable.Devices] =
        [
            .. register.Devices.Select(d => (IReadOnlyList<string>)
            [
                d.Mn, Owner(register, d.Outlet), Code(register, d.Outlet), Whole(d.Edition), "", d.PasswordHash ?? "",
                Whole(d.ClockOffsetSeconds), Time(d.From), Closed(d.To, true),
            ]),
        ],
        [ImportTable.Factors] =
        [
            .. register.OutletIds.SelectMany(register.FactorSets).SelectMany(set => set)
                .Select(f => (IReadOnlyList<string>)
                [
                    Owner(register, f.Outlet), Code(register, f.Outlet), f.Code, f.Name, f.Unit, f.Resolution,
                    Number(f.Limit), f.LimitOn == LimitOn.Hour ? "小时" : "日", YesNo(f.Corrected), f.Document, f.Clause,
                    Time(f.From),
                ]),
        ],
    };

    private static byte[] Csv(ImportTable table, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        // With a mark, so that a spreadsheet takes it for UTF-8.
        var text = new StringBuilder();
        foreach (var row in rows.Prepend([.. table.Columns.Select(c => c.Header)]))
            text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        return [.. Utf8WithMark.GetPreamble(), .. Utf8WithMark.GetBytes(text.ToString())];
    }

    private static string Quoted(string cell)
    {
        var escaped = Escape(cell);
        return escaped.AsSpan().IndexOfAny(NeedsQuotes) < 0
            ? escaped
            : "\"" + escaped.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private static byte[] Workbook(Dictionary<ImportTable, IReadOnlyList<IReadOnlyList<string>>> tables)
    {
        var sheets = ImportTable.All.ToDictionary(t => t.Name, t => (object)tables[t].Prepend(
            [.. t.Columns.Select(c => c.Header)]).Select(row => row.Select((cell, i) => (Cell: cell, i))
                .ToDictionary(c => Whole(c.i), c => (object)Escape(c.Cell))).ToList());
        using var bytes = new MemoryStream();
        bytes.SaveAs(sheets, printHeader: false);
        return bytes.ToArray();
    }

    private static string Owner(Register register, string outlet) => register.Outlet(outlet)?.Discharger
        ?? (register.Site(outlet) is null ? "" : outlet);

    private static string Code(Register register, string outlet) => register.Outlet(outlet)?.Code ?? "";

    private static string YesNo(bool yes) => yes ? "是" : "否";

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Closed(DateTimeOffset? time, bool isLast) => isLast && time is { } end ? Time(end) : "";

    /// <summary>Beijing time; empty = from the beginning.</summary>
    private static string Time(DateTimeOffset time)
    {
        if (time == RegistryActs.FromTheBeginning)
            return "";
        var local = time.ToOffset(Beijing.Offset);
        bool isWhole = local.Millisecond == 0;
        var form = local.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
            : isWhole ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz";
        return local.ToString(form, CultureInfo.InvariantCulture);
    }
}
