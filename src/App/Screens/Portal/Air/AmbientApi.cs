using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Screens.Outlets;
using Qingyuan.App.Screens.Shell;
using Qingyuan.App.Web;
using Qingyuan.Hj212;
using Qingyuan.Publication;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Portal;

/// <summary>A place in the open interface (地市、站点、断面).</summary>
/// <param name="Kind"><c>prefecture</c>, <c>air</c>, <c>river</c> or <c>lake</c>.</param>
/// <param name="Target">Grade of the air zone or class of the water zone; null for a prefecture.</param>
internal sealed record PlaceDto(
    string Id, string Kind, string Name, string NameEn, string NameBo, string Region, string County, string? Water,
    int? AltitudeMetres, string? Target, bool Simulated);

/// <summary>One item of a figure: as published, and the number it was made from.</summary>
internal sealed record ItemDto(
    string Item, string? Code, string? Value, string? Unit, decimal? Exact, string? Stated, int? Index, string? Reason,
    int Count);

/// <summary>A figure with its rules and the positions of its frames.</summary>
internal sealed record FigureDto(
    string Place, DateTimeOffset From, DateTimeOffset To, int? Value, string? Category, IReadOnlyList<string> Main,
    string? Reason, IReadOnlyList<ItemDto> Items, int Expected, int Observed, bool Reviewed, long? ReviewAct,
    IReadOnlyList<FigureRule> Rules, IReadOnlyList<long> Positions);

/// <summary>A page of figures.</summary>
/// <param name="Next">Give it as <c>cursor</c> for the next page; null = this is the last.</param>
internal sealed record FiguresDto(
    string TimeZone, string Interval, string Note, IReadOnlyList<FigureDto> Figures, string? Next);

/// <summary>Air and water as JSON and CSV (开放接口). Read only; every answer is bounded and says how to go on.</summary>
internal static class AmbientApi
{
    /// <summary>Most figures of one page of JSON, and of one CSV file.</summary>
    public const int PageMax = 500, PageDefault = 100, CsvRowsMax = 10_000;

    private const string Zone = "Asia/Shanghai (UTC+8, 北京时间)";
    private const string Note = "from 至 to 的区间值，to 不含；reviewed=false 为未审核，不得用于判定达标。";

    public static void Map(WebApplication app)
    {
        foreach (string medium in (string[])["air", "water"])
        {
            string root = "/api/v1/" + medium;
            app.MapGet(root + "/places", (Node node) => PlacesOf(node, medium)).WithSummary("全部地市、空气站或断面");
            app.MapGet(root + "/{place}/{span}", (
                Node node, string place, string span, string? from, string? to, int? limit, string? cursor,
                int? coverage) => SeriesOf(node, medium, place, span, from, to, limit, cursor, coverage)).WithSummary(
                (medium == "air" ? "hours 小时、days 日" : "samples 每次采样、days 日、months 月")
                + $"；每页最多 {PageMax} 条，用 cursor 翻页");
            app.MapGet(root + "/{place}/{span}.csv", (
                Node node, string place, string span, string? from, string? to, int? coverage) =>
                CsvOf(node, medium, place, span, from, to, coverage)).WithSummary($"同样的结果，CSV，最多 {CsvRowsMax} 行");
            app.MapGet(root + "/{place}/{span}/{start}", (Node node, string place, string span, string start) =>
                OneOf(node, medium, place, span, start)).WithSummary("一个结果，连同依据和账本位置");
        }
    }

    private static Ok<List<PlaceDto>> PlacesOf(Node node, string medium)
    {
        bool water = medium == "water";
        var places = Prefecture.All.Select(p => new PlaceDto(
            p.Key, "prefecture", p.Full, p.NameEn, p.NameBo, p.Name, "", null, null, null, false)).ToList();
        places.AddRange(node.Register.Sites.Where(s => s.IsWater == water).Select(s => new PlaceDto(
            s.Id, s.Kind.ToString().ToLowerInvariant(), s.Name, s.NameEn, s.NameBo, s.Region, s.County,
            s.IsWater ? s.Water : null, s.AltitudeMetres, s.Target, s.Simulated)));
        return TypedResults.Ok(places);
    }

    private static Results<Ok<FiguresDto>, ProblemHttpResult> SeriesOf(
        Node node, string medium, string place, string span, string? from, string? to, int? limit, string? cursor,
        int? coverage)
    {
        if (Ask(node, medium, place, span, from, to, out var asked) is { } problem)
            return problem;
        if (limit is < 1 or > PageMax)
            return Problems.Bad("limit.range", $"limit 填 1 至 {PageMax}。");
        if (coverage is < 0 or > 100)
            return Problems.Bad("coverage.range", "coverage 填 0 至 100（百分比）。");
        if (!TryCursor(cursor, asked.From, out DateTimeOffset start))
            return Problems.Bad("cursor.form", "cursor 不对：照上一页的 next 原样给，或者不给。");
        int max = limit ?? PageDefault;
        using var connection = node.Tables.Reader();
        var rows = Figures.Of(connection, asked.Place, asked.Span, start, asked.To, max + 1);
        string? next = rows.Count > max ? rows[max].From.ToUnixTimeMilliseconds().ToString("x", null) : null;
        var shown = rows.Take(max).Where(f => Covers(f, coverage ?? 0)).Select(Of).ToList();
        return TypedResults.Ok(new FiguresDto(Zone, span, Note, shown, next));
    }

    private static Results<Ok<FigureDto>, ProblemHttpResult> OneOf(
        Node node, string medium, string place, string span, string start)
    {
        if (Ask(node, medium, place, span, start, null, out var asked) is { } problem)
            return problem;
        using var connection = node.Tables.Reader();
        return Figures.At(connection, asked.Place, asked.Span, asked.From) is { } figure
            ? TypedResults.Ok(Of(figure))
            : Problems.NotFound("figure.none", "这个时间没有结果。全部结果见上一级地址。");
    }

    private static IResult CsvOf(
        Node node, string medium, string place, string span, string? from, string? to, int? coverage)
    {
        if (Ask(node, medium, place, span, from, to, out var asked) is { } problem)
            return problem;
        using var connection = node.Tables.Reader();
        var figures = Figures.Of(connection, asked.Place, asked.Span, asked.From, asked.To, CsvRowsMax);
        StringBuilder csv = AmbientCsv.Write(figures.Where(f => Covers(f, coverage ?? 0)));
        return Csv.File(csv, $"{medium}-{asked.Place}-{span}-{node.Clock.GetUtcNow():yyyyMMdd}.csv");
    }

    public static bool Covers(Figure f, int percent) => f.Observed * 100 >= f.Expected * percent;

    public static FigureDto Of(Figure f) => new(
        f.Place, f.From, f.To, f.Value, f.Content.Word, f.Content.Main, f.Content.Reason,
        [.. f.Content.Items.Select(i => new ItemDto(
            i.Item, AmbientItem.OfItem(i.Item)?.Code, i.Printed, AmbientItem.OfItem(i.Item)?.Unit, i.Exact, i.Stated,
            i.Index, i.Reason, i.Count))],
        f.Expected, f.Observed, f.IsReviewed, f.Review?.Position, f.Content.Rules, f.Positions);

    /// <summary>Null = the question is fine. Without times: the last 30 days.</summary>
    private static ProblemHttpResult? Ask(
        Node node, string medium, string place, string span, string? from, string? to,
        out (string Place, FigureSpan Span, DateTimeOffset From, DateTimeOffset To) asked)
    {
        asked = default;
        FigureSpan? kind = (medium, span) switch
        {
            ("air", "hours") => FigureSpan.AirHour,
            ("air", "days") => FigureSpan.AirDay,
            ("water", "samples") => FigureSpan.WaterSample,
            ("water", "days") => FigureSpan.WaterDay,
            ("water", "months") => FigureSpan.WaterMonth,
            _ => null,
        };
        if (kind is null)
            return Problems.NotFound("span.unknown", "air 有 hours、days；water 有 samples、days、months。");
        if (Prefecture.All.All(p => p.Key != place)
            && node.Register.Site(place) is not { } site || IsOther(node, place, medium))
            return Problems.NotFound("place.unknown", $"没有 {place}。全部地方见 /api/v1/{medium}/places。");
        var now = node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
        if (!ApiRoutes.TryTime(to, now, out var end) || !ApiRoutes.TryTime(from, end.AddDays(-30), out var begin))
            return Problems.Bad("time.form", "时间写成 2026-11-24 或 2026-11-24T14:00（北京时间），也可以带时区。");
        if (begin > end && to is not null)
            return Problems.Bad("time.order", "from 比 to 晚。请把两个时间对调。");
        asked = (place, kind.Value, begin, end);
        return null;
    }

    private static bool IsOther(Node node, string place, string medium) =>
        node.Register.Site(place) is { } site && site.IsWater != (medium == "water");

    private static bool TryCursor(string? cursor, DateTimeOffset absent, out DateTimeOffset start)
    {
        start = absent;
        if (string.IsNullOrEmpty(cursor))
            return true;
        if (!long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long at)
            || at is < 0 or > 253_402_300_799_999)
            return false;
        start = Beijing.FromMilliseconds(at);
        return true;
    }
}

/// <summary>Figures as one table (CSV): one row a figure, each item in its column.</summary>
internal static class AmbientCsv
{
    public static StringBuilder Write(IEnumerable<Figure> figures)
    {
        StringBuilder csv = new();
        List<Figure> all = [.. figures];
        AmbientItem[] items =
            [.. AmbientItem.All.Where(i => all.Any(f => f.Content.Items.Any(x => x.Item == i.Item)))];
        Csv.Line(csv,
        [
            "地方", "开始（北京时间，UTC+8）", "结束（不含）", "AQI 或类别", "类别名称", "首要或主要污染物",
            .. items.Select(i => i.Unit.Length > 0 ? $"{i.Chinese}（{i.Unit}）" : i.Chinese),
            "应有", "实有", "审核", "依据", "账本位置（frames）",
        ]);
        foreach (Figure f in all)
        {
            Csv.Line(csv,
            [
                f.Place, Says.Minute(f.From), Says.Minute(f.To),
                f.Value is not { } v ? "" : AmbientWords.IsWater(f)
                    ? AmbientWords.Class(v) : v.ToString(CultureInfo.InvariantCulture),
                f.Content.Word, string.Join('、', f.Content.Main), .. items.Select(i => f.Item(i.Item)?.Printed),
                f.Expected.ToString(CultureInfo.InvariantCulture), f.Observed.ToString(CultureInfo.InvariantCulture),
                f.IsReviewed ? "已审核" : "未审核", string.Join('；', f.Content.Rules.Select(r => $"{r.Document} {r.Clause}")),
                Positions(f),
            ]);
        }
        return csv;
    }

    /// <summary>A month has hundreds: first, last and how many; the JSON has all.</summary>
    private static string Positions(Figure f) => f.Positions.Count switch
    {
        0 => "",
        <= 24 => string.Join(' ', f.Positions),
        var n => string.Create(CultureInfo.InvariantCulture, $"{f.Positions[0]} … {f.Positions[^1]}（{n} 条）"),
    };
}
