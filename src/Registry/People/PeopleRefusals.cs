using System.Collections.Frozen;

namespace Qingyuan.Registry;

/// <summary>The form of ids and names of people and organisations (编号与名称).</summary>
public static class PersonForm
{
    /// <summary>Ours: letters, digits, dots and hyphens; never an identity number.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public static bool IsName(string name) =>
        name.Trim().Length > 0 && name.Length <= People.NameCharactersMax && !name.Any(char.IsControl);
}

/// <summary>Why an act about people does not hold, in words that say what to do.</summary>
public static class PeopleRefusals
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
        ["people.reset.needed"] = "这个人已经设过密钥或口令；要重发激活码，先请安全管理员批准重置。",
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
        ["signature.missing"] = "这件事要本人签名；请用您的密钥签名后再提交。",
        ["signature.key"] = "签名用的密钥不是本人登记的；请用本人的密钥。",
        ["signature.key.time"] = "签名用的密钥已经注销或者还没有生效；请换一把有效的密钥。",
        ["signature.challenge"] = "签的不是这一件事；请刷新后重新签名。",
        ["signature.user"] = "密钥没有核验本人（指纹、人脸或 PIN）；请重新签名。",
        ["signature.origin"] = "签名是在别的网站上做的；请在本站签名。",
        ["signature.form"] = "签名的格式不对；请刷新后重新签名。",
        ["signature.wrong"] = "签名核对不上；请刷新后重新签名。",
        ["act.content"] = "内容不完整；请检查每一栏。",
    }.ToFrozenDictionary();

    public static Refusal Of(string code) =>
        Refusal.Of(code, PeopleActs.Clause, _messages.GetValueOrDefault(code, "没有办成；请检查后再试。"));
}
