using System.Collections.Frozen;

namespace Qingyuan.Registry;

/// <summary>
/// To which side of the separation of duties a person belongs (三员分立). One person is of one class for good: the
/// three administrators exclude each other and everybody who does business.
/// </summary>
public enum PersonClass
{
    /// <summary>系统管理员: accounts, organisations, settings.</summary>
    System = 1,
    /// <summary>安全管理员: powers, resets of factors.</summary>
    Security = 2,
    /// <summary>审计管理员: reads the audit, sees every new account.</summary>
    Audit = 3,
    /// <summary>业务人员: everybody else.</summary>
    Business = 4,
}

/// <summary>A power (权限) that can be given to a person.</summary>
/// <param name="Code">Dotted and permanent: it stands in every act done with it.</param>
/// <param name="Name">Official Chinese name.</param>
/// <param name="Clause">Document and clause that it rests on; empty = our own order.</param>
/// <param name="Binds">An act done with it binds somebody, so the person signs it with their key.</param>
public sealed record Power(string Code, string Name, string Clause, bool Binds = false)
{
    /// <summary>Who may hold it.</summary>
    public PersonClass Class { get; init; } = PersonClass.Business;
}

/// <summary>Every power of the product (权限目录). Each subject adds its own rows; none is ever renamed.</summary>
public static class Powers
{
    public const string AdminSystem = "admin.system", AdminSecurity = "admin.security", AdminAudit = "admin.audit";
    public const string WorkspaceRead = "workspace.read", RegisterWrite = "register.write";
    public const string RulesPropose = "rules.propose", RulesApprove = "rules.approve";
    public const string ChecksSuppress = "checks.suppress";

    /// <summary>What a person does about their own account; nobody needs to be given it.</summary>
    public const string Self = "self";

    // GB/T 22239-2019 8.1.5: system, audit and security administrators each through interfaces of their own.
    private const string Separation = "GB/T 22239-2019 8.1.5";

    public static IReadOnlyList<Power> All { get; } =
    [
        new(AdminSystem, "系统管理（账号、机构、配置）", Separation, true) { Class = PersonClass.System },
        new(AdminSecurity, "安全管理（授权、重置）", Separation, true) { Class = PersonClass.Security },
        new(AdminAudit, "审计管理（查看、导出审计记录）", Separation, true) { Class = PersonClass.Audit },
        new(WorkspaceRead, "查看工作台", ""),
        new(RegisterWrite, "登记单位、排放口、设备", "排污许可管理条例 第二十条"),
        new(RulesPropose, "提议修改规则表", "", true),
        new(RulesApprove, "核定规则表", "", true),
        new(ChecksSuppress, "抑制检查结果", "生态环境监测条例", true),
        new("alarm.judge", "处理报警", ""),
        new("shift.hand", "交接班", ""),
        new("draw.run", "组织双随机抽取", "检验检测机构监督管理办法 第十八条", true),
        new("inspection.do", "现场检查", "行政处罚法 第四十二条", true),
        new("lead.read", "查看疑点线索", "生态环境监测条例 第三十五条"),
        new("lead.open", "登记疑点线索", "生态环境监测条例 第三十五条", true),
        new("lead.triage", "疑点线索分办", "", true),
        new("lead.assign", "疑点线索指派、移交、决定回避", "行政处罚法 第四十三条", true),
        new("lead.check", "疑点线索核查", "行政处罚法 第四十二条", true),
        new("lead.review", "复核已排除的疑点线索", "", true),
        new("lead.conclude", "对疑点线索作出结论", "环发〔2015〕175 号 第二条", true),
        new("review.technical", "技术审核", "行政处罚法 第四十一条", true),
        new("review.legal", "法制审核", "行政处罚法 第四十一条", true),
        new("lead.explain", "对疑点线索作出说明", "", true),
        new("report.receive", "受理举报", "生态环境监测条例 第三十九条", true),
        new("report.open", "代公众页面登记举报", "生态环境监测条例 第三十九条"),
        new("report.decide", "对举报作出结论、批准延长", "生态环境监测条例 第三十九条", true),
        new("report.identity", "查看举报人身份", "生态环境监测条例 第三十九条"),
        new("intervention.write", "记录干预", "生态环境监测条例 第十九条", true),
        new("intervention.read", "查阅干预记录", "生态环境监测条例 第十九条"),
        new("intervention.extract", "依法提取干预记录", "生态环境监测条例 第十九条"),
        new("evidence.read", "查看移送证据", "行政执法机关移送涉嫌犯罪案件的规定"),
    ];

    private static readonly FrozenDictionary<string, Power> _byCode = All.ToFrozenDictionary(p => p.Code);

    /// <summary>Null = there is no such power.</summary>
    public static Power? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The power that makes an administrator of this class.</summary>
    public static string Of(PersonClass admin) => admin switch
    {
        PersonClass.System => AdminSystem,
        PersonClass.Security => AdminSecurity,
        PersonClass.Audit => AdminAudit,
        _ => throw new ArgumentOutOfRangeException(nameof(admin), admin, "is no administrator"),
    };
}
