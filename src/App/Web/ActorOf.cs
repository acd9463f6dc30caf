using System.Collections.Frozen;
using Qingyuan.Registry;

namespace Qingyuan.App.Web;

/// <summary>Who acts in a request (行为人), with the powers in force at its beginning.</summary>
internal static class ActorOf
{
    private static readonly object Key = new();

    /// <summary>Nobody, when nobody is signed in. Reads no table: <see cref="Door"/> has found it out.</summary>
    public static Actor Current(HttpContext context) => context.Items[Key] as Actor ?? Actor.Nobody;

    public static void Set(HttpContext context, Actor actor) => context.Items[Key] = actor;

    /// <summary>
    /// Before the ceremony: whoever sits at this machine or holds the bootstrap password may do business as one
    /// asserted person; no administrator's power is among it.
    /// </summary>
    public static Actor Bootstrap { get; } = new(
        PeopleActs.Bootstrap, "引导口令持有人", "",
        Powers.All.Where(p => p.Class == PersonClass.Business).Select(p => p.Code).ToFrozenSet());
}
