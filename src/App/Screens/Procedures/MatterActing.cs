using Qingyuan.App.SignIn;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Procedures;

/// <summary>How a request appends an act about a matter (以本人名义入账).</summary>
internal static class MatterActing
{
    /// <summary>
    /// With the power checked and, where it binds, the person's signature; whoever has to sign first is led to the
    /// page that does it.
    /// </summary>
    public static AppendAct As(HttpContext context) => async (act, _) =>
    {
        try
        {
            return new Appended(
                await context.RequestServices.GetRequiredService<ActDesk>().Append(context, act), null);
        }
        catch (ActRefusedException e)
        {
            return new Appended(null, e.Refusal);
        }
    };
}
