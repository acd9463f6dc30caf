using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.SignIn;

/// <summary>Chinese words for kinds of act and the fields of their contents (行为名称).</summary>
internal static class ActWords
{
    private static readonly FrozenDictionary<string, string> _kinds = new Dictionary<string, string>
    {
        [PeopleActs.CeremonyHeld] = "首次启用",
        [PeopleActs.OrganisationRegistered] = "登记机构",
        [PeopleActs.OrganisationClosed] = "停用机构",
        [PeopleActs.PersonRegistered] = "建立账号",
        [PeopleActs.PersonSeen] = "确认新账号",
        [PeopleActs.PersonClosed] = "停用账号",
        [PeopleActs.PersonReopened] = "恢复账号",
        [PeopleActs.PostTaken] = "任职",
        [PeopleActs.PostLeft] = "离任",
        [PeopleActs.PowerGranted] = "授权",
        [PeopleActs.PowerWithdrawn] = "收回授权",
        [PeopleActs.KeyRegistered] = "登记密钥",
        [PeopleActs.KeyRevoked] = "注销密钥",
        [PeopleActs.SecretChanged] = "更换口令或恢复码",
        [PeopleActs.EnrolmentIssued] = "发放激活码",
        [PeopleActs.ResetApproved] = "批准重置",
        [PeopleActs.BreakGlassAsked] = "申请应急授权",
        [PeopleActs.BreakGlassConfirmed] = "确认应急授权",
        [CorrectionActs.Proposed] = "提议修改规则表",
        [CorrectionActs.Approved] = "核定规则表",
        [CorrectionActs.Rejected] = "退回规则表提议",
        [CorrectionActs.Withdrawn] = "撤回规则表提议",
        [Judgement.Suppression.SuppressedKind] = "抑制检查结果",
        [Judgement.Suppression.LiftedKind] = "解除抑制",
        [RegistryActs.DischargerRegistered] = "登记排污单位",
        [RegistryActs.DischargerClosed] = "关闭排污单位",
        [RegistryActs.OutletRegistered] = "登记排放口",
        [RegistryActs.OutletClosed] = "关闭排放口",
        [RegistryActs.DeviceRegistered] = "登记数采仪",
        [RegistryActs.DeviceClosed] = "解绑数采仪",
        [RegistryActs.DeviceKeySet] = "设置数采仪密钥",
        [RegistryActs.FactorsSet] = "登记因子和限值",
        [AuditTable.Read] = "查看",
        [AuditTable.SignedIn] = "登录",
        [AuditTable.SignInRefused] = "登录被拒",
        [AuditTable.SignedOut] = "退出",
        [AuditTable.Exported] = "导出",
        [AuditTable.Refused] = "办理被拒",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> _fields = new Dictionary<string, string>
    {
        ["id"] = "编号",
        ["name"] = "名称",
        ["person"] = "人员",
        ["power"] = "权限",
        ["organisation"] = "机构",
        ["region"] = "地市",
        ["subject"] = "事项",
        ["from"] = "从",
        ["to"] = "到",
        ["reason"] = "理由",
        ["class"] = "类别",
        ["title"] = "岗位",
        ["post"] = "任职",
        ["grant"] = "授权",
        ["what"] = "内容",
        ["change"] = "变更号",
        ["asked"] = "申请",
        ["hours"] = "小时",
        ["proposal"] = "提议",
        ["text"] = "全表",
        ["path"] = "表",
        ["document"] = "文件",
        ["page"] = "页",
        ["code"] = "代码",
        ["discharger"] = "企业",
        ["outlet"] = "排口",
        ["suppression"] = "抑制",
        ["kind"] = "种类",
        ["level"] = "层级",
        ["county"] = "县区",
        ["parent"] = "上级",
        ["door"] = "入口",
        ["people"] = "人员",
        ["key"] = "密钥",
        ["algorithm"] = "算法",
        ["publicKey"] = "公钥",
    }.ToFrozenDictionary();

    public static IEnumerable<KeyValuePair<string, string>> Kinds => _kinds;

    public static string Kind(string kind) => _kinds.GetValueOrDefault(kind, kind);

    private static readonly JsonSerializerOptions _plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A value of a content as people read it; times in Beijing.</summary>
    public static string Value(JsonNode? value)
    {
        if (value is null)
            return "无";
        if (value is not JsonValue single || !single.TryGetValue(out string? text))
            return value.ToJsonString(_plain);
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time)
                ? Shell.Says.Minute(time.ToOffset(Hj212.Beijing.Offset)) : text;
    }

    public static string Field(string key) => _fields.GetValueOrDefault(key, key);
}
