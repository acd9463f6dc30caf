using Qingyuan.App.Screens.Interventions;
using Qingyuan.App.Screens.Procedures;
using Qingyuan.App.Web;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Reports;

/// <summary>Reads the form of a report (举报表单), the same for the public and for an officer.</summary>
public sealed class ReportForm
{
    public string About { get; init; } = "";
    public string Region { get; init; } = "";
    public string What { get; init; } = "";
    public string Where { get; init; } = "";
    public string When { get; init; } = "";
    public string Codes { get; init; } = "";
    public string Channel { get; init; } = "";
    public bool IsNamed { get; init; }
    public string Name { get; init; } = "";
    public string Phone { get; init; } = "";
    public string Address { get; init; } = "";

    public static readonly string[] Regions = ["拉萨", "日喀则", "昌都", "林芝", "山南", "那曲", "阿里"];

    /// <summary>Order 175's acts in its own words, the clearest first.</summary>
    public static IEnumerable<(string Value, string Text)> Conducts =>
        Conduct.All.Select(c => (c.Code, $"{c.Code} {c.Name}"));

    public static ReportForm Of(IFormCollection form)
    {
        string Text(string name) => form[name].ToString().Trim();
        return new ReportForm
        {
            About = Text("about"),
            Region = Text("region"),
            What = Text("what"),
            Where = Text("where"),
            When = Text("when"),
            Codes = Text("codes"),
            Channel = Text("channel"),
            IsNamed = Text("signed") == "1",
            Name = Text("name"),
            Phone = Text("phone"),
            Address = Text("address"),
        };
    }

    public async Task<(ReportReceipt? Receipt, IReadOnlyList<Refusal> Refusals)> File(
        HttpContext context, Node node, Qingyuan.Supervision.Reports reports, Actor by, string channel)
    {
        var files = await InterventionFiles.Read(context.Request.Form.Files, context.RequestAborted);
        // A stranger signs nothing: what they hand in is written down by the house, in their place.
        AppendAct append = by.Person == Qingyuan.Supervision.Reports.Public.Person
            ? async (act, cancel) => new Appended(await node.Do(act, cancel), null)
            : MatterActing.As(context);
        return await reports.File(by, channel, new Report(About, Region, What, Where, When, Codes),
            IsNamed ? new ReporterIdentity(Name, Phone, Address) : null, files, append, context.RequestAborted);
    }
}
