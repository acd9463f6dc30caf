using System.Text.Json.Nodes;
using Qingyuan.Publication;

namespace Qingyuan.Tests.Publication;

public sealed class ReleaseTests
{
    private static readonly DateTimeOffset Monday = AmbientHouse.Monday;

    private static readonly Release Air = new(
        "air", Monday, Monday.AddDays(1), [new ReleasedFile("air-daily.csv", new string('a', 64), 12)]);

    [Fact]
    public void What_is_written_reads_back()
    {
        Release back = Release.Read(Air.ToAct(Monday, "发布人").Content)!;
        Assert.Equal(Air.Files, back.Files);
        Assert.Equal((Air.Subject, Air.From, Air.To), (back.Subject, back.From, back.To));
    }

    [Theory]
    [InlineData("subject", "\"soil\"")]
    [InlineData("to", "\"2001-01-01T00:00:00.000Z\"")]
    [InlineData("files", "[]")]
    [InlineData("files", """[{"name":"../x","sha256":"aa","bytes":1}]""")]
    [InlineData("from", "7")]
    public void A_content_that_does_not_read_releases_nothing(string key, string json)
    {
        JsonObject content = Air.ToAct(Monday, "发布人").Content;
        content[key] = JsonNode.Parse(json);
        Assert.Null(Release.Read(content));
    }

    [Fact]
    public void Releases_are_listed_newest_first_and_their_files_found_by_digest_and_name()
    {
        using var house = new AmbientHouse();
        house.Append(Air.ToAct(Monday, "发布人"));
        long second = house.Append((Air with { Subject = "water" }).ToAct(Monday, "发布人"));
        house.Follow();
        using var reader = house.Tables.Reader();
        var newest = ReleaseTable.Newest(reader, 10);
        Assert.Equal([second, second - 1], newest.Select(r => r.Position));
        Assert.True(ReleaseTable.Has(reader, new string('a', 64), "air-daily.csv"));
        Assert.False(ReleaseTable.Has(reader, new string('a', 64), "other.csv"));
        Assert.False(ReleaseTable.Has(reader, new string('b', 64), "air-daily.csv"));
    }
}
