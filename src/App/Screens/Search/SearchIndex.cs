using Qingyuan.App.Checks;
using Qingyuan.App.Screens.Outlets;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Search;

/// <summary>One thing that can be found.</summary>
/// <param name="Kind">What it is, in one word: 页面, 企业, 排口, 数采仪, 规则.</param>
/// <param name="Text">What is seen and searched.</param>
/// <param name="Note">Second-order, also searched.</param>
internal sealed record Found(string Kind, string Icon, string Text, string Note, string Address);

/// <summary>
/// Finds anything by its name, its code or the first letters of its pinyin (全站查找). Reads the register as it is in
/// memory; nothing is kept beside it, so it is never stale.
/// </summary>
internal static class SearchIndex
{
    public const int FoundMax = 30, WordsMax = 5, CharactersMax = 100;

    private static readonly Found[] Pages =
    [
        new("页面", "home", "工作台", "等我处理的", "/w"), new("页面", "wave", "监控墙", "全区排口", "/w/wall"),
        new("页面", "bell", "报警", "确认 误报 转办", "/w/alarms"), new("页面", "clock", "交班", "交接班", "/w/handover"),
        new("页面", "out", "排口清单", "站点和排口", "/w/outlets"), new("页面", "link", "数采仪", "设备 登记", "/w/devices"),
        new("页面", "book", "登记", "企业 排口 因子 限值", "/w/registers"),
        new("页面", "up", "导入登记", "CSV XLSX", "/w/registers/import"),
        new("页面", "scale", "检查与抑制", "", "/w/checks"), new("页面", "book", "规则表", "核定", "/w/rules"),
        new("页面", "wave", "假如换一条规则", "试算", "/w/rules/what-if"),
        new("页面", "seal", "账本", "检查点 公钥", "/w/ledger"), new("页面", "globe", "公众页面", "", "/"),
        new("页面", "wave", "计算器", "折算 水质 AQI", "/calc"), new("页面", "file", "组件目录", "样式", "/w/components"),
    ];

    /// <summary>Best first: what begins with the words before what holds them, pages before things.</summary>
    public static IReadOnlyList<Found> Find(Register register, string? query)
    {
        string text = (query ?? "").Trim();
        if (text.Length is 0 or > CharactersMax)
            return text.Length == 0 ? [.. Pages.Take(8)] : [];
        string[] words = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(WordsMax)];
        return
        [
            .. All(register).Select((found, place) => (found, place, rank: Rank(found, words)))
                .Where(f => f.rank > 0).OrderByDescending(f => f.rank).ThenBy(f => f.place).Take(FoundMax)
                .Select(f => f.found),
        ];
    }

    private static IEnumerable<Found> All(Register register)
    {
        foreach (Found page in Pages)
            yield return page;
        foreach (Discharger d in register.Dischargers)
            yield return new Found("企业", "home", d.Name, $"{d.Id} {d.Region} {d.Industry}",
                "/w/outlets?q=" + Uri.EscapeDataString(d.Name));
        foreach (Outlet o in register.Outlets)
        {
            Discharger? d = register.Discharger(o.Discharger);
            yield return new Found("排口", "out", $"{d?.Name ?? o.Discharger} {o.Code} {o.Name}",
                $"{o.Id} {d?.Region} {OutletList.Word(o.Kind)}", "/w/outlets/" + Uri.EscapeDataString(o.Id));
            foreach (Device device in register.DevicesOf(o.Id))
                yield return new Found("数采仪", "link", device.Mn, $"{d?.Name} {o.Code}",
                    "/w/devices/" + Uri.EscapeDataString(device.Mn));
        }
        foreach (var check in Catalogue.Parts.SelectMany(p => p.Checks))
            yield return new Found("规则", "scale", check.Code,
                check.Chinese.Replace("{0}", "…", StringComparison.Ordinal), "/checks#" + check.Code);
    }

    /// <summary>0 = does not hold every word.</summary>
    private static int Rank(Found found, string[] words)
    {
        int rank = 1;
        foreach (string word in words)
        {
            if (found.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                rank += 8;
            else if (found.Text.Contains(word, StringComparison.OrdinalIgnoreCase))
                rank += 4;
            else if (found.Note.Contains(word, StringComparison.OrdinalIgnoreCase))
                rank += 2;
            else if (word.Length >= 2 && word.All(char.IsAsciiLetterOrDigit)
                && Initials.Matches(found.Text, word.ToLowerInvariant()))
                rank += 1;
            else
                return 0;
        }
        return rank;
    }
}
