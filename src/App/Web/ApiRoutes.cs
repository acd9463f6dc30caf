using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Screens.Wall;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Web;

/// <summary>An outlet in the open API (排口).</summary>
public sealed record OutletDto(
    string Id, string Discharger, string DischargerName, bool Simulated, string Region, string Code, string Name,
    string Kind, string State, DateTimeOffset? LastHeard, DateTimeOffset? LatestHour)
{
    /// <summary>Unconfirmed or corrected rows that the state of its newest hour rests on; null = none.</summary>
    public IReadOnlyList<RuleBasis>? Rules { get; init; }
}

/// <summary>One log of the ledger (账本).</summary>
public sealed record LogDto(
    string Name, string Origin, long Durable, long Published, string Checkpoint, string VerifierKey);

/// <summary>The ledger and how far the tables are.</summary>
public sealed record LedgerDto(IReadOnlyList<LogDto> Logs, IReadOnlyDictionary<string, long> Lag);

/// <summary>A device that waits to be registered (待登记的数采仪).</summary>
public sealed record WaitingDto(
    string Mn, int EditionGuess, string Peer, long Frames, DateTimeOffset FirstReceived, DateTimeOffset LastReceived,
    long FirstPosition);

/// <summary>The judged values as JSON (开放接口). Read only; every span is bounded.</summary>
internal static class ApiRoutes
{
    public const int HoursSpanDaysMax = 31, DaysSpanDaysMax = 366;

    public static void Map(WebApplication app)
    {
        app.MapGet("/api/v1/outlets", Outlets).WithSummary("全部排口和现在的状态");
        app.MapGet("/api/v1/outlets/{id}/hours", Hours).WithSummary("一个排口的小时值，最多 31 天");
        app.MapGet("/api/v1/outlets/{id}/days", Days).WithSummary("一个排口的日均值，最多 366 天");
        app.MapGet("/api/v1/outlets/{id}/quarters/{quarter}", QuarterOf)
            .WithSummary("一个排口一项污染物的季度核算：捕集率，无效时段和替代的排放量（工作台）；quarter 写成 2026Q4");
        app.MapGet("/api/v1/exceedances", Exceedances).WithSummary("超标记录，最多 31 天");
        app.MapGet("/api/v1/ledger", Ledger).WithSummary("账本的大小、检查点、公钥，各张表落后多少");
        app.MapGet("/api/v1/devices/waiting", Waiting).WithSummary("待登记的数采仪（工作台）");
    }

    private static Ok<List<OutletDto>> Outlets(OutletsNow now) => TypedResults.Ok(now.Get().Outlets.Select(o =>
        new OutletDto(o.Outlet.Id, o.Outlet.Discharger, o.Discharger?.Name ?? "", o.Discharger?.Simulated ?? false,
            o.Region, o.Outlet.Code, o.Outlet.Name, o.Outlet.Kind.ToString(), TraceJson.Code(o.State), o.Heard,
            o.Latest?.From)
        {
            Rules = o.Rules,
        }).ToList());

    private static Results<Ok<IReadOnlyList<JudgedInterval>>, ProblemHttpResult> Hours(
        Node node, string id, string? from, string? to)
    {
        if (Span(node, id, from, to, HoursSpanDaysMax, out var span) is { } problem)
            return problem;
        using var connection = node.Tables.Reader();
        return TypedResults.Ok(Judged.Hours(connection, id, span.From, span.To));
    }

    private static Results<Ok<IReadOnlyList<JudgedInterval>>, ProblemHttpResult> Days(
        Node node, string id, string? from, string? to)
    {
        if (Span(node, id, from, to, DaysSpanDaysMax, out var span) is { } problem)
            return problem;
        using var connection = node.Tables.Reader();
        return TypedResults.Ok(Judged.Days(connection, id, span.From, span.To));
    }

    private static Results<Ok<QuarterAccount>, ProblemHttpResult> QuarterOf(
        Node node, string id, string quarter, string? factor)
    {
        if (node.Register.Outlet(id) is null)
            return Problems.NotFound("outlet.unknown", $"没有登记过排口 {id}。全部排口见 /api/v1/outlets。");
        if (Quarter.Start(quarter) is not { } start)
            return Problems.Bad("quarter.form", "季度写成 2026Q4。");
        using var connection = node.Tables.Reader();
        return Quarters.Of(
            connection, node.Register, id, factor ?? "a21002", start, node.Clock.GetUtcNow()) is { } account
            ? TypedResults.Ok(account)
            : Problems.NotFound("quarter.none", "这个排口这个季度没有可核算的小时。核算的是废气里的二氧化硫 a21026、"
                + "氮氧化物 a21002、颗粒物 a34013；请换一项或换一个季度。");
    }

    private static Results<Ok<IReadOnlyList<Exceedance>>, ProblemHttpResult> Exceedances(
        Node node, string? from, string? to, string? outlet)
    {
        if (Span(node, outlet, from, to, HoursSpanDaysMax, out var span) is { } problem)
            return problem;
        using var connection = node.Tables.Reader();
        return TypedResults.Ok(Judged.Exceedances(connection, span.From, span.To, outlet));
    }

    private static Ok<LedgerDto> Ledger(Node node) => TypedResults.Ok(new LedgerDto(
        [Of("frames", node.Frames), Of("acts", node.Acts)], node.Followers.Lag));

    private static LogDto Of(string name, Ledger.Log log)
    {
        var published = log.Published;
        return new LogDto(name, log.Origin, log.DurableSize, published.Size, published.Note, log.VerifierKey);
    }

    private static Ok<List<WaitingDto>> Waiting(Node node)
    {
        using var connection = node.Tables.Reader();
        return TypedResults.Ok(SeriesQueries.Waiting(connection, node.Register).Select(d => new WaitingDto(
            d.Mn, d.Edition, d.Peer, d.Frames, d.FirstReceived, d.LastReceived, d.FirstPosition)).ToList());
    }

    /// <summary>Reads the span asked for; without one the last day (hours) up to now. Null = it is fine.</summary>
    private static ProblemHttpResult? Span(
        Node node, string? outlet, string? from, string? to, int daysMax,
        out (DateTimeOffset From, DateTimeOffset To) span)
    {
        span = default;
        if (outlet is not null && node.Register.Outlet(outlet) is null)
            return Problems.NotFound("outlet.unknown", $"没有登记过排口 {outlet}。全部排口见 /api/v1/outlets。");
        var now = node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
        if (!TryTime(to, now, out span.To) || !TryTime(from, span.To.AddDays(-1), out span.From))
            return Problems.Bad("time.form", "时间写成 2026-11-24 或 2026-11-24T14:00（北京时间），也可以带时区。");
        if (span.From > span.To)
            return Problems.Bad("time.order", "from 比 to 晚。请把两个时间对调。");
        return span.To - span.From > TimeSpan.FromDays(daysMax)
            ? Problems.Bad("time.span", $"一次最多取 {daysMax} 天。请分几次取。")
            : null;
    }

    private static readonly string[] TimeForms =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>A time without a zone is Beijing time.</summary>
    internal static bool TryTime(string? text, DateTimeOffset absent, out DateTimeOffset time)
    {
        time = absent;
        if (string.IsNullOrEmpty(text))
            return true;
        if (DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            // The first hours of year 1 at +08:00 lie before the calendar.
            if (local.Year < 2)
                return false;
            time = new DateTimeOffset(local, Beijing.Offset);
            return true;
        }
        return DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mmzzz", "o"],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
