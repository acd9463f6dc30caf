namespace Qingyuan.Registry;

/// <summary>The form of a site that may be registered. Pure; every fault names its field.</summary>
internal static class SiteRules
{
    private static readonly string[] s_grades = ["1", "2"];
    private static readonly string[] s_classes = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"];

    public static List<Refusal> Of(AmbientSite s)
    {
        List<Refusal> refusals = [];
        if (!RegistrationRules.IdPattern().IsMatch(s.Id))
        {
            refusals.Add(Refusal.Of("site.id.form", "",
                "点位编号应为 1 至 32 个字母、数字或连字符；请照点位名录填写。", "id"));
        }
        else if (Prefecture.Of(s.Id) is not null)
        {
            refusals.Add(Refusal.Of("site.id.reserved", "", $"{s.Id} 是地市的名字；请换一个点位编号。", "id"));
        }
        if (!Enum.IsDefined(s.Kind))
            refusals.Add(Refusal.Of("site.kind", "", "类型应为 空气、河流 或 湖库；请改正。", "kind"));
        RegistrationRules.Text(s.Name, "site.name", "name", "点位名称", refusals);
        RegistrationRules.OptionalText(s.NameBo, "site.nameBo", "nameBo", "藏文名", refusals);
        RegistrationRules.OptionalText(s.NameEn, "site.nameEn", "nameEn", "英文名", refusals);
        if (!RegistrationRules.Regions.Contains(s.Region))
        {
            refusals.Add(Refusal.Of("site.region", "",
                $"地市“{RegistrationRules.Shown(s.Region)}”不认识；请填 "
                + $"{string.Join('、', RegistrationRules.Regions)} 之一。", "region"));
        }
        RegistrationRules.OptionalText(s.County, "site.county", "county", "县（区）", refusals);
        if (s.IsWater)
            RegistrationRules.Text(s.Water, "site.water", "water", "水体", refusals);
        else if (s.Water.Length > 0)
            refusals.Add(Refusal.Of("site.water.air", "", "空气点位没有水体；请留空。", "water"));
        if (s.AltitudeMetres is < -200 or > 7_000)
            refusals.Add(Refusal.Of("site.altitude.range", "", "海拔应在 -200 至 7000 米之间；请改正。", "altitudeMetres"));
        Target(s, refusals);
        Codes(s, refusals);
        return refusals;
    }

    private static void Target(AmbientSite s, List<Refusal> refusals)
    {
        if (!s.IsWater && !s_grades.Contains(s.Target))
        {
            refusals.Add(Refusal.Of("site.target.grade", "GB 3095-2026 4.1",
                "空气点位的目标应为 一级 或 二级（按所在功能区）；请改正。", "target"));
        }
        if (s.IsWater && !s_classes.Contains(s.Target))
        {
            refusals.Add(Refusal.Of("site.target.class", "GB 3838-2002 3",
                "断面的目标应为 Ⅰ 至 Ⅴ 类（按水域功能）；请改正。", "target"));
        }
    }

    private static void Codes(AmbientSite s, List<Refusal> refusals)
    {
        char medium = s.IsWater ? 'w' : 'a';
        if (s.Codes.Length == 0)
            refusals.Add(Refusal.Of("site.factors.missing", "", "没有写测什么；请填因子编码，用空格隔开。", "factors"));
        else if (s.Codes.Length > RegistrationRules.FactorsMax)
        {
            refusals.Add(Refusal.Of("site.factors.count", "",
                $"一个点位最多 {RegistrationRules.FactorsMax} 个因子；请删减。", "factors"));
        }
        if (s.Codes.FirstOrDefault(c => !RegistrationRules.FactorPattern().IsMatch(c) || c[0] != medium) is { } odd)
        {
            refusals.Add(Refusal.Of("site.factors.form", "HJ 212-2017 附录 B",
                $"因子编码“{RegistrationRules.Shown(odd)}”不对；{(s.IsWater ? "水质因子以 w 开头，如 w01009" : "空气因子以 a 开头，如 a34004")}；"
                + "请改正。", "factors"));
        }
        if (s.Codes.Distinct().Count() != s.Codes.Length)
            refusals.Add(Refusal.Of("site.factors.twice", "", "同一个因子编码写了两次；请只留一个。", "factors"));
        // One form only, so that the same list is the same statement.
        if (s.Codes.Length > 0 && s.Factors != string.Join(' ', s.Codes))
            refusals.Add(Refusal.Of("site.factors.space", "", "因子编码之间用一个空格隔开，前后不留空格；请改正。", "factors"));
    }
}
