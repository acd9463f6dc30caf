using System.Collections.Frozen;

namespace Qingyuan.Registry;

/// <summary>Why an act about people does not hold, in words that say what to do.</summary>
internal static class PeopleRefusals
{
    private static readonly FrozenDictionary<string, string> _messages = new Dictionary<string, string>
    {
        ["people.full"] = $"人员记录已达上限（{People.ActsMax} 条）；请联系实施方。",
        ["people.power"] = "您现在没有办这件事的权限；请联系安全管理员授权。",
        ["people.ceremony.by"] = "首次启用只能由引导口令持有人办理。",
        ["people.ceremony.over"] = "首次启用已经完成，不能再办；新账号由系统管理员建立。",
        ["people.ceremony.three"] = "三名管理员必须是三个不同的人，各任一职，各用自己的密钥；请改正。",
        ["people.form"] = "编号、姓名或者起止时间不对：编号用字母、数字、点和连字符，姓名 1 至 50 个字；请改正。",
        ["people.unknown"] = "没有登记过这个人；请核对编号。",
        ["people.seen.before"] = "这个账号已经确认过了。",
        ["people.separation"] = "三员分立：系统、安全、审计三名管理员互不兼任，也不兼任业务；请另选一人。",
        ["people.self"] = "不能给自己授权；请由另一名安全管理员办理。",
        ["people.backdated"] = "不能追溯：生效时间不能早于现在；请改时间。",
        ["people.last"] = "这是最后一名该类管理员；请先设另一名，再停用。",
        ["people.key.own"] = "只能登记、注销本人的密钥，而且要还有效；请核对。",
        ["people.key.used"] = "这把密钥已经登记过；一把密钥只代表一个人，请换一把。",
        ["organisation.unknown"] = "没有登记过这个机构；请先登记机构。",
        ["organisation.level"] = "机关要写明层级（自治区、地市、县区），企事业单位不分级；请改正。",
        ["organisation.region"] = "地市不认识；请从七个地市中选，全区则留空。",
        ["organisation.parent"] = "上级机构还没有登记，或者就是它自己；请改正。",
        ["organisation.admins"] = "该机构还有未停用的管理员；请先停用或者调出。",
        ["power.unknown"] = "权限目录里没有这一项；请从目录里选。",
        ["grant.unknown"] = "没有这一条授权，或者它已经失效；请刷新后再看。",
        ["post.unknown"] = "没有这一条任职记录；请刷新后再看。",
        ["breakglass.form"] = $"请写明理由（4 至 500 个字），时长 1 至 {People.BreakGlassHoursMax} 小时。",
        ["breakglass.unknown"] = "没有这一条应急申请，或者它已经有人确认；请刷新后再看。",
        ["breakglass.same"] = "应急授权要由两类不同的管理员共同办理；请由另一类管理员确认。",
        ["breakglass.late"] = "申请已经过时；请重新申请。",
        ["act.content"] = "内容不完整；请检查每一栏。",
    }.ToFrozenDictionary();

    public static Refusal Of(string code) =>
        Refusal.Of(code, PeopleActs.Clause, _messages.GetValueOrDefault(code, "没有办成；请检查后再试。"));
}
