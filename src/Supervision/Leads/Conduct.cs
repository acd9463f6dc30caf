using System.Collections.Frozen;
using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>A behaviour enumerated by 环发〔2015〕175 号 or 条例 25 (弄虚作假情形), by our stable code.</summary>
public sealed record Conduct(string Code, string Article, string Name, Citation Citation)
{
    private static readonly FrozenDictionary<string, Conduct> _byCode = CsvTable.Of<Conduct>("Leads/conduct.csv").Rows
        .Select(r => new Conduct(r["code"], r["clause"], r["name"], r.Cite(r["instrument"])))
        .ToFrozenDictionary(c => c.Code);

    public static IEnumerable<Conduct> All => _byCode.Values.OrderBy(c => c.Code, StringComparer.Ordinal);

    public static Conduct? Find(string code) => _byCode.GetValueOrDefault(code.Trim());
}
