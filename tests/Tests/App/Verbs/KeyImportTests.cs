using Qingyuan.App;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App;

/// <summary>
/// <c>import keys</c>: many SM4 keys from a file, into their files and never into ledger or messages.
/// </summary>
public sealed class KeyImportTests : IAsyncLifetime
{
    private const string Mn = "010000A8900016F000169DC0", Other = "010000A8900016F000169DC1";
    private const string Key = "00112233445566778899AABBCCDDEEFF", Second = "0123456789abcdef0123456789abcdef";
    private const string Head = "MN,密钥,启用时间\n";

    private readonly string _root = Directory.CreateTempSubdirectory("qingyuan-keys-").FullName;

    private string Data => Path.Combine(_root, "data");
    private string KeyFiles => new NodeOptions(Data).DeviceKeyDirectory;

    public async ValueTask InitializeAsync()
    {
        await Node.Open(new NodeOptions(Data), TimeProvider.System).DisposeAsync();
        string folder = Path.Combine(_root, "registers");
        Directory.CreateDirectory(folder);
        (string Name, string Text)[] files =
        [
            ("a.csv", "单位编号,单位名称,地市\nA1,甲,拉萨\n"),
            ("b.csv", "单位编号,排放口编号,排放口名称,类型\nA1,DA001,一号,废气\n"),
            ("c.csv", $"MN,单位编号,排放口编号,协议版本\n{Mn},A1,DA001,2025\n{Other},A1,DA001,2025\n"),
        ];
        foreach (var (name, text) in files)
            await File.WriteAllTextAsync(Path.Combine(folder, name), text, Cancel);
        Assert.Equal(0, await ImportVerb.Run(
            [.. files.Select(f => Path.Combine(folder, f.Name))], Data, false, false, false, Cancel));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Keys_go_into_files_of_the_owner_and_only_their_names_into_the_ledger()
    {
        string file = await Write($"{Head}{Mn},{Key},2026-01-01\n{Mn},{Second},2026-04-01\n{Other},{Second},\n");
        Assert.Equal(0, await Import(file, previewOnly: true));
        Assert.False(Directory.Exists(KeyFiles));
        Assert.Equal(0, await Import(file));
        string[] kept = Directory.GetFiles(KeyFiles, "*.key", SearchOption.AllDirectories);
        Assert.Equal(3, kept.Length);
        foreach (string one in kept)
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(one));
        }
        await using (var node = Node.Open(new NodeOptions(Data), TimeProvider.System))
        {
            Assert.Equal(2, node.Register.Keys(Mn).Count);
            Assert.Equal(Key, Convert.ToHexString(node.DeviceKeys.Get(node.Register.Keys(Mn)[0])!));
            long size = node.Acts.DurableSize;
            for (long i = 0; i < size; i++)
                Assert.DoesNotContain(
                    Second, System.Text.Encoding.UTF8.GetString(node.Acts.Read(i)), StringComparison.OrdinalIgnoreCase);
        }
        // Again: nothing is new, and a file that was lost is put back.
        File.Delete(kept[0]);
        Assert.Equal(0, await Import(file));
        Assert.True(File.Exists(kept[0]));
        await using (var node = Node.Open(new NodeOptions(Data), TimeProvider.System))
            Assert.Equal(2, node.Register.Keys(Mn).Count);
    }

    [Theory]
    [InlineData("NOSUCHDEVICE,00112233445566778899AABBCCDDEEFF,2026-01-01", "device.unknown")]
    [InlineData(Mn + ",0011223344,2026-01-01", "key.form")]
    [InlineData(Mn + ",00112233445566778899AABBCCDDEEFX,2026-01-01", "key.form")]
    [InlineData(Mn + ",,2026-01-01", "field.missing")]
    [InlineData(Mn + ",00112233445566778899AABBCCDDEEFF,someday", "field.time")]
    [InlineData(Mn + ",00112233445566778899AABBCCDDEEFF,2099-01-01", "from.range")]
    [InlineData(Mn + ",FF112233445566778899AABBCCDDEEFF,2026-04-01", "key.twice")]
    [InlineData("00112233445566778899AABBCCDDEEFF," + Mn + ",2026-01-01", "key.columns")]
    [InlineData(Mn + ",2026-01-01,00112233445566778899AABBCCDDEEFF", "key.columns")]
    public async Task A_wrong_row_is_named_without_its_key_and_nothing_is_done_unless_good_rows_are_asked_for(
        string row, string code)
    {
        string file = await Write($"{Head}{Mn},{Second},2026-04-01\n{row}\n");
        KeyImport preview;
        using (var content = File.OpenRead(file))
        await using (var node = Node.Open(new NodeOptions(Data), TimeProvider.System))
            preview = KeyImport.Of([new ImportFile("k.csv", content)], node.Register, TimeProvider.System);
        var error = Assert.Single(preview.Preview.Errors);
        Assert.Equal((code, 3), (error.Code, error.Line));
        Assert.DoesNotContain("0011223344", error.Message, StringComparison.Ordinal);
        Assert.All(preview.Preview.Rows, r => Assert.Empty(r.Cells));
        Assert.All(preview.Preview.Rows, r => Assert.DoesNotContain("0011223344", r.Subject, StringComparison.Ordinal));

        Assert.Equal(1, await Import(file));
        Assert.False(Directory.Exists(KeyFiles));
        Assert.Equal(1, await Import(file, goodRows: true));
        Assert.Single(Directory.GetFiles(KeyFiles, "*.key", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_file_without_its_header_is_refused_without_repeating_what_is_in_it()
    {
        string file = await Write($"{Mn},{Key},2026-01-01\n");
        using var content = File.OpenRead(file);
        await using var node = Node.Open(new NodeOptions(Data), TimeProvider.System);
        var preview = KeyImport.Of([new ImportFile("k.csv", content)], node.Register, TimeProvider.System).Preview;
        var error = Assert.Single(preview.Errors);
        Assert.Equal("file.table", error.Code);
        Assert.DoesNotContain(Key, error.Message + error.Column, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<string> Write(string text)
    {
        string file = Path.Combine(_root, "keys.csv");
        await File.WriteAllTextAsync(file, text, Cancel);
        return file;
    }

    private Task<int> Import(string file, bool previewOnly = false, bool goodRows = false) =>
        ImportVerb.RunKeys([file], Data, previewOnly, goodRows, json: false, Cancel);
}
