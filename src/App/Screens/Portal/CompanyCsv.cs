using System.Text;
using Qingyuan.App.Screens.Outlets;
using Qingyuan.App.Screens.Shell;
using Qingyuan.App.Screens.Wall;
using Qingyuan.App.Web;
using Qingyuan.Judgement;

namespace Qingyuan.App.Screens.Portal;

/// <summary>Download of a discharger's hours of 30 days (下载数据), unreviewed, as they were judged.</summary>
internal static class CompanyCsv
{
    public static IResult Get(Node node, OutletsNow now, string id)
    {
        var snapshot = now.Get();
        if (node.Register.Discharger(id) is null)
            return Problems.NotFound("discharger.unknown", "没有这家企业。");
        StringBuilder csv = new();
        Csv.Line(csv, "排口", "开始（北京时间）", "因子编码", "因子", "值", "单位", "由谁算", "数采仪自报", "限值", "状态", "有效", "应有", "说明", "规则",
            "规则说明");
        using var connection = node.Tables.Reader();
        var from = CompanyView.Midnight(snapshot.At).AddDays(-CompanyView.Days + 1);
        foreach (var outlet in snapshot.Outlets.Where(o => o.Outlet.Discharger == id))
        {
            var rules = node.Register.Factors(outlet.Outlet.Id, snapshot.At);
            foreach (var hour in Judged.Hours(connection, outlet.Outlet.Id, from, snapshot.At))
                foreach (var f in hour.Factors)
                {
                    var rule = rules.FirstOrDefault(r => r.Code == f.Code);
                    Csv.Line(csv, outlet.Outlet.Code, Says.Minute(hour.From), f.Code, rule?.Name, f.Value, rule?.Unit,
                        hour.Basis == Basis.Stated ? "数采仪自报" : "我们按分钟重算", f.Stated, f.Limit,
                        StateWords.Word(f.State), $"{f.Valid}", $"{f.Expected}", "未审核",
                        RuleBasis.Word(f.Rules), RuleBasis.Lines(f.Rules));
                }
        }
        return Csv.File(csv, $"{id}-{snapshot.At:yyyyMMdd}.csv");
    }
}
