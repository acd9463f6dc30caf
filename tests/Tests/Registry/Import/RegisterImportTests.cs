using System.IO.Compression;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Registry;

public sealed class RegisterImportTests
{
    private const string Dischargers = """
        单位编号*,单位名称*,地市,县区,行业,地址,模拟,生效时间
        91540100MA6T000006,清源一号水泥有限公司,拉萨市,堆龙德庆区,水泥制造,"某某路 1 号, 2 楼",是,
        """;
    private const string Outlets = """
        单位编号,排放口编号,排放口名称,类型,工艺,基准含氧量,海拔,分钟间隔
        91540100MA6T000006,DA002,2# 窑尾,废气,新型干法,10,3650,10
        """;
    private const string Devices = """
        MN,单位编号,排放口编号,协议版本,访问密码,时钟偏差秒,生效时间
        010000A8900016F000169DC0,91540100MA6T000006,DA002,2017,123456,-5,2026-01-01
        """;
    private const string Factors = """
        单位编号,排放口编号,因子编码,因子名称,单位,最小分度,限值,考核时段,折算,限值依据,条款,生效时间
        91540100MA6T000006,DA002,a21002,氮氧化物,mg/m³,1,100,小时,是,GB 4915-2013,表 1,
        91540100MA6T000006,DA002,a19001,氧含量,%,0.1,,,,,,
        """;

    private static readonly FakeTimeProvider Clock = new(Some.Day(3, 14));

    [Fact]
    public async Task Four_files_in_any_order_become_one_register()
    {
        await using var house = new House();
        var preview = Preview(Register.Empty, Factors, Devices, Outlets, Dischargers);
        Assert.Empty(preview.Errors);
        Assert.Equal(5, preview.Count(ImportAction.New));
        Assert.Equal(4, preview.Acts.Count);
        var register = await house.Do(preview.Acts);
        Assert.Equal("拉萨", Assert.Single(register.Dischargers).Region);
        Assert.Equal("某某路 1 号, 2 楼", register.Dischargers[0].Address);
        Assert.Equal(Some.Kiln, Assert.Single(register.Outlets));
        Assert.Equal(["a21002", "a19001"], register.Factors(Some.Kiln.Id, Some.Day(3, 1)).Select(f => f.Code));
        var device = register.Device(Some.Logger.Mn, Some.Day(1, 1))!;
        Assert.Equal(-5, device.ClockOffsetSeconds);
        Assert.Null(register.Device(Some.Logger.Mn, Some.Day(1, 1).AddTicks(-1)));

        var again = Preview(register, Dischargers, Outlets, Devices, Factors);
        Assert.Equal(5, again.Count(ImportAction.Same));
        Assert.Empty(again.Acts);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("GB18030")]
    public void Any_encoding_that_spreadsheets_save_is_read(string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Dischargers)];
        Assert.Empty(Preview(Register.Empty, ("a.csv", bytes)).Errors);
    }

    [Fact]
    public void Every_error_names_its_line_and_column_and_nothing_is_done()
    {
        var preview = Preview(Register.Empty, Dischargers, """
            单位编号,排放口编号,排放口名称,类型,基准含氧量,分钟间隔

            91540100MA6T000006,DA001,窑头,废气,十,7
            91540100MA6T000006,DA002,窑尾,废水渠,,10
            91540100MA6T000006,DA003,磨,废气,,10
            91540100MA6T000006,DA003,磨,废气,,10
            别处,DA001,x,废气,,10
            """);
        Assert.Equal(
            ["3 基准含氧量 field.number", "4 类型 field.choice", "6  row.twice", "7 单位编号 outlet.discharger.unknown"],
            preview.Errors.Select(e => $"{e.Line} {e.Column} {e.Code}"));
        Assert.All(preview.Errors, e => Assert.Contains("；请", e.Message, StringComparison.Ordinal));
        Assert.Empty(preview.Acts);
        Assert.Equal(2, preview.GoodActs.Count);
        Assert.Equal(4, preview.Count(ImportAction.Refused));
    }

    [Fact]
    public void A_factor_in_error_holds_back_the_set_of_its_outlet_only()
    {
        const string second = "91540100MA6T000006,DA003,磨,废气,,,,";
        var preview = Preview(Register.Empty, Dischargers, Outlets + "\n" + second,
            Factors.Replace("0.1", "x", StringComparison.Ordinal)
                + "\n91540100MA6T000006,DA003,a34013,颗粒物,mg/m³,1,10,,,GB 4915-2013,表 1,");
        Assert.Equal(["3 最小分度", "2 "], preview.Errors.Select(e => $"{e.Line} {e.Column}"));
        Assert.Equal(["discharger.registered.v1", "outlet.registered.v1", "outlet.registered.v1", "factors.set.v1"],
            preview.GoodActs.Select(a => a.Kind));
    }

    [Theory]
    [InlineData("", "file.empty")]
    [InlineData("a,b\n1,2", "file.table")]
    [InlineData("单位编号,单位名称\n1,2", "file.column.missing")]
    [InlineData("单位编号,单位名称,地市,手机\n1,2,拉萨,3", "file.column")]
    [InlineData("单位编号,单位名称,地市,地市\n1,2,拉萨,3", "file.column")]
    [InlineData("单位编号,单位名称,地市\n1,\"2", "file.csv")]
    [InlineData("单位编号,单位名称,地市\n1,\0,3", "file.binary")]
    public void A_file_that_is_no_register_says_so(string text, string code) =>
        Assert.Contains(code, Preview(Register.Empty, text).Errors.Select(e => e.Code));

    [Fact]
    public void The_old_workbook_format_is_named() => Assert.Equal("file.xls", Assert.Single(
        Preview(Register.Empty, ("a.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])).Errors).Code);

    [Fact]
    public void Limits_hold_before_anything_is_unpacked()
    {
        Assert.Equal("file.size", Assert.Single(
            Preview(Register.Empty, ("a.csv", new byte[RegisterImport.FileBytesMax + 1])).Errors).Code);
        Assert.Equal("file.unpacked", Assert.Single(Preview(Register.Empty, ("a.xlsx", Bomb())).Errors).Code);
        var many = new StringBuilder("单位编号,单位名称,地市\n");
        for (int i = 0; i < RegisterImport.RowsMax + 1; i++)
            many.Append('u').Append(i).Append(",名,拉萨\n");
        var preview = Preview(Register.Empty, many.ToString());
        Assert.Contains("file.rows", preview.Errors.Select(e => e.Code));
        Assert.Empty(preview.Acts);
    }

    [Fact]
    public void A_workbook_with_a_document_type_is_not_read()
    {
        byte[] template = RegisterExport.Templates()["registers.xlsx"];
        using var bytes = new MemoryStream();
        bytes.Write(template);
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = zip.Entries.First(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal));
            var name = sheet.FullName;
            string xml;
            using (var reader = new StreamReader(sheet.Open()))
                xml = reader.ReadToEnd();
            sheet.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            int at = xml.IndexOf("?>", StringComparison.Ordinal) + 2;
            writer.Write(xml[..at]
                + "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + xml[at..].Replace("示例", "&e;", StringComparison.Ordinal));
        }
        var preview = Preview(Register.Empty, ("a.xlsx", bytes.ToArray()));
        Assert.Contains("file.xlsx", preview.Errors.Select(e => e.Code));
        Assert.Empty(preview.Acts);
    }

    [Fact]
    public void Random_text_never_throws_and_every_error_names_a_row() =>
        Gen.OneOf(Gen.String, Gen.Const("\""), Gen.Const("拉萨"), Gen.Const("=1+1"), Gen.Const("1e999"), Gen.Const("废气"))
            .Array[0, 14].Array[0, 8].Select(Gen.Int[0, 3]).Sample((rows, which) =>
            {
                var table = new[] { Dischargers, Outlets, Devices, Factors }[which];
                var head = table[..table.IndexOf('\n', StringComparison.Ordinal)];
                var text = head + "\n" + string.Join('\n', rows.Select(r => string.Join(',', r)));
                var preview = Preview(Register.Empty, text);
                Assert.All(preview.Errors, e => Assert.True(e.Line >= 1 || e.Code == "file.empty"));
                Assert.All(preview.GoodActs, a => a.ToEntry());
            }, iter: 2_000);

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        _ = Preview(Register.Empty, ("a.csv", bytes));
        _ = Preview(Register.Empty, ("a.xlsx", [.. "PK\x03\x04"u8, .. bytes]));
    }, iter: 500);

    [Fact]
    public async Task What_is_exported_imports_to_the_same_register()
    {
        await using var house = new House();
        var register = await house.Do(Preview(Register.Empty, Dischargers, Outlets, Devices, Factors).Acts);
        var registrations = house.Registrations(register);
        register = await house.Do(
            registrations.RegisterOutlet(
                Some.Kiln with { Name = "=HYPERLINK(\"x\")", ReferenceO2 = 8.50m }, Some.Day(2, 1)),
            registrations.RegisterFactors(Some.Kiln.Id, [Some.Nox with { Limit = 50.0m }], Some.Day(3, 1)),
            registrations.CloseDevice(Some.Logger.Mn, new DateTimeOffset(2026, 3, 1, 8, 30, 15, TimeSpan.FromHours(8))),
            registrations.CloseOutlet(Some.Kiln.Id, Some.Day(6, 1)));

        foreach (var files in new (string, byte[])[][]
        {
            [("registers.xlsx", RegisterExport.Workbook(register))],
            [.. RegisterExport.CsvFiles(register).Select(f => (f.Key, f.Value))],
        })
        {
            var preview = Preview(Register.Empty, files);
            Assert.Empty(preview.Errors);
            await using var other = new House();
            var copy = await other.Do(preview.Acts);
            Assert.Equal(register.Dischargers, copy.Dischargers);
            Assert.Equal(register.Outlet(Some.Kiln.Id), copy.Outlet(Some.Kiln.Id));
            Assert.Equal(register.ClosedFrom(Some.Kiln.Id), copy.ClosedFrom(Some.Kiln.Id));
            Assert.Equal(register.Devices, copy.Devices);
            Assert.Equal(register.FactorSets(Some.Kiln.Id), copy.FactorSets(Some.Kiln.Id));
            Assert.Equal(RegisterExport.CsvFiles(register).Values, RegisterExport.CsvFiles(copy).Values);
            Assert.Empty(Preview(register, files).Acts);
        }
        Assert.Contains("'=HYPERLINK", Encoding.UTF8.GetString(RegisterExport.CsvFiles(register)["outlets.csv"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_templates_carry_an_example_that_is_passed_over()
    {
        foreach (var (name, content) in RegisterExport.Templates())
        {
            var preview = Preview(Register.Empty, (name, content));
            if (name == "device-keys.csv")
            {
                Assert.Contains("import keys", Assert.Single(preview.Errors).Message, StringComparison.Ordinal);
                preview = KeyImport.Of(
                    [new ImportFile(name, new MemoryStream(content))], Register.Empty, TimeProvider.System).Preview;
            }
            Assert.Empty(preview.Errors);
            Assert.Empty(preview.Rows);
        }
    }

    private static ImportPreview Preview(Register register, params string[] files) =>
        Preview(register, [.. files.Select((f, i) => ($"{i}.csv", Encoding.UTF8.GetBytes(f)))]);

    private static ImportPreview Preview(Register register, params (string Name, byte[] Bytes)[] files) =>
        RegisterImport.Preview(
            [.. files.Select(f => new ImportFile(f.Name, new MemoryStream(f.Bytes)))], register, Clock, "test");

    private static byte[] Bomb()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (int i = 0; i <= SheetReader.UnpackedBytesMax >> 20; i++)
                entry.Write(zeros);
        }
        return bytes.ToArray();
    }
}
