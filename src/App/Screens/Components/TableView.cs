using System.Globalization;

namespace Qingyuan.App.Screens.Components;

/// <summary>
/// How a list is looked at (列表视图): sorting, page, columns and density, all in the address, so that a view can be
/// sent to a colleague. Names: <c>sort</c> (<c>-key</c> = descending), <c>page</c>, <c>cols</c>, <c>dense</c>.
/// </summary>
internal sealed class TableView
{
    public const int PageMax = 1_000_000;

    private static readonly string[] Own = ["sort", "page", "cols", "dense"];

    private readonly string _path;
    private readonly List<(string Name, string Value)> _query;

    public TableView(string path, IEnumerable<(string Name, string Value)> query)
    {
        (_path, _query) = (path, [.. query.Where(q => q.Value.Length > 0)]);
        string sort = Value("sort") ?? "";
        Descending = sort.StartsWith('-');
        Sort = sort.Length > 0 ? sort.TrimStart('-') : null;
        Page = int.TryParse(Value("page"), NumberStyles.None, CultureInfo.InvariantCulture, out int page)
            ? Math.Clamp(page, 1, PageMax) : 1;
        string[] shown = [.. _query.Where(q => q.Name == "cols").Select(q => q.Value)];
        Shown = shown.Length > 0 ? shown : null;
        Dense = Value("dense") == "1";
    }

    /// <param name="path">Where the list stands, when this is rendered as a part of it.</param>
    public static TableView Of(HttpContext context, string? path = null) => new(
        path ?? context.Request.Path.Value ?? "/",
        context.Request.Query.SelectMany(q => q.Value.Select(v => (q.Key, v ?? ""))));

    public string? Sort { get; }
    public bool Descending { get; }
    public int Page { get; }
    public bool Dense { get; }

    /// <summary>Keys of the columns asked for; null = those that are shown by themselves.</summary>
    public IReadOnlyList<string>? Shown { get; }

    /// <summary>What is not about the view itself: the filters.</summary>
    public IEnumerable<(string Name, string Value)> Filters => _query.Where(q => !Own.Contains(q.Name));

    /// <summary>Everything but one name, for a form that sends that one.</summary>
    public IEnumerable<(string Name, string Value)> Without(string name) =>
        _query.Where(q => q.Name != name && q.Name != "page");

    /// <summary>This view with changes; a value of null takes the name away. A change goes back to page 1.</summary>
    public string Address(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        List<(string Name, string Value)> query = [.. _query.Where(q => q.Name != "page")];
        foreach (var (name, value) in changes)
        {
            query.RemoveAll(q => q.Name == name);
            if (!string.IsNullOrEmpty(value))
                query.Add((name, value));
        }
        return query.Count == 0 ? _path
            : _path + "?" + string.Join('&', query.Select(q =>
                $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value)}"));
    }

    /// <summary>A click on the head of a column: up, then down, then as it was.</summary>
    public string SortAddress(string key) => Address(("sort",
        Sort != key ? key : Descending ? null : "-" + key));

    /// <summary>The columns that are seen, in their order.</summary>
    public IReadOnlyList<Column<TRow>> Columns<TRow>(IReadOnlyList<Column<TRow>> all)
    {
        List<Column<TRow>> shown = [.. all.Where(c => Shown?.Contains(c.Key) ?? !c.Folded)];
        return shown.Count > 0 ? shown : all;
    }

    /// <summary>Sorts (keeping the order of equals) and cuts the page.</summary>
    public TablePage<TRow> Arrange<TRow>(
        IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns, int perPage)
    {
        IReadOnlyList<TRow> sorted = Sorted(rows, columns);
        int pages = Math.Max(1, (rows.Count + perPage - 1) / perPage);
        int page = Math.Min(Page, pages);
        return new TablePage<TRow>([.. sorted.Skip((page - 1) * perPage).Take(perPage)], page, pages, rows.Count);
    }

    /// <summary>All rows in the order of the view, as an export needs them.</summary>
    public IReadOnlyList<TRow> Sorted<TRow>(IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns)
    {
        if (columns.FirstOrDefault(c => c.Key == Sort)?.By is not { } by)
            return rows;
        var known = rows.Where(r => by(r) is not null);
        var sorted = Descending ? known.OrderByDescending(by, Ordered) : known.OrderBy(by, Ordered);
        return [.. sorted, .. rows.Where(r => by(r) is null)];
    }

    // Texts in the order of their code points: the same on every machine.
    private static readonly Comparer<IComparable?> Ordered = Comparer<IComparable?>.Create((a, b) =>
        a is string x && b is string y ? string.CompareOrdinal(x, y) : Comparer<IComparable?>.Default.Compare(a, b));

    private string? Value(string name)
    {
        foreach (var (key, value) in _query)
            if (key == name)
                return value;
        return null;
    }
}

/// <summary>One page of a list.</summary>
internal sealed record TablePage<TRow>(IReadOnlyList<TRow> Rows, int Page, int Pages, int Total);
