using Qingyuan.App.SignIn;
using Qingyuan.App.Web;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Procedures;

/// <summary>
/// How a request appends an act about a matter (以本人名义入账): power, signature and audit as for every act.
/// </summary>
internal static class MatterActing
{
    public static AppendAct As(HttpContext context, Subject? subject = null) => async (act, _) =>
    {
        ActOutcome done = await context.RequestServices.GetRequiredService<ActDesk>().Do(
            context, act, subject is { Region.Length: > 0 } ? new Scope(Region: subject.Region) : null);
        return new Appended(done.Position, done.Refusal);
    };

    /// <summary>Where the browser goes on: to the page that signs, which then leads there, or straight there.</summary>
    public static string Next(HttpContext context, string to) =>
        context.RequestServices.GetRequiredService<ActDesk>().Next(context, to);
}
