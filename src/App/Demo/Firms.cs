namespace Qingyuan.App.Demo;

/// <summary>
/// The made-up dischargers (模拟排污单位) and their outlets, one a line: prefecture, county, name, industry, altitude,
/// outlets. No name is a real enterprise; every name begins with 模拟.
/// </summary>
internal static class Firms
{
    public const string Table = """
        拉萨|堆龙德庆区|模拟·高天水泥有限公司|水泥制造|3680|KilnHead:DA001:1# 窑头;KilnTail:DA002:2# 窑尾;Works:DW001:总排口
        拉萨|曲水县|模拟·圣湖水泥有限公司|水泥制造|3610|KilnTail:DA001:1# 窑尾;KilnHead:DA002:1# 窑头;KilnTail:DA003:2# 窑尾
        拉萨|城关区|模拟·净水一厂|污水处理|3650|Sewage:DW001:总排口
        拉萨|城关区|模拟·净水二厂|污水处理|3645|Sewage:DW001:总排口;Sewage:DW002:二期排口
        拉萨|城关区|模拟·暖城供热有限公司|热力生产和供应|3650|GasBoiler:DA001:1# 锅炉;GasBoiler:DA002:2# 锅炉;GasBoiler:DA003:3# 锅炉
        拉萨|堆龙德庆区|模拟·西郊热源厂|热力生产和供应|3660|GasBoiler:DA001:1# 燃气锅炉;GasBoiler:DA002:2# 燃气锅炉
        拉萨|曲水县|模拟·洁源环保能源有限公司|环境治理|3600|Incinerator:DA001:1# 焚烧炉;Incinerator:DA002:2# 焚烧炉;Leachate:DW001:渗滤液排口
        拉萨|达孜区|模拟·青稞啤酒有限公司|酒的制造|3700|Works:DW001:总排口;GasBoiler:DA001:燃气锅炉
        拉萨|墨竹工卡县|模拟·甲玛谷矿业有限公司|铜矿采选|4020|Mine:DW001:选厂排口;Mine:DW002:尾矿库排口;CoalBoiler:DA001:采暖锅炉
        拉萨|尼木县|模拟·尼木藏纸有限公司|造纸|3820|Works:DW001:总排口
        拉萨|林周县|模拟·澎波建材有限公司|水泥制造|3790|KilnTail:DA001:窑尾;KilnHead:DA002:窑头
        拉萨|当雄县|模拟·念青供热站|热力生产和供应|4280|CoalBoiler:DA001:1# 锅炉
        日喀则|桑珠孜区|模拟·珠峰供热站|热力生产和供应|3840|GasBoiler:DA001:1# 锅炉;GasBoiler:DA002:2# 锅炉;GasBoiler:DA003:3# 锅炉
        日喀则|桑珠孜区|模拟·年楚河污水厂|污水处理|3830|Sewage:DW001:总排口;Sewage:DW002:二期排口
        日喀则|桑珠孜区|模拟·扎西水泥有限公司|水泥制造|3860|KilnTail:DA001:1# 窑尾;KilnHead:DA002:1# 窑头
        日喀则|桑珠孜区|模拟·后藏环保能源有限公司|环境治理|3850|Incinerator:DA001:1# 焚烧炉;Leachate:DW001:渗滤液排口
        日喀则|江孜县|模拟·江孜毛纺有限公司|毛纺织|4040|Works:DW001:总排口;CoalBoiler:DA001:锅炉
        日喀则|拉孜县|模拟·拉孜污水厂|污水处理|4010|Sewage:DW001:总排口
        日喀则|谢通门县|模拟·雄村谷矿业有限公司|铜矿采选|4120|Mine:DW001:选厂排口;Mine:DW002:尾矿库排口
        日喀则|亚东县|模拟·亚东供热站|热力生产和供应|2990|CoalBoiler:DA001:1# 锅炉
        日喀则|定日县|模拟·定日垃圾填埋场|环境治理|4300|Leachate:DW001:渗滤液排口
        日喀则|聂拉木县|模拟·樟木污水厂|污水处理|2300|Sewage:DW001:总排口
        日喀则|白朗县|模拟·白朗食品有限公司|食品制造|3890|Works:DW001:总排口
        昌都|卡若区|模拟·三江热力有限公司|热力生产和供应|3240|CoalBoiler:DA001:1# 锅炉;CoalBoiler:DA002:2# 锅炉
        昌都|卡若区|模拟·昌都水泥有限公司|水泥制造|3260|KilnTail:DA001:窑尾;KilnHead:DA002:窑头
        昌都|卡若区|模拟·澜沧污水厂|污水处理|3230|Sewage:DW001:总排口
        昌都|江达县|模拟·玉龙谷矿业有限公司|铜矿采选|4560|Mine:DW001:选厂排口;Mine:DW002:尾矿库排口;CoalBoiler:DA001:采暖锅炉
        昌都|芒康县|模拟·芒康供热站|热力生产和供应|3870|CoalBoiler:DA001:1# 锅炉
        昌都|类乌齐县|模拟·类乌齐垃圾填埋场|环境治理|3840|Leachate:DW001:渗滤液排口
        昌都|察雅县|模拟·察雅污水厂|污水处理|3220|Sewage:DW001:总排口
        昌都|左贡县|模拟·左贡污水厂|污水处理|3780|Sewage:DW001:总排口
        林芝|巴宜区|模拟·尼洋河污水厂|污水处理|2990|Sewage:DW001:总排口;Sewage:DW002:二期排口
        林芝|巴宜区|模拟·林海供热有限公司|热力生产和供应|2995|GasBoiler:DA001:1# 燃气锅炉;GasBoiler:DA002:2# 燃气锅炉
        林芝|巴宜区|模拟·尼洋环保能源有限公司|环境治理|2980|Incinerator:DA001:1# 焚烧炉;Leachate:DW001:渗滤液排口
        林芝|米林市|模拟·米林藏药有限公司|医药制造|2950|Works:DW001:总排口
        林芝|察隅县|模拟·察隅污水厂|污水处理|2330|Sewage:DW001:总排口
        林芝|波密县|模拟·波密污水厂|污水处理|2740|Sewage:DW001:总排口
        山南|乃东区|模拟·雅砻污水厂|污水处理|3560|Sewage:DW001:总排口
        山南|乃东区|模拟·雅砻水泥有限公司|水泥制造|3580|KilnTail:DA001:1# 窑尾;KilnHead:DA002:1# 窑头;KilnTail:DA003:2# 窑尾
        山南|贡嘎县|模拟·空港供热站|热力生产和供应|3570|GasBoiler:DA001:燃气锅炉
        山南|曲松县|模拟·罗布谷矿业有限公司|铬矿采选|4480|Mine:DW001:选厂排口;CoalBoiler:DA001:采暖锅炉
        山南|加查县|模拟·加查污水厂|污水处理|3250|Sewage:DW001:总排口
        山南|桑日县|模拟·桑日建材有限公司|水泥制造|3550|KilnTail:DA001:窑尾
        山南|扎囊县|模拟·扎囊氆氇有限公司|毛纺织|3620|Works:DW001:总排口
        那曲|色尼区|模拟·羌塘矿业有限公司|铅锌矿采选|4510|Mine:DW001:选厂排口;Mine:DW002:尾矿库排口
        那曲|色尼区|模拟·那曲供热有限公司|热力生产和供应|4500|CoalBoiler:DA001:1# 锅炉;CoalBoiler:DA002:2# 锅炉;CoalBoiler:DA003:3# 锅炉
        那曲|色尼区|模拟·那曲污水厂|污水处理|4490|Sewage:DW001:总排口
        那曲|索县|模拟·索县供热站|热力生产和供应|4010|CoalBoiler:DA001:1# 锅炉
        那曲|安多县|模拟·安多垃圾填埋场|环境治理|4690|Leachate:DW001:渗滤液排口
        阿里|噶尔县|模拟·狮泉河热源厂|热力生产和供应|4280|CoalBoiler:DA001:1# 锅炉;CoalBoiler:DA002:2# 锅炉
        阿里|噶尔县|模拟·狮泉河污水厂|污水处理|4270|Sewage:DW001:总排口
        阿里|改则县|模拟·改则矿业有限公司|金矿采选|4420|Mine:DW001:选厂排口;Mine:DW002:尾矿库排口
        阿里|札达县|模拟·札达垃圾填埋场|环境治理|3700|Leachate:DW001:渗滤液排口
        阿里|普兰县|模拟·普兰供热站|热力生产和供应|3900|CoalBoiler:DA001:1# 锅炉
        """;

    /// <summary>Two loggers switched on before anybody registered them: the waiting page is about them.</summary>
    public const string Waiting = """
        拉萨|空港新区|模拟·未登记热源站|热力生产和供应|3570|GasBoiler:DA001:燃气锅炉
        那曲|比如县|模拟·未登记污水站|污水处理|3950|Sewage:DW001:总排口
        """;
}
