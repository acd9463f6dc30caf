using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Procedures;

/// <summary>How a request appends an act about a matter (以本人名义入账).</summary>
internal static class MatterActing
{
    public static AppendAct As(Node node, HttpContext context) => async (act, cancel) =>
        new Appended(await node.Do(act, cancel), null);
}
