using Qingyuan.Registry;

namespace Qingyuan.App.Screens.SignIn;

/// <summary>Chinese words about people and powers (人员用语).</summary>
internal static class PeopleWords
{
    public static string Class(PersonClass? @class) => @class switch
    {
        PersonClass.System => "系统管理员",
        PersonClass.Security => "安全管理员",
        PersonClass.Audit => "审计管理员",
        PersonClass.Business => "业务人员",
        _ => "",
    };

    public static string How(string how) => how switch
    {
        "passkey" => "通行密钥",
        "password" => "口令和动态码",
        "recovery" => "恢复码",
        "demo" => "演示账号",
        _ => how,
    };

    public static string Scope(People people, Scope scope)
    {
        string[] parts =
        [
            scope.Organisation is { } o ? people.Organisation(o)?.Name ?? o : "",
            scope.Region ?? "", scope.Subject ?? "",
        ];
        string text = string.Join("，", parts.Where(p => p.Length > 0));
        return text.Length > 0 ? text : "全区";
    }

    /// <summary>How far an account is on its way: made, empowered, seen, enrolled.</summary>
    public static string State(People people, string person, DateTimeOffset now)
    {
        if (people.ClosedFrom(person) is { } closed && closed <= now)
            return "已停用";
        if (!people.IsSeen(person))
            return people.Grants.Any(g => g.Person == person && g.HoldsAt(now)) ? "待审计管理员确认" : "待授权";
        return people.IsEnrolled(person) ? "在用" : "待本人启用";
    }
}
