using System.Globalization;
using System.Text;
using Qingyuan.App.Screens.Interventions;
using Qingyuan.App.Screens.Procedures;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Draws;

/// <summary>Reads the form of a new draw (封存名单): lists as people keep them, put into the one spelling.</summary>
internal static class DrawForm
{
    public const int ListBytesMax = 1 << 20;

    /// <summary>CSV or text with tabs; the first line names the columns when it begins with <c>id</c> or 编号.</summary>
    public static string Objects(string text, List<Refusal> refusals) => DrawLists.Write(
        Rows(text, 4, "objects", "编号,名称,地市,风险等级", refusals).Select(c => new PoolObject(c[0], c[1], c[2], c[3])));

    public static string Inspectors(string text, List<Refusal> refusals) => DrawLists.Write(
        Rows(text, 5, "inspectors", "人员编号,姓名,部门,单位,回避的对象编号（空格分开）", refusals).Select(c =>
            new PoolInspector(c[0], c[1], c[2], c[3], c[4].Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    /// <summary>In the person's own name, and followed when it has a position.</summary>
    public static AppendAct Append(Node node, HttpContext context) => async (act, cancel) =>
    {
        Appended appended = await MatterActing.As(context)(act, cancel);
        if (appended.Position is { } position)
            await node.Followers.WhenFollowed("draws", "acts", position).WaitAsync(cancel);
        return appended;
    };

    /// <summary>The file when one was chosen, else what was typed.</summary>
    public static async Task<string> Text(IFormCollection form, string name, List<Refusal> refusals)
    {
        if (form.Files[name] is not { Length: > 0 } file)
            return form[name].ToString();
        if (file.Length > ListBytesMax)
        {
            refusals.Add(Refusal.Of("draw.list.size", "", $"名单最大 {ListBytesMax >> 20} MB；请分次抽取。", name));
            return "";
        }
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    public static DrawRules Rules(IFormCollection form, Node node, List<Refusal> refusals)
    {
        List<DrawRatio> ratios = [];
        foreach (DrawRatio suggested in DrawRules.Suggested)
        {
            string text = form["ratio-" + suggested.Class].ToString();
            if (decimal.TryParse(
                text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent))
                ratios.Add(new DrawRatio(suggested.Class, percent));
            else
                refusals.Add(Refusal.Of(
                    "draw.ratio", "", $"{suggested.Class} 类的比例写成数，如 5。", "ratio-" + suggested.Class));
        }
        List<DrawSeats> seats = [];
        foreach (string n in (string[])["1", "2"])
        {
            string department = form["department-" + n].ToString().Trim();
            if (department.Length > 0)
                seats.Add(new DrawSeats(department, int.TryParse(form["seats-" + n], NumberStyles.None,
                    CultureInfo.InvariantCulture, out int count) ? count : 0));
        }
        DateTimeOffset after = InterventionWords.ReadLocal(form["after"].ToString(), refusals) ?? default;
        _ = int.TryParse(form["within"], NumberStyles.None, CultureInfo.InvariantCulture, out int within);
        if (after < node.Clock.GetUtcNow() && after != default)
            refusals.Add(Refusal.Of("draw.after", "", "取种子的时间要在以后；请改晚一些。", "after"));
        return new DrawRules(ratios, seats, after, within, [.. node.Witnesses.Policy.Witnesses.Select(w => w.Key)]);
    }

    private static bool IsHead(string line) => ((string[])["id", "编号", "人员编号"]).Any(h =>
        line.StartsWith(h, StringComparison.Ordinal));

    private static List<string[]> Rows(string text, int columns, string field, string wanted, List<Refusal> refusals)
    {
        List<string[]> rows = [];
        HashSet<string> ids = [];
        int number = 0;
        foreach (string line in text.Split('\n').Select(l => l.Trim('\r', '\uFEFF')))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || number == 1 && IsHead(line))
                continue;
            char parts = line.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
            string[] cells = [.. line.Split(parts).Select(c => c.Trim())];
            if (cells.Length == columns - 1 && columns == 5)
                cells = [.. cells, ""];
            string? problem = cells.Length != columns ? $"应有 {columns} 列：{wanted}"
                : cells.Select(DrawLists.Problem).FirstOrDefault(p => p is not null)
                ?? (cells[0].Length == 0 ? "没有编号" : ids.Add(cells[0]) ? null : $"{cells[0]} 出现了两次");
            if (problem is null)
                rows.Add(cells);
            else if (refusals.Count < 10)
                refusals.Add(Refusal.Of("draw.list", "", $"第 {number} 行：{problem}。", field));
        }
        return rows;
    }
}
