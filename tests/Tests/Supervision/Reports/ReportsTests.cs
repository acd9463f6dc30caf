using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>Handing in, reading and following up a report, over a real log and a real store.</summary>
public sealed class ReportsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("qingyuan-reports-").FullName;
    private readonly Desk _desk = new();
    private readonly ReportVault _vault;
    private readonly Reports _subject;
    private readonly List<Act> _readings = [];

    public ReportsTests()
    {
        _desk.People.AddRange([Officer, Handler]);
        _vault = new ReportVault(Path.Combine(_root, "keys", "report-desk.pem"), Path.Combine(_root, "reporters"));
        _subject = new Reports(_desk.Matters, _desk.Tables, _desk.Blobs, _vault, (act, _) =>
        {
            _readings.Add(act);
            return Task.FromResult(0L);
        }, _desk.Clock);
    }

    private static Actor Officer { get; } = Desk.Person("officer", "受理人", "eco", Reports.PowerToReceive,
        Reports.PowerToFile);
    private static Actor Handler { get; } = Desk.Person(
        "handler", "经办人", "eco", Reports.PowerToReceive, Reports.PowerToIdentify);

    private static Report Facts { get; } = new(
        "模拟·一号水泥有限公司", "拉萨", "连续三天夜里有人把采样管拔下来插到一个瓶子里，我亲眼看见两次。", "2# 窑尾站房", "", "T02");

    private static ReporterIdentity Zhang { get; } = new("张三丰", "13800001111", "");

    [Fact]
    public async Task Whoever_has_the_code_follows_it_up_and_nobody_else()
    {
        var (receipt, refusals) = await File(Facts, null);
        Assert.Empty(refusals);
        Assert.Equal(receipt!.Number, _subject.ByCode(receipt.Code)!.Number);
        Assert.Equal(receipt.Number, _subject.ByCode(receipt.Code.ToUpperInvariant().Replace('-', ' '))!.Number);
        Assert.Null(_subject.ByCode("0000-0000-0000-0000-0000-0000-0000-0000"));
        Assert.Null(_subject.ByCode("' OR 1=1"));
        Assert.Equal("待分类", Reports.Told(_subject.ByCode(receipt.Code)!).Single().Step);
    }

    [Fact]
    public async Task Neither_content_nor_reporter_nor_code_stands_in_the_ledger_or_in_a_file()
    {
        var (receipt, _) = await File(Facts, Zhang, ("窑尾.png", Png));
        string ledger = string.Concat(_subject.ByCode(receipt!.Code)!.Opening.Fields.Select(f => f.Text))
            + _subject.ByCode(receipt.Code)!.Title;
        byte[] files = [.. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories)
            .SelectMany(System.IO.File.ReadAllBytes)];
        foreach (string secret in (string[])[Zhang.Name, Zhang.Phone, "采样管", "一号水泥", receipt.Code,
            receipt.Code.Replace("-", "", StringComparison.Ordinal)])
        {
            Assert.DoesNotContain(secret, ledger, StringComparison.Ordinal);
            Assert.Equal(-1, files.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)));
        }
    }

    [Fact]
    public async Task The_content_is_for_the_desk_and_the_identity_for_a_handler_with_a_reason()
    {
        var (receipt, _) = await File(Facts, Zhang, ("窑尾.png", Png));
        Matter matter = _subject.ByCode(receipt!.Code)!;
        Report read = _subject.Content(Officer, matter)!;
        Assert.Equal(Facts.What, read.What);
        Assert.Equal(Png, _subject.FileOf(Officer, matter, read.Files[0].Sealed));
        Assert.Null(_subject.Content(Reports.Public, matter));
        Assert.Null(_subject.Content(Desk.Person("admin", "管理员", "eco", Powers.AdminSystem), matter));

        Assert.Null((await _subject.Identify(Officer, matter, "需要核实细节", Cancel)).Identity);
        Assert.Null((await _subject.Identify(Handler, matter, "", Cancel)).Identity);
        Assert.Empty(_readings);
        Assert.Equal(Zhang, (await _subject.Identify(Handler, matter, "需要核实细节", Cancel)).Identity);
        Assert.Equal("handler", Assert.Single(_readings).By);
        Assert.DoesNotContain(Zhang.Name, _readings[0].Content.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destroyed_identity_is_gone_and_the_report_stays()
    {
        var (receipt, _) = await File(Facts, Zhang);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_root, "reporters")))
            System.IO.File.Delete(file);
        Matter matter = _subject.ByCode(receipt!.Code)!;
        var (identity, refusals) = await _subject.Identify(Handler, matter, "需要核实细节", Cancel);
        Assert.Null(identity);
        Assert.Equal("report.gone", refusals[0].Code);
        Assert.NotNull(_subject.Content(Officer, matter));
    }

    [Fact]
    [Clause("175号", "9")]
    public async Task Basic_facts_about_falsification_bind_whatever_the_officer_calls_it()
    {
        Assert.True(Facts.MustBeAccepted);
        Assert.False((Facts with { Codes = "" }).MustBeAccepted);
        Assert.False((Facts with { Where = "" }).MustBeAccepted);
        Assert.True((Facts with { Where = "", When = "昨夜" }).MustBeAccepted);
        Assert.False((Facts with { What = "那里肯定有问题吧来看看" }).MustBeAccepted);
        Assert.False((Facts with { About = "" }).MustBeAccepted);

        string number = (await File(Facts, null)).Receipt!.Number;
        Desk.Must(_desk.Step(number, "classify", "officer", ("result", "不属于职责")));
        Assert.True(_desk.Step(number, "notAccept", "officer", ("reason", "不属于我们管")).IsRefused);
        string vague = (await File(Facts with { Codes = "" }, null)).Receipt!.Number;
        Desk.Must(_desk.Step(vague, "classify", "officer", ("result", "不属于职责")));
        Assert.False(_desk.Step(vague, "notAccept", "officer", ("reason", "不属于我们管")).IsRefused);
        Assert.Contains(Reports.Told(_desk.Matters.Find(vague)!), t => t.Text == "不属于我们管");
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_nothing_is_kept()
    {
        var (receipt, refusals) = await File(new Report("", "", "短", "", "", "X99"), new ReporterIdentity("", "", ""),
            ("a.exe", "MZ nothing"u8.ToArray()));
        Assert.Null(receipt);
        Assert.Equal(["report.about", "report.what", "report.codes", "report.files", "report.name"],
            refusals.Select(r => r.Code));
        Assert.False(Directory.Exists(Path.Combine(_root, "reporters")));
        // The street has one door: it cannot write down a call in an officer's place.
        Assert.Contains(
            (await _subject.File(Reports.Public, "12369", Facts, null, [], _desk.AppendNow, Cancel)).Refusals,
            r => r.Code == "report.channel");
    }

    [Fact]
    public void The_key_of_the_desk_that_others_may_read_is_refused()
    {
        Assert.NotNull(_vault.Desk);
        string key = Path.Combine(_root, "keys", "report-desk.pem");
        if (OperatingSystem.IsWindows())
            return;
        System.IO.File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Throws<InvalidDataException>(() => _vault.Open("{}"u8, "x"));
    }

    public void Dispose()
    {
        _desk.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static readonly byte[] Png = [0x89, .. "PNG"u8, 13, 10, 26, 10, .. Enumerable.Repeat((byte)7, 300)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<(ReportReceipt? Receipt, IReadOnlyList<Refusal> Refusals)> File(
        Report report, ReporterIdentity? who, params (string, byte[])[] files) =>
        _subject.File(Reports.Public, "网页", report, who, files, _desk.AppendNow, Cancel);
}
