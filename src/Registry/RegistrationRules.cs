using System.Globalization;
using System.Text.RegularExpressions;

namespace Qingyuan.Registry;

/// <summary>The form of what may be registered, each thing by itself. Pure; every fault names its field.</summary>
internal static partial class RegistrationRules
{
    public const int NameCharsMax = 200;
    public const int FactorsMax = 64;
    public const int PasswordCharsMax = DevicePasswords.PasswordBytesMax;

    /// <summary>The seven prefectures (地市) of the region.</summary>
    public static readonly string[] Regions = ["拉萨", "日喀则", "昌都", "林芝", "山南", "那曲", "阿里"];

    public static List<Refusal> Of(Discharger d)
    {
        List<Refusal> refusals = [];
        if (!IdPattern().IsMatch(d.Id))
        {
            refusals.Add(Refusal.Of("discharger.id.form", "",
                "单位编号应为 1 至 32 个字母、数字或连字符；一般填统一社会信用代码。", "id"));
        }
        else if (!d.Simulated && CreditCodePattern().IsMatch(d.Id) && !HasCheckDigit(d.Id))
        {
            refusals.Add(Refusal.Of("discharger.id.check", "GB 32100-2015 校验码",
                $"统一社会信用代码 {d.Id} 的校验码不对；请对照营业执照逐位核对。", "id"));
        }
        Text(d.Name, "discharger.name", "name", "单位名称", refusals);
        if (!Regions.Contains(d.Region))
        {
            refusals.Add(Refusal.Of("discharger.region", "",
                $"地市“{Shown(d.Region)}”不认识；请填 {string.Join('、', Regions)} 之一。", "region"));
        }
        OptionalText(d.County, "discharger.county", "county", "县（区）", refusals);
        OptionalText(d.Industry, "discharger.industry", "industry", "行业", refusals);
        OptionalText(d.Address, "discharger.address", "address", "地址", refusals);
        return refusals;
    }

    public static List<Refusal> Of(Outlet o)
    {
        List<Refusal> refusals = [];
        if (!IdPattern().IsMatch(o.Code))
        {
            refusals.Add(Refusal.Of("outlet.code.form", "",
                "排放口编号应为 1 至 32 个字母、数字或连字符，如 DA001、DW001；请按排污许可证填写。", "code"));
        }
        else if (o.Id != $"{o.Discharger}-{o.Code}")
        {
            refusals.Add(Refusal.Of("outlet.id.form", "", $"排放口标识应为 {o.Discharger}-{o.Code}；请改正。", "id"));
        }
        Text(o.Name, "outlet.name", "name", "排放口名称", refusals);
        OptionalText(o.Process, "outlet.process", "process", "工艺", refusals);
        if (!Enum.IsDefined(o.Kind))
            refusals.Add(Refusal.Of("outlet.kind", "", "类型应为 废气 或 废水；请改正。", "kind"));
        // 21 % is the oxygen content of air: the correction divides by 21 − measured.
        if (o.ReferenceO2 is < 0 or >= 21)
        {
            refusals.Add(Refusal.Of("outlet.o2.range", "",
                "基准含氧量应不小于 0 且小于 21（%）；请按排放标准填写，不折算则留空。", "referenceO2"));
        }
        if (o.ReferenceO2 is not null && o.Kind == OutletKind.WasteWater)
            refusals.Add(Refusal.Of("outlet.o2.water", "", "废水排放口没有基准含氧量；请留空。", "referenceO2"));
        if (o.AltitudeMetres is < -200 or > 7_000)
            refusals.Add(Refusal.Of("outlet.altitude.range", "", "海拔应在 -200 至 7000 米之间；请改正。", "altitudeMetres"));
        if (o.MinuteInterval is < 1 or > 60 || 60 % o.MinuteInterval != 0)
        {
            refusals.Add(Refusal.Of("outlet.interval", "",
                "分钟数据间隔应能整除 60（如 1、5、10、30、60）；请改正。", "minuteInterval"));
        }
        return refusals;
    }

    public static List<Refusal> Of(Device d, string? password)
    {
        List<Refusal> refusals = [];
        if (!MnPattern().IsMatch(d.Mn))
        {
            refusals.Add(Refusal.Of("device.mn.form", "HJ 212-2017 数据段结构",
                "MN 应为 1 至 24 个字母或数字；请照数采仪上的设备唯一标识填写。", "mn"));
        }
        if (d.Edition is not (2005 or 2017 or 2025))
            refusals.Add(Refusal.Of("device.edition", "", "协议版本应为 2005、2017 或 2025；请改正。", "edition"));
        if (d.ClockOffsetSeconds is < -86_400 or > 86_400)
        {
            refusals.Add(Refusal.Of("device.clock.range", "",
                "时钟偏差应在 ±86400 秒之内；偏差更大请先校准数采仪时钟。", "clockOffsetSeconds"));
        }
        if (!string.IsNullOrEmpty(password) && !PasswordPattern().IsMatch(password))
        {
            refusals.Add(Refusal.Of("device.password.form", "HJ 212-2017 数据段结构",
                $"访问密码应为 1 至 {PasswordCharsMax} 个字母、数字或符号（不含空格和 ; & =）；不校验则留空。", "password"));
        }
        return refusals;
    }

    public static List<Refusal> Of(IReadOnlyList<OutletFactor> factors)
    {
        List<Refusal> refusals = [];
        if (factors.Count > FactorsMax)
            refusals.Add(Refusal.Of("factor.count", "", $"一个排放口最多 {FactorsMax} 个因子；请删减。"));
        foreach (var twice in factors.GroupBy(f => f.Code).Where(g => g.Count() > 1))
            refusals.Add(Refusal.Of("factor.twice", "", $"因子 {Shown(twice.Key)} 出现了两次；请只保留一行。", "code"));
        foreach (var factor in factors)
            CheckFactor(factor, refusals);
        return refusals;
    }

    private static void CheckFactor(OutletFactor f, List<Refusal> refusals)
    {
        if (!FactorPattern().IsMatch(f.Code))
        {
            refusals.Add(Refusal.Of("factor.code.form", "HJ 212-2017 附录 B",
                $"因子编码“{Shown(f.Code)}”不对；应为一个小写字母加 5 位字母数字（如 a21002、w01018），"
                + "2005 版为 3 位大写字母数字（如 011、B02）；请改正。", "code"));
        }
        Text(f.Name, "factor.name", "name", "因子名称", refusals);
        OptionalText(f.Unit, "factor.unit", "unit", "单位", refusals);
        bool isNumber = decimal.TryParse(
            f.Resolution, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal step);
        if (!isNumber || step <= 0)
            refusals.Add(Refusal.Of("factor.resolution", "", "最小分度应为正数，如 0.1；请改正。", "resolution"));
        if (f.Limit < 0)
            refusals.Add(Refusal.Of("factor.limit", "", "限值不能为负；不限则留空。", "limit"));
        if (!Enum.IsDefined(f.LimitOn))
            refusals.Add(Refusal.Of("factor.limitOn", "", "考核时段应为 小时 或 日；请改正。", "limitOn"));
        OptionalText(f.Document, "factor.document", "document", "限值依据", refusals);
        OptionalText(f.Clause, "factor.clause", "clause", "条款", refusals);
        if (f.Limit is not null && string.IsNullOrWhiteSpace(f.Document))
        {
            refusals.Add(Refusal.Of("factor.document.missing", "",
                $"{Shown(f.Code)} 有限值却没有依据；请填写排放标准或排污许可证的编号。", "document"));
        }
    }

    internal static void Text(string value, string code, string field, string what, List<Refusal> refusals)
    {
        if (string.IsNullOrWhiteSpace(value))
            refusals.Add(Refusal.Of(code + ".missing", "", $"{what}不能为空；请填写。", field));
        else
            OptionalText(value, code, field, what, refusals);
    }

    internal static void OptionalText(string value, string code, string field, string what, List<Refusal> refusals)
    {
        if (value.Length > NameCharsMax)
            refusals.Add(Refusal.Of(code + ".long", "", $"{what}超过 {NameCharsMax} 个字；请缩短。", field));
        else if (value.Any(char.IsControl))
            refusals.Add(Refusal.Of(code + ".control", "", $"{what}含有不可见的控制字符；请重新输入。", field));
        else if (!IsWellFormed(value))
            refusals.Add(Refusal.Of(code + ".broken", "", $"{what}含有残缺的字符；请重新输入。", field));
    }

    // A lone half of a character pair cannot be written as UTF-8, so the entry would not be what was typed.
    private static bool IsWellFormed(string value) =>
        value.EnumerateRunes().All(r => r != System.Text.Rune.ReplacementChar);

    internal static string Shown(string value) => value.Length <= 40 ? value : value[..40] + "…";

    /// <summary>GB 32100-2015: weights 3^i mod 31 over the first 17 characters, check = 31 − sum mod 31.</summary>
    private static bool HasCheckDigit(string code)
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++, weight = weight * 3 % 31)
            sum += alphabet.IndexOf(code[i], StringComparison.Ordinal) * weight;
        return alphabet[(31 - sum % 31) % 31] == code[17];
    }

    [GeneratedRegex(@"^[0-9A-Za-z][0-9A-Za-z-]{0,31}\z")]
    internal static partial Regex IdPattern();

    [GeneratedRegex(@"^[0-9A-HJ-NP-RTUWXY]{18}\z")]
    private static partial Regex CreditCodePattern();

    [GeneratedRegex(@"^[0-9A-Za-z]{1,24}\z")]
    private static partial Regex MnPattern();

    [GeneratedRegex(@"^[!-%'-:<>-~]{1,64}\z")]
    private static partial Regex PasswordPattern();

    [GeneratedRegex(@"^([a-z][0-9a-z]{5}|[0-9A-Z]{3})\z")]
    internal static partial Regex FactorPattern();
}
