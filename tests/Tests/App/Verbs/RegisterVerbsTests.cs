using Qingyuan.Registry;
using Qingyuan.App;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.App;

/// <summary>The verbs <c>import</c>, <c>export</c> and <c>rebuild</c> on a data directory at rest.</summary>
public sealed class RegisterVerbsTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("qingyuan-verbs-").FullName;

    private string Data => Path.Combine(_root, "data");

    public async ValueTask InitializeAsync() =>
        await (await OpenNode()).DisposeAsync();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_import_is_all_rows_or_none_unless_good_rows_are_asked_for()
    {
        var file = Path.Combine(_root, "a.csv");
        await File.WriteAllTextAsync(file, "单位编号,单位名称,地市\nA1,甲,拉萨\nA2,乙,成都\n", Cancel);
        Assert.Equal(1, await ImportVerb.Run([file], Data, false, false, false, Cancel));
        Assert.Empty(await Dischargers());
        Assert.Equal(1, await ImportVerb.Run([file], Data, true, true, true, Cancel));
        Assert.Empty(await Dischargers());
        Assert.Equal(1, await ImportVerb.Run([file], Data, false, true, true, Cancel));
        Assert.Equal(["A1"], await Dischargers());

        var workbook = Path.Combine(_root, "r.xlsx");
        Assert.Equal(0, await ExportVerb.Run(Data, workbook));
        Assert.Equal(0, await ImportVerb.Run([workbook], Data, false, false, false, Cancel));
        Assert.Equal(0, await ExportVerb.Run(Data, Path.Combine(_root, "csv")));
        Assert.Contains("A1", await File.ReadAllTextAsync(Path.Combine(_root, "csv", "dischargers.csv"), Cancel),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_was_changed_is_found_and_put_right()
    {
        var file = Path.Combine(_root, "a.csv");
        await File.WriteAllTextAsync(file, "单位编号,单位名称,地市\nA1,甲,拉萨\n", Cancel);
        Assert.Equal(0, await ImportVerb.Run([file], Data, false, false, false, Cancel));
        Assert.Equal(0, await RebuildVerb.Run(Data, null, check: true));

        using (var tables = Tables.OpenEmbedded(new NodeOptions(Data).TablesFile))
            Tables.Execute(tables.Writer, $"UPDATE dischargers_v{new RegistryTable().Version} SET name = '丙'");
        Assert.Equal(1, await RebuildVerb.Run(Data, "dischargers", check: true));
        Assert.Equal(0, await RebuildVerb.Run(Data, "outlets", check: true));
        Assert.Equal(0, await RebuildVerb.Run(Data, "dischargers", check: false));
        Assert.Equal(0, await RebuildVerb.Run(Data, null, check: true));
        Assert.Equal(2, await RebuildVerb.Run(Data, "nothing", check: true));
    }

    [Fact]
    public async Task A_directory_in_use_is_refused_and_export_reads_beside()
    {
        await using (await OpenNode())
        {
            await Assert.ThrowsAsync<LedgerBusyException>(() => RebuildVerb.Run(Data, null, check: true));
            Assert.Equal(0, await ExportVerb.Run(Data, Path.Combine(_root, "r.xlsx")));
        }
        await Assert.ThrowsAsync<NodeRefusedException>(() => RebuildVerb.Run(_root, null, check: true));
    }

    [Fact]
    public void A_filled_in_template_is_not_written_over()
    {
        var folder = Path.Combine(_root, "templates");
        Assert.Equal(0, ImportVerb.WriteTemplates(folder));
        Assert.Equal(7, Directory.GetFiles(folder).Length);
        Assert.Equal(2, ImportVerb.WriteTemplates(folder));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<Node> OpenNode() => Task.FromResult(Node.Open(new NodeOptions(Data), TimeProvider.System));

    private async Task<IReadOnlyList<string>> Dischargers()
    {
        await using var node = await OpenNode();
        return [.. node.Register.Dischargers.Select(d => d.Id)];
    }
}
