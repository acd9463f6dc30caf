using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Qingyuan.Registry;

namespace Qingyuan.Tests.Registry;

public sealed class ActTests
{
    private static readonly Act Example = new(
        "outlet.registered.v1", new DateTimeOffset(2026, 3, 14, 10, 15, 0, 7, TimeSpan.FromHours(8)), "bootstrap",
        "register", "排污许可管理条例 第二十条", new JsonObject { ["id"] = "A-DA001", ["name"] = "1# 窑头 <\"'>" });

    [Fact]
    public void An_entry_is_one_line_in_the_order_of_the_contract()
    {
        Assert.Equal(
            """
            {"kind":"outlet.registered.v1","at":"2026-03-14T02:15:00.007Z","by":"bootstrap","power":"register",
            "clause":"排污许可管理条例 第二十条","content":{"id":"A-DA001","name":"1# 窑头 <\"'>"}}
            """.Replace("\n", "", StringComparison.Ordinal),
            Encoding.UTF8.GetString(Example.ToEntry()));
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_bytes_again() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((by, key, value) =>
        {
            var act = Example with { By = Clean(by), Content = new JsonObject { [Clean(key)] = Clean(value) } };
            byte[] entry = act.ToEntry();
            Assert.Equal(entry, Act.Read(entry)!.ToEntry());
        });

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"kind":"a","at":"2026-03-14T02:15:00.007Z","by":"b","power":"p","clause":"c","content":[]}""")]
    [InlineData("""{"at":"2026-03-14T02:15:00.007Z","kind":"a","by":"b","power":"p","clause":"c","content":{}}""")]
    [InlineData("""{"kind":"a","at":"2026-03-14","by":"b","power":"p","clause":"c","content":{}}""")]
    [InlineData("""{"kind":"a","at":"2026-03-14T02:15:00.007Z","by":1,"power":"p","clause":"c","content":{}}""")]
    [InlineData("""{"kind":"a","at":"2026-03-14T02:15:00.007Z","by":"b","power":"p","clause":"""
        + "\"c\",\"content\":{\"a\":1,\"a\":2}}")]
    public void What_is_no_act_reads_as_none(string entry) => Assert.Null(Act.Read(Encoding.UTF8.GetBytes(entry)));

    [Fact]
    public void Any_bytes_read_or_do_not_read_and_never_throw() =>
        Gen.Byte.Array.Sample(bytes => _ = Act.Read(bytes));

    [Fact]
    public void An_act_too_large_for_the_ledger_is_refused_before_it_is_appended() =>
        Assert.Throws<ArgumentException>(() =>
            (Example with { Content = new JsonObject { ["text"] = new string('字', 30_000) } }).ToEntry());

    // A lone half of a pair is no text; the forms refuse it.
    private static string Clean(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
