namespace Qingyuan.Registry;

/// <summary>A usual set of powers (岗位模板), offered when powers are given. Gives nothing by itself.</summary>
/// <param name="Code">Permanent.</param>
public sealed record RoleTemplate(string Code, string Name, PersonClass Class, IReadOnlyList<string> Powers);

/// <summary>The roles of the access matrix (岗位模板目录); see docs/access.md, which is made from this table.</summary>
public static class RoleTemplates
{
    public static IReadOnlyList<RoleTemplate> All { get; } =
    [
        new("system", "系统管理员", PersonClass.System, [Powers.AdminSystem]),
        new("security", "安全管理员", PersonClass.Security, [Powers.AdminSecurity]),
        new("audit", "审计管理员", PersonClass.Audit, [Powers.AdminAudit]),
        new("duty", "值班员", PersonClass.Business,
        [
            Powers.WorkspaceRead, Powers.ChecksSuppress, Powers.RegisterWrite, "alarm.judge", "shift.hand", "lead.read",
            "lead.open", "lead.triage", "report.receive", "report.open", "report.identity", "intervention.write",
        ]),
        new("inspector", "现场检查员", PersonClass.Business,
            [Powers.WorkspaceRead, "inspection.do", "lead.read", "lead.check", "intervention.write"]),
        new("rules", "质控员", PersonClass.Business,
            [Powers.WorkspaceRead, Powers.RulesPropose, "lead.read", "review.technical", "intervention.write"]),
        new("rules-chief", "质控科长", PersonClass.Business,
        [
            Powers.WorkspaceRead, Powers.RulesPropose, Powers.RulesApprove, "draw.run", "lead.read", "lead.assign",
            "lead.conclude", "lead.review", "report.receive", "report.decide", "intervention.write",
        ]),
        new("legal", "法制审核人员", PersonClass.Business,
            [Powers.WorkspaceRead, "lead.read", "review.legal", "intervention.write"]),
        new("quality", "质量负责人", PersonClass.Business, [Powers.WorkspaceRead, "intervention.write"]),
        new("discharger", "排污单位环保专员", PersonClass.Business, ["lead.explain"]),
        new("market", "市场监管人员", PersonClass.Business,
        [
            Powers.WorkspaceRead, "draw.run", "inspection.do", "lead.read", "lead.open", "report.receive",
            "report.open", "report.identity", "intervention.write",
        ]),
        new("procurator", "检察官", PersonClass.Business, [Powers.WorkspaceRead, "evidence.read"]),
        new("integrity", "廉政专员", PersonClass.Business, ["intervention.read"]),
        new("discipline", "纪检监察人员", PersonClass.Business, ["intervention.extract"]),
    ];

    public static RoleTemplate? Find(string code) => All.FirstOrDefault(r => r.Code == code);
}
