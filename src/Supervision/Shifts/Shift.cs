using System.Text.Json.Nodes;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>
/// A shift handed over (交接班): what one duty officer leaves to the next, in their own words, with the counts as they
/// stood. Signed by being an act; never edited, the next shift adds its own.
/// </summary>
/// <param name="From">When the shift began: the handover before, or what the officer says.</param>
/// <param name="Waiting">Alarms left to the next shift.</param>
/// <param name="Handled">Alarms decided in it.</param>
public sealed record Shift(
    long Position, DateTimeOffset From, DateTimeOffset At, string Words, string Next, int Waiting, int Handled,
    string By, string Name)
{
    public const string HandedKind = "shift.handed.v1";

    /// <summary>The power to hand a shift over (交接班).</summary>
    public const string Power = "shift.hand";

    public const int WordsCharactersMax = 2_000, NextCharactersMax = 50;

    /// <summary>The act, or why not.</summary>
    public static Registration Hand(Shift asked, string clause = "")
    {
        List<Refusal> refusals = [];
        if (asked.Words.Length is 0 or > WordsCharactersMax)
        {
            refusals.Add(Refusal.Of("shift.words", "",
                $"请写给下一班的话，最多 {WordsCharactersMax} 个字；没有要交代的，就写“没有要交代的”。", "words"));
        }
        if (asked.Next.Length > NextCharactersMax)
            refusals.Add(Refusal.Of("shift.next", "", $"接班人最多 {NextCharactersMax} 个字。", "next"));
        if (asked.From >= asked.At)
            refusals.Add(Refusal.Of("shift.from", "", "接班时间要早于现在；请改正。", "from"));
        return refusals.Count > 0 ? new Registration(null, refusals) : new Registration(
            new Act(HandedKind, asked.At, asked.By, Power, clause, new JsonObject
            {
                ["from"] = asked.From.ToUnixTimeMilliseconds(),
                ["words"] = asked.Words,
                ["next"] = asked.Next,
                ["waiting"] = asked.Waiting,
                ["handled"] = asked.Handled,
                ["name"] = asked.Name,
            }), []);
    }

    /// <summary>Null = not such an act; throws where its content does not read.</summary>
    internal static Shift? Read(long position, Act act) => act.Kind != HandedKind ? null : new Shift(
        position, Hj212.Beijing.FromMilliseconds(Number(act, "from")), act.At, Text(act, "words"), Text(act, "next"),
        (int)Number(act, "waiting"), (int)Number(act, "handled"), act.By, Text(act, "name"));

    private static string Text(Act act, string key) =>
        act.Content[key]?.GetValue<string>() ?? throw new FormatException(key);

    private static long Number(Act act, string key) =>
        act.Content[key]?.GetValue<long>() ?? throw new FormatException(key);
}
