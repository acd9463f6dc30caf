using System.Globalization;
using Qingyuan.App.SignIn;
using Qingyuan.App.Web;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Registers;

/// <summary>What the register forms share: who acts, and reading what was typed (登记表单).</summary>
internal static class Registering
{
    public static Registrations Start(Node node, HttpContext context) =>
        new(node.Register, node.Clock, ActorOf.Current(context).Person, Powers.RegisterWrite);

    /// <summary>Null = the caller may register.</summary>
    public static Refusal? Problem(Node node, HttpContext context) => ActorOf.Current(context).Has(Powers.RegisterWrite)
        ? null : Refusal.Of("access.power", Registrations.Clause, WhomToAsk.Message(node, Powers.RegisterWrite));

    /// <summary>Appends what was accepted; gives the refusals of what was not.</summary>
    public static async Task<IReadOnlyList<Refusal>> Do(Node node, Registration registration, CancellationToken cancel)
    {
        if (registration.Act is not { } act)
            return registration.Refusals;
        try
        {
            await node.Do(act, cancel);
            return [];
        }
        catch (ActRefusedException e)
        {
            return [e.Refusal];
        }
    }

    /// <summary>Appends many acts, waits until the last is durable and followed.</summary>
    public static async Task DoAll(Node node, IReadOnlyList<Act> acts, CancellationToken cancel)
    {
        long last = -1;
        List<Task> durable = [];
        foreach (var act in acts)
        {
            await node.Acts.Room(cancel);
            var pending = node.Acts.Append(act.ToEntry(), []);
            last = pending.Position;
            // One task for a whole batch: kept once.
            if (durable.Count == 0 || durable[^1] != pending.Durable)
                durable.Add(pending.Durable);
        }
        await Task.WhenAll(durable).WaitAsync(cancel);
        if (last >= 0)
            await node.Followers.WhenFollowed("registry", "acts", last).WaitAsync(cancel);
    }

    /// <summary>Empty = from the beginning. A day starts at 0:00 in Beijing.</summary>
    public static DateTimeOffset? From(string? text, List<Refusal> refusals)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year > 1)
            return new DateTimeOffset(day, Beijing.Offset);
        refusals.Add(Refusal.Of("from.form", "", "日期写成 2026-11-24。", "from"));
        return null;
    }

    public static decimal? Number(string? text, string field, string what, List<Refusal> refusals)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (decimal.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
            return value;
        refusals.Add(Refusal.Of(field + ".form", "", $"{what}应为数字，如 10 或 0.5；请改正。", field));
        return null;
    }

    public static int Whole(string? text, int absent, string field, string what, List<Refusal> refusals)
    {
        if (string.IsNullOrWhiteSpace(text))
            return absent;
        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            return value;
        refusals.Add(Refusal.Of(field + ".form", "", $"{what}应为整数；请改正。", field));
        return absent;
    }
}
