using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Screens.Origin;
using Qingyuan.App.Screens.Shell;
using Qingyuan.App.Screens.Wall;
using Qingyuan.App.Web;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>Routes of the outlet pages: the chart's data, what is shown as CSV, and the parts that renew
/// themselves.</summary>
internal static class OutletApi
{
    public const string Chart = "/api/v1/outlets/{id}/chart";
    public const string ChartCsv = "/api/v1/outlets/{id}/chart.csv";
    public const string ListCsv = "/w/outlets.csv";
    public const string HeadPart = "/w/outlets/{id}/head";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Chart, GetChart).WithSummary("一个排口一个因子的曲线数据；分钟值最多 2000 点，保留每段的最高和最低");
        routes.MapGet(ChartCsv, GetCsv).WithSummary("曲线所示时段的小时值和全部分钟值，CSV");
        routes.MapGet(ListCsv, GetList).ExcludeFromDescription();
        routes.MapGet(HeadPart, GetHead).ExcludeFromDescription();
    }

    private static Results<Ok<OutletChart>, ProblemHttpResult> GetChart(
        Node node, string id, string? factor, string? range, string? day, string? from, string? to)
    {
        if (Question(node, id, factor, range, day, from, to) is not { } question)
            return Unknown(id);
        using var connection = node.Tables.Reader();
        var hours = Judged.Hours(connection, id, question.From, question.To);
        return TypedResults.Ok(OutletChart.Load(node, node.Register, question, hours));
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> GetCsv(
        Node node, string id, string? factor, string? range, string? day, string? from, string? to)
    {
        if (Question(node, id, factor, range, day, from, to) is not { } question)
            return Unknown(id);
        OutletFactor? rule = OutletChart.Rule(node.Register, question);
        using var connection = node.Tables.Reader();
        var rows = OutletHours.Of(Judged.Hours(connection, id, question.From, question.To), question);
        var minutes = question.IsLong ? []
            : Judged.Minutes(connection, node.Register, id, question.Factor, question.From, question.To);
        StringBuilder csv = new();
        csv.AppendLine("类别,开始（北京时间）,结束（北京时间）,因子,单位,值（我们重算）,数采仪自报,差,实测,含氧量,有效,应有,限值,标记,状态或不计入的原因,账本位置,规则,规则说明");
        string name = rule?.Name ?? question.Factor, unit = rule?.Unit ?? "";
        foreach (HourRow row in rows)
            Csv.Line(csv, "小时", Says.Minute(row.Hour.From), Says.Minute(row.Hour.To), name, unit,
                row.Ours ? row.Factor.Value : "", row.Factor.Stated ?? (row.Ours ? "" : row.Factor.Value),
                row.Ours ? row.Factor.Difference : "", row.Factor.Measured, "", $"{row.Factor.Valid}",
                $"{row.Factor.Expected}", row.Factor.Limit, row.Factor.Mark,
                StateWords.Word(row.Factor.State)
                    + (row.Factor.Reason is null ? "" : "，" + OriginWords.Reason(row.Factor.Reason)), "",
                RuleBasis.Word(row.Factor.Rules), RuleBasis.Lines(row.Factor.Rules));
        int step = Math.Max(node.Register.Outlet(id)!.MinuteInterval, 1);
        foreach (JudgedMinute minute in minutes)
            Csv.Line(csv, "分钟", Says.Minute(minute.From), Says.Minute(minute.From.AddMinutes(step)), name, unit,
                minute.Value is { } v ? OriginWords.Printed(v, rule?.Resolution) : "", minute.Stated, "",
                    minute.Measured,
                minute.O2, "", "", "", minute.Mark, OriginWords.Reason(minute.Reason), $"{minute.Position}",
                RuleBasis.Word(minute.Rules), RuleBasis.Lines(minute.Rules));
        return Csv.File(csv, $"{id}-{question.Factor}-{question.From:yyyyMMddHH}-{question.To:yyyyMMddHH}.csv");
    }

    private static FileContentHttpResult GetList(
        Node node, OutletsNow now, string? region, string? kind, string? state, string? q)
    {
        StringBuilder csv = new();
        csv.AppendLine("排口编号,排污单位,地市,县区,排口代码,排口名称,类别,状态,最近小时（北京时间）,主要因子,小时值,由谁算,限值,单位,近 24 小时超标小时," +
            "近两日日均值超标,最近报文（北京时间）,规则,规则说明");
        foreach (OutletLine line in OutletList.Load(
            node.Register, now.Get(), new OutletFilter(region, kind, state, q)))
            Csv.Line(csv, line.Outlet.Id, line.Discharger?.Name, line.Discharger?.Region, line.Discharger?.County,
                line.Outlet.Code,
                line.Outlet.Name, OutletList.Word(line.Outlet.Kind), StateWords.Word(line.State),
                line.Hour is { } hour ? Says.Minute(hour.From) : "", line.Rule?.Name,
                    line.Factor?.Value ?? line.Factor?.Stated,
                line.Hour is null ? "" : line.Ours ? "我们重算" : "数采仪自报",
                    line.Rule?.Limit is { } limit ? DayDrawing.Plain(limit) : "", line.Rule?.Unit,
                $"{line.Exceeding}", line.DayExceeds ? "是" : "", line.Heard is { } at ? Says.Second(at) : "",
                RuleBasis.Word(line.Factor?.Rules), RuleBasis.Lines(line.Factor?.Rules));
        return Csv.File(csv, $"outlets-{node.Clock.GetUtcNow().ToOffset(Beijing.Offset):yyyyMMddHHmm}.csv");
    }

    private static Task GetHead(HttpContext context, string id, string? factor, string? day) =>
        Fragment.Render<OutletHeadView>(context, new { Id = id, Factor = factor, Day = day });

    private static ChartQuestion? Question(
        Node node, string id, string? factor, string? range, string? day, string? from, string? to)
    {
        if (node.Register.Outlet(id) is null)
            return null;
        DateTimeOffset now = node.Clock.GetUtcNow();
        factor ??= OutletModel.MainFactor(OutletModel.RulesOf(node.Register, id, now)) ?? "";
        return ChartQuestion.Of(id, factor, range, day, now, from, to);
    }

    private static ProblemHttpResult Unknown(string id) => Problems.NotFound(
        "outlet.unknown", $"没有登记过编号为 {id} 的排口。排口编号见 /w/outlets。");
}

/// <summary>Writes lines that a spreadsheet opens as they are: UTF-8 with its mark, and never as a formula.</summary>
internal static class Csv
{
    public static void Line(StringBuilder csv, params ReadOnlySpan<string?> fields)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                csv.Append(',');
            csv.Append(Field(fields[i] ?? ""));
        }
        csv.Append("\r\n");
    }

    public static FileContentHttpResult File(StringBuilder csv, string name) => TypedResults.File(
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())], "text/csv; charset=utf-8", name);

    internal static string Field(string text)
    {
        // A text that a device or a person wrote must not run in somebody's spreadsheet; a number may be negative.
        bool number = decimal.TryParse(text, System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture, out _);
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !number)
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }
}
