using Qingyuan.App;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App;

/// <summary>Backups of a node that runs, restored beside it.</summary>
public sealed class NodeCopyTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("qingyuan-copy-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private string Data => Path.Combine(_root, "data");
    private string Copy => Path.Combine(_root, "copy");

    [Fact]
    public async Task A_backup_is_unproven_until_it_was_restored_and_then_up_to_that_size()
    {
        string digest;
        await using (Node node = Node.Open(new NodeOptions(Data), TimeProvider.System))
        {
            digest = node.Blobs.Put("附件"u8);
            await Act(node, "one");
            BackupState state = NodeCopy.BackUp(Data, Copy, TimeProvider.System);
            Assert.Null(state.Proven);
            Assert.Contains("未经证明", state.Word, StringComparison.Ordinal);

            BackupState proven = await NodeCopy.Restore(
                Copy, Path.Combine(_root, "again"), node.Witnesses.Policy, TimeProvider.System);
            Assert.Equal(proven.Sizes, proven.Proven);
            Assert.Equal(proven, BackupState.Read(Copy));

            await Act(node, "two");
            BackupState later = NodeCopy.BackUp(Data, Copy, TimeProvider.System);
            Assert.Equal(proven.Sizes, later.Proven);
            Assert.Contains("之后的未经证明", later.Word, StringComparison.Ordinal);
        }
        await using Node restored = Node.Open(
            new NodeOptions(Path.Combine(_root, "again")), TimeProvider.System);
        Assert.Equal("附件"u8.ToArray(), restored.Blobs.Get(digest));
        Assert.Equal(1, restored.Acts.DurableSize);
        await Act(restored, "goes on");
    }

    [Theory]
    [InlineData("ledger/acts/tile/entries/000.p/1")]
    [InlineData("ledger/acts/checkpoint")]
    [InlineData("blobs")]
    public async Task A_backup_that_was_altered_or_is_not_complete_is_not_restored(string what)
    {
        await using Node node = Node.Open(new NodeOptions(Data), TimeProvider.System);
        node.Blobs.Put("附件"u8);
        await Act(node, "one");
        NodeCopy.BackUp(Data, Copy, TimeProvider.System);
        string path = Path.Combine(Copy, what);
        string file = File.Exists(path) ? path
            : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).First();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Exception? refused = await Record.ExceptionAsync(() => NodeCopy.Restore(
            Copy, Path.Combine(_root, "again"), node.Witnesses.Policy, TimeProvider.System));
        Assert.True(refused is NodeRefusedException or InvalidDataException, $"{refused}");
        Assert.Null(BackupState.Read(Copy)!.Proven);
    }

    [Fact]
    public async Task Shipping_follows_the_node_and_shows_its_state()
    {
        await using Node node = Node.Open(new NodeOptions(Data), TimeProvider.System);
        await Act(node, "one");
        await using var shipping = new Shipping(Data, Copy, TimeProvider.System);
        while (shipping.State is null)
            await Task.Delay(20, Cancel);
        Assert.Null(shipping.Fault);
        Assert.Equal(1, shipping.State!.Sizes.Acts);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static async Task Act(Node node, string name)
    {
        var act = new Act("test.noted.v1", node.Clock.GetUtcNow(), "test", "test", "test",
            new System.Text.Json.Nodes.JsonObject { ["name"] = name });
        Pending pending = node.Acts.Append(act.ToEntry(), []);
        await node.Acts.WhenPublished(pending.Position, Cancel);
    }
}
