using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Shell;

/// <summary>Who acts on a page (行为人), as an act and as a screen name them.</summary>
internal static class Acting
{
    public static (string By, string Name) Of(HttpContext context, Node node)
    {
        Actor actor = ActorOf.Current(context);
        return (actor.Person, node.People.Person(actor.Person)?.Name ?? actor.Name);
    }

    /// <summary>May do it: holds the power. Whoever appends asks again.</summary>
    public static bool May(HttpContext context, string power) => ActorOf.Current(context).Has(power);
}
