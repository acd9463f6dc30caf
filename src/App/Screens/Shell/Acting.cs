using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Shell;

/// <summary>Who acts on a page (行为人), as an act and as a screen name them.</summary>
internal static class Acting
{
    /// <summary>In the demo, before anybody signed in: the demo itself; no real person seems to have acted.</summary>
    public static (string By, string Name) Of(HttpContext context, Node node)
    {
        Actor actor = ActorOf.Current(context);
        if (!actor.IsNobody && actor.Person != PeopleActs.Bootstrap)
            return (actor.Person, actor.Name);
        return node.Options.Demo ? ("demo", "演示") : (PeopleActs.Bootstrap, ActorOf.Bootstrap.Name);
    }

    /// <summary>May do it: holds the power, or the installation has no people yet and this is its machine.</summary>
    public static bool May(HttpContext context, string power)
    {
        Actor actor = ActorOf.Current(context);
        return actor.IsNobody || actor.Has(power);
    }
}
