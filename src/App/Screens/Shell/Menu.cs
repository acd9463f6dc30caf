using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Shell;

/// <summary>One entry of the workspace menu (菜单).</summary>
/// <param name="Sub">Shown while somebody is among them.</param>
internal sealed record MenuItem(string Text, string Icon, string Href, params IReadOnlyList<MenuItem> Sub)
{
    /// <summary>More addresses that belong to it, by their beginnings.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Name of the count that stands beside it; see <c>WorkLayout</c>.</summary>
    public string? Count { get; init; }
}

/// <summary>
/// The menu of the workspace, by task and not by table; at most seven entries on top for anybody. A screen that is not
/// built yet is not in it: an entry appears when its route stands in <see cref="Access.Table"/>.
/// </summary>
internal static class Menu
{
    private static readonly MenuItem[] All =
    [
        new("工作台", "home", "/w") { Also = ["/w/handover"] },
        new("监控", "wave", "/w/alarms",
            new("监控墙", "full", "/w/wall"), new("报警", "bell", "/w/alarms") { Count = "alarms" },
            new("站点和排口", "out", "/w/outlets"), new("数采仪", "link", "/w/devices") { Count = "devices" })
        {
            Count = "alarms",
        },
        new("执法", "scale", "/w/matters",
            new("双随机", "scale", "/w/draws"), new("线索", "susp", "/w/leads"), new("事项", "doc", "/w/matters"),
            new("期限", "clock", "/w/deadlines"), new("举报", "tel", "/w/reports")),
        new("干预记录", "pen", "/w/interventions"),
        new("登记", "book", "/w/registers",
            new("企业、排口、因子", "book", "/w/registers"), new("账本", "seal", "/w/ledger")),
        new("规则", "scale", "/w/rules",
            new("规则表", "book", "/w/rules"), new("检查与抑制", "scale", "/w/checks"),
            new("假如换一条", "wave", "/w/rules/what-if")),
        new("系统", "gear", "/w/admin/system",
            new("系统管理", "gear", "/w/admin/system"), new("安全管理", "lock", "/w/admin/security"),
            new("审计", "eye", "/w/admin/audit")),
    ];

    /// <summary>
    /// What this person may reach; an entry that they may not leads to the first below it that they may.
    /// </summary>
    public static IEnumerable<MenuItem> Reachable(Actor actor)
    {
        foreach (var item in All)
        {
            List<MenuItem> sub = [.. item.Sub.Where(s => IsFor(s, actor))];
            if (IsFor(item, actor) || sub.Count > 0)
                yield return item with { Sub = sub, Href = IsFor(item, actor) ? item.Href : sub[0].Href };
        }
    }

    /// <summary>The entry (or sub-entry) that an address belongs to: the longest beginning wins.</summary>
    public static bool Holds(MenuItem item, string path) => Longest(path) is { } held
        && (held == item.Href || item.Also.Contains(held) || item.Sub.Any(s => s.Href == held));

    public static bool IsCurrent(MenuItem item, string path) => Longest(path) is { } held
        && (held == item.Href || item.Also.Contains(held));

    private static string? Longest(string path) => All
        .SelectMany(i => i.Sub.Select(s => s.Href).Concat(i.Also).Append(i.Href))
        .Where(h => path == h || path.StartsWith(h + "/", StringComparison.Ordinal))
        .MaxBy(h => h.Length);

    private static bool IsFor(MenuItem item, Actor actor) =>
        Access.Table.ContainsKey(item.Href) && Access.Allows(item.Href, actor, byPassword: false);
}
