using System.Collections.Frozen;
using System.Globalization;

namespace Qingyuan.Hj212;

/// <summary>A data flag (数据标记). Only a normal one lets a value count.</summary>
/// <param name="Medium"><c>air</c> for the digits of air stations in 2005, else empty.</param>
public sealed record DataFlag(
    string Flag, int Edition, string Name, string English, bool IsNormal, string Medium, string Clause,
    string Confidence);

/// <summary>
/// The data flags of each edition. F changed its meaning between 2005 (source stopped) and 2017 (instrument stopped).
/// The lists are extensible and vendors extend them: an unknown flag never counts as normal.
/// </summary>
public static class Flags
{
    public static readonly IReadOnlyList<DataFlag> All = [.. Csv.Rows("flags.csv").Select(r => new DataFlag(
        r["flag"], int.Parse(r["edition"]), r["name"], r["english"], r["normal"] == "yes", r["medium"], r["clause"],
        r["confidence"]))];

    private static readonly FrozenDictionary<(string, int), DataFlag> s_byFlag =
        All.ToFrozenDictionary(f => (f.Flag, f.Edition));

    public static DataFlag? Find(string flag, int edition) => s_byFlag.GetValueOrDefault((flag, edition));

    public static bool IsNormal(string flag, int edition) => Find(flag, edition) is { IsNormal: true };
}

/// <summary>A code of field-side information (现场端信息, i…) or the prefix of process conditions (e…, g…).</summary>
/// <param name="Values">The values as <c>0 运行;1 维护</c>, or what the value is.</param>
public sealed record InfoCode(
    string Code, IReadOnlyList<int> Editions, string Name, string English, string Unit, string Values,
    string Confidence)
{
    /// <summary>The meaning of a value from the table, or null.</summary>
    public string? Meaning(string value)
    {
        foreach (string pair in Values.Split(';'))
        {
            if (pair.StartsWith(value + " ", StringComparison.Ordinal))
                return pair[(value.Length + 1)..];
        }
        return null;
    }
}

/// <summary>The dictionary of tables B.4 to B.10. Codes clash in print (e701, g119): no key without ST and device.
/// </summary>
public static class InfoCodes
{
    public static readonly IReadOnlyList<InfoCode> All = [.. Csv.Rows("info-codes.csv").Select(r => new InfoCode(
        r["code"], r.Editions, r["name"], r["english"], r["unit"], r["values"], r["confidence"]))];

    private static readonly FrozenDictionary<string, InfoCode> s_byCode =
        All.ToFrozenDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>The code itself, else the process or family it begins with (<c>e101</c> → 污水处理厂进口).</summary>
    public static InfoCode? Find(string code)
    {
        if (s_byCode.TryGetValue(code, out InfoCode? known))
            return known;
        int prefix = code.StartsWith('i') ? 5 : 2;
        return code.Length > prefix ? s_byCode.GetValueOrDefault(code[..prefix] + "*") : null;
    }
}

/// <summary>A result code of 9011 (QnRtn 请求命令返回) or 9012 (ExeRtn 执行结果).</summary>
public sealed record ResultCode(string Field, int Code, IReadOnlyList<int> Editions, string Name, string English);

/// <summary>The result codes; both lists are extensible.</summary>
public static class ResultCodes
{
    public static readonly IReadOnlyList<ResultCode> All = [.. Csv.Rows("results.csv").Select(r => new ResultCode(
        r["field"], int.Parse(r["code"]), r.Editions, r["name"], r["english"]))];

    public static ResultCode? Find(string field, int code) =>
        All.FirstOrDefault(r => r.Code == code && r.Field == field);
}

/// <summary>A system code (系统编码 ST).</summary>
public sealed record SystemCode(string St, IReadOnlyList<int> Editions, string Name, string English, string Confidence);

/// <summary>The system codes.</summary>
public static class SystemCodes
{
    public static readonly IReadOnlyList<SystemCode> All = [.. Csv.Rows("systems.csv").Select(r => new SystemCode(
        r["st"], r.Editions, r["name"], r["english"], r["confidence"]))];

    private static readonly FrozenDictionary<string, SystemCode> s_bySt = All.ToFrozenDictionary(s => s.St);

    public static SystemCode? Find(string st) => s_bySt.GetValueOrDefault(st);
}

/// <summary>An edition of the standard with its dates.</summary>
public sealed record ProtocolEdition(int Year, string Document, string Title, DateOnly Issued, DateOnly InForce);

/// <summary>The editions. A receiver serves all of them at once: each logger is replaced on its own schedule.</summary>
public static class Editions
{
    public static readonly IReadOnlyList<ProtocolEdition> All =
        [.. Csv.Rows("editions.csv").Select(r => new ProtocolEdition(
        int.Parse(r["edition"]), r["document"], r["title"], Day(r["issued"]), Day(r["in_force"])))];

    /// <summary>The edition that binds new equipment on a day; the first one before it was in force.</summary>
    public static ProtocolEdition On(DateOnly day) => All.LastOrDefault(e => e.InForce <= day) ?? All[0];

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
