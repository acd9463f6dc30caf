using Qingyuan.App.Web;

namespace Qingyuan.Tests.App;

public sealed class SiteFootTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("qingyuan-foot-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Only_what_is_filled_in_is_shown()
    {
        Assert.Empty(SiteFoot.Load(_directory).Items);
        Write("""{"host":"某某厅","icp":"藏ICP备00000000号","faultAddress":"https://zfwzgl.www.gov.cn/"}""");
        SiteFoot foot = SiteFoot.Load(_directory);
        Assert.Equal(["foot.host", "foot.icp"], foot.Items.Select(i => i.Key));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"faultAddress":"javascript:alert(1)"}""")]
    public void A_faulty_file_is_refused_with_its_name(string text)
    {
        Write(text);
        Assert.Contains("site.json", Assert.Throws<InvalidDataException>(() => SiteFoot.Load(_directory)).Message,
            StringComparison.Ordinal);
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(_directory, SiteFoot.FileName), text);
}
