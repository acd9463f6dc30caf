using System.Globalization;
using System.Text;
using Qingyuan.App.Screens.Shell;
using Qingyuan.App.SignIn;
using Qingyuan.App.Web;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Rules;

/// <summary>The cells of a rule table as a form sent them (核定表单); a row without any text is left out.</summary>
internal static class RuleForm
{
    public const int RowsMax = 400, NewRows = 3;

    /// <summary>The table as CSV. A row that differs from the shown one or was ticked as read becomes C.</summary>
    public static string Text(IFormCollection form, CsvTable shown, List<Refusal> refusals)
    {
        StringBuilder text = new(string.Join(',', shown.Columns) + "\n");
        CsvTable.Row[] old = [.. shown.Rows];
        for (int r = 0; r < RowsMax && form.ContainsKey(Name(r, 0)); r++)
        {
            string[] cells = [.. shown.Columns.Select((column, c) => column == "confidence"
                ? r < old.Length ? old[r][column] : "C" : form[Name(r, c)].ToString().Trim())];
            if (form.ContainsKey($"x{r}") || shown.Columns.Select((column, c) => (column, c))
                .All(x => x.column == "confidence" || cells[x.c].Length == 0))
                continue;
            if (cells.Any(c => c.Any(char.IsControl) || c.Contains(',', StringComparison.Ordinal) || c.StartsWith('#')))
            {
                refusals.Add(Refusal.Of("rule.cell", "",
                    $"第 {r + 1} 行：格子里不用英文逗号（改用，），不换行，不以 # 开头。", "table"));
            }
            int mark = shown.Columns.ToList().IndexOf("confidence");
            bool changed = r >= old.Length || shown.Columns.Where((column, c) => old[r][column] != cells[c]).Any();
            if (changed || form.ContainsKey($"c{r}"))
                cells[mark] = "C";
            text.Append(string.Join(',', cells)).Append('\n');
        }
        return text.ToString();
    }

    public static string Name(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"r{row}_{column}");

    public static DateOnly? Day(string? text, string field, List<Refusal> refusals)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        refusals.Add(Refusal.Of("rule." + field, "", "日期写成 2026-11-24。", field));
        return null;
    }

    /// <summary>The person who is signed in; null = nobody is registered yet, so a form asks for the name.</summary>
    public static Person? SignedIn(HttpContext context) => ActorOf.Current(context) is var actor
        && !actor.IsNobody && actor.Person != PeopleActs.Bootstrap
            ? new Person(actor.Name, actor.Post.Length > 0 ? actor.Post : "岗位未登记") { Id = actor.Person } : null;

    /// <summary>Who acts by this form: whoever is signed in, else as they named themselves.</summary>
    public static Person PersonOf(HttpContext context) => SignedIn(context)
        ?? new Person(context.Request.Form["name"].ToString().Trim(), context.Request.Form["post"].ToString().Trim());

    /// <summary>Through which door the form came.</summary>
    public static string Door(HttpContext context) => context.User.FindFirst("by")?.Value ?? "nobody";

    /// <summary>Nobody does what they hold no power for, whatever the form sent.</summary>
    public static void CheckPower(HttpContext context, string power, List<Refusal> refusals)
    {
        if (!Acting.May(context, power))
        {
            refusals.Add(Refusal.Of("rule.power", "", WhomToAsk.Message(
                context.RequestServices.GetRequiredService<Node>(), power)));
        }
    }

    /// <summary>
    /// Appends, signed by the person who is signed in, and waits until the tables follow; whoever has to sign first is
    /// led there.
    /// </summary>
    public static async Task<long> Append(Node node, HttpContext context, Act act)
    {
        long position = SignedIn(context) is null ? await node.Do(act, context.RequestAborted)
            : await context.RequestServices.GetRequiredService<ActDesk>().Append(context, act);
        await node.Followers.WhenFollowed("corrections", "acts", position).WaitAsync(context.RequestAborted);
        return position;
    }
}
