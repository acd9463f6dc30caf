namespace Qingyuan.App.Demo;

/// <summary>
/// The made-up stations and sections of the demo (模拟点位). Rivers and counties have their real names, as the prefectures
/// have; every value is invented, and every site is registered as 模拟.
/// </summary>
internal static class Stations
{
    /// <summary>Prefecture, county, altitude, grade, name, English, Tibetan.</summary>
    public const string Air = """
        拉萨|城关区|3650|2|城关站|Chengguan|ཁྲིན་ཀོན་ཆུས།
        拉萨|堆龙德庆区|3640|2|堆龙站|Doilungdeqen|སྟོད་ལུང་བདེ་ཆེན།
        拉萨|曲水县|3600|2|曲水站|Quxu|ཆུ་ཤུར།
        日喀则|桑珠孜区|3840|2|桑珠孜站|Samzhubze|བསམ་འགྲུབ་རྩེ།
        日喀则|江孜县|4040|2|江孜站|Gyantse|རྒྱལ་རྩེ།
        日喀则|拉孜县|4010|2|拉孜站|Lhatse|ལྷ་རྩེ།
        昌都|卡若区|3250|2|卡若站|Karub|མཁར་རོ།
        昌都|芒康县|3870|2|芒康站|Markam|སྨར་ཁམས།
        林芝|巴宜区|2990|2|巴宜站|Bayi|བྲག་ཡིབ།
        林芝|波密县|2720|1|波密站|Bomi|སྤོ་མེས།
        山南|乃东区|3560|2|乃东站|Nedong|སྣེ་གདོང་།
        山南|贡嘎县|3570|2|贡嘎站|Gonggar|གོང་དཀར།
        那曲|色尼区|4500|2|色尼站|Seni|གསེར་རྙེད།
        那曲|比如县|3950|2|比如站|Biru|འབྲི་རུ།
        那曲|班戈县|4700|1|色林错站|Siling Co|གསེར་གླིང་མཚོ།
        阿里|噶尔县|4280|2|狮泉河站|Shiquanhe|སེང་གེ་ཁ་འབབ།
        阿里|普兰县|3900|2|普兰站|Burang|སྤུ་ཧྲེང་།
        """;

    /// <summary>
    /// Prefecture, county, altitude, kind, class, water, section, English, Tibetan; then the levels of permanganate
    /// index, ammonia, phosphorus and nitrogen.
    /// </summary>
    public const string Water = """
        拉萨|达孜区|3690|River|Ⅱ|拉萨河|达孜断面|Lhasa River, Dagze|སྟག་རྩེ།|1.4|0.06|0.028|0.62
        拉萨|曲水县|3590|River|Ⅲ|拉萨河|曲水断面|Lhasa River, Quxu|ཆུ་ཤུར།|1.9|0.16|0.052|0.90
        拉萨|堆龙德庆区|3640|River|Ⅲ|堆龙河|东嘎断面|Doilung River, Donggar|གདོང་དཀར།|2.4|0.38|0.085|1.30
        日喀则|拉孜县|3980|River|Ⅱ|雅鲁藏布江|拉孜断面|Yarlung Tsangpo, Lhatse|ལྷ་རྩེ།|1.2|0.05|0.030|0.55
        日喀则|江孜县|4030|River|Ⅲ|年楚河|江孜断面|Nyang Chu, Gyantse|རྒྱལ་རྩེ།|1.8|0.22|0.064|0.88
        日喀则|桑珠孜区|3830|River|Ⅲ|年楚河|桑珠孜断面|Nyang Chu, Samzhubze|བསམ་འགྲུབ་རྩེ།|2.6|0.44|0.150|1.42
        昌都|卡若区|3220|River|Ⅱ|澜沧江|卡若断面|Lancang River, Karub|མཁར་རོ།|1.5|0.07|0.031|0.60
        昌都|江达县|3060|River|Ⅱ|金沙江|岗托断面|Jinsha River, Gamtog|སྒམ་ཐོག|1.6|0.06|0.035|0.66
        林芝|巴宜区|2980|River|Ⅱ|尼洋河|巴宜断面|Niyang River, Bayi|བྲག་ཡིབ།|1.1|0.04|0.016|0.44
        林芝|米林市|2930|River|Ⅱ|雅鲁藏布江|米林断面|Yarlung Tsangpo, Mainling|སྨན་གླིང་།|1.2|0.05|0.024|0.50
        林芝|波密县|2710|River|Ⅰ|帕隆藏布|波密断面|Parlung Tsangpo, Bomi|སྤོ་མེས།|0.9|0.03|0.012|0.40
        山南|乃东区|3550|River|Ⅲ|雅鲁藏布江|乃东断面|Yarlung Tsangpo, Nedong|སྣེ་གདོང་།|1.5|0.09|0.040|0.71
        山南|乃东区|3570|River|Ⅲ|雅砻河|泽当断面|Yalong River, Tsetang|རྩེད་ཐང་།|2.1|0.30|0.092|1.20
        山南|浪卡子县|4440|Lake|Ⅱ|羊卓雍错|湖心点|Yamdrok Yumtso|ཡར་འབྲོག་གཡུ་མཚོ།|1.6|0.05|0.010|0.38
        那曲|色尼区|4470|River|Ⅲ|那曲河|色尼断面|Nagqu River, Seni|གསེར་རྙེད།|2.2|0.36|0.070|0.98
        那曲|比如县|3930|River|Ⅱ|怒江|比如断面|Nu River, Biru|འབྲི་རུ།|1.4|0.07|0.032|0.58
        那曲|班戈县|4718|Lake|Ⅰ|纳木错|湖心点|Namtso|གནམ་མཚོ།|0.9|0.03|0.006|0.18
        阿里|噶尔县|4260|River|Ⅲ|狮泉河|噶尔断面|Sengge Zangbo, Gar|སྒར།|1.7|0.11|0.044|0.70
        阿里|札达县|3680|River|Ⅱ|象泉河|札达断面|Langqen Zangbo, Zanda|རྩ་མདའ།|1.3|0.06|0.036|0.61
        阿里|日土县|4240|Lake|Ⅱ|班公错|湖心点|Pangong Tso|སྤང་གོང་མཚོ།|1.5|0.04|0.009|0.33
        """;
}
