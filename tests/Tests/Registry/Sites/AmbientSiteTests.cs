using System.Text;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Registry;

public sealed class AmbientSiteTests
{
    private const string Sites = """
        点位编号,点位名称,类型,藏文名,英文名,地市,县区,水体,海拔,目标,因子编码,气体状态,模拟,生效时间
        540102001,城关站,空气,ཁྲིན་ཀོན་ཆུས།,Chengguan,拉萨市,城关区,,3650,二级,a34002 a34004 a01001 a01006,实际状态,是,
        540102W01,达孜断面,河流,,Dagze,拉萨,达孜区,拉萨河,3690,Ⅱ类,w01009 w21003,,是,2026-01-01
        """;
    private const string Devices = """
        MN,单位编号,排放口编号,协议版本
        4A51D0E2000000000000000A,540102001,,2017
        """;

    private static readonly FakeTimeProvider Clock = new(Some.Day(3, 14));

    private static readonly AmbientSite Station = new(
        "540102001", SiteKind.Air, "城关站", "ཁྲིན་ཀོན་ཆུས།", "Chengguan", "拉萨", "城关区", "", 3650, "2",
        "a34002 a34004 a01001 a01006", true, true);

    [Fact]
    public async Task Sites_and_their_stations_come_from_a_file_and_go_back_into_one()
    {
        await using var house = new House();
        ImportPreview preview = Preview(Register.Empty, Devices, Sites);
        Assert.Empty(preview.Errors);
        Register register = await house.Do(preview.Acts);
        Assert.Equal(Station, register.Site("540102001"));
        Assert.Equal("Ⅱ", register.Site("540102W01")!.Target);
        Assert.Equal("540102001", register.Device("4A51D0E2000000000000000A", Some.Day(3, 1))!.Outlet);

        var files = RegisterExport.CsvFiles(register);
        ImportPreview again = RegisterImport.Preview(
            [.. files.Select(f => new ImportFile(f.Key, new MemoryStream(f.Value)))], register, Clock);
        Assert.Equal(0, again.ErrorCount);
        Assert.Equal(3, again.Count(ImportAction.Same));
    }

    [Fact]
    public async Task A_site_holds_from_its_day_and_ends_with_its_closure()
    {
        await using var house = new House();
        Register register = await house.Do(
            new Registrations(Register.Empty, Clock, "test").RegisterSite(Station),
            new Registrations(Register.Empty, Clock, "test").RegisterSite(
                Station with { Name = "新城关站" }, Some.Day(2, 1)));
        Assert.Equal("城关站", register.Site(Station.Id, Some.Day(1, 31))!.Name);
        Assert.Equal("新城关站", register.Site(Station.Id, Some.Day(2, 1))!.Name);
        register = await house.Do(house.Registrations(register).CloseSite(Station.Id, Some.Day(3, 1)));
        Assert.NotNull(register.Site(Station.Id, Some.Day(2, 28)));
        Assert.Null(register.Site(Station.Id, Some.Day(3, 1)));
        Assert.Empty(register.Sites);
        Assert.Empty(register.SitesAt(Some.Day(3, 2)));
    }

    [Theory]
    [InlineData("id", "a b", "site.id.form")]
    [InlineData("id", "lhasa", "site.id.reserved")]
    [InlineData("region", "上海", "site.region")]
    [InlineData("target", "3", "site.target.grade")]
    [InlineData("factors", "", "site.factors.missing")]
    [InlineData("factors", "w01009", "site.factors.form")]
    [InlineData("factors", "a34002 a34002", "site.factors.twice")]
    [InlineData("factors", "a34002  a34004", "site.factors.space")]
    [InlineData("water", "拉萨河", "site.water.air")]
    public void A_faulty_station_is_refused_with_the_field_named(string field, string value, string code)
    {
        AmbientSite site = field switch
        {
            "id" => Station with { Id = value },
            "region" => Station with { Region = value },
            "target" => Station with { Target = value },
            "water" => Station with { Water = value },
            _ => new AmbientSite(
                Station.Id, Station.Kind, Station.Name, "", "", Station.Region, "", "", 3650, "2", value, true, true),
        };
        Refusal refusal = Assert.Single(
            new Registrations(Register.Empty, Clock, "test").RegisterSite(site).Refusals, r => r.Code == code);
        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public void A_section_needs_its_water_and_a_class()
    {
        var river = new AmbientSite(
            "W1", SiteKind.River, "达孜断面", "", "", "拉萨", "", "", 3690, "2", "w01009", false, true);
        Assert.Equal(
            ["site.target.class", "site.water.missing"],
            new Registrations(Register.Empty, Clock, "test").RegisterSite(river).Refusals.Select(r => r.Code).Order());
    }

    [Fact]
    public void The_seven_prefectures_have_names_in_three_languages()
    {
        Assert.Equal(7, Prefecture.All.Count);
        Assert.All(Prefecture.All, p => Assert.True(p.NameEn.Length > 0 && p.NameBo.Length > 0 && p.Code.Length == 4));
        Assert.Equal("5401", Prefecture.Of("拉萨市")!.Code);
        Assert.Null(Prefecture.Of("上海"));
    }

    private static ImportPreview Preview(Register register, params string[] files) => RegisterImport.Preview(
        [.. files.Select((f, i) => new ImportFile($"{i}.csv", new MemoryStream(Encoding.UTF8.GetBytes(f))))],
        register, Clock);
}
