using System.Text.Json;
using Qingyuan.Hj212;
using Qingyuan.Judgement;

namespace Qingyuan.App.Evidence;

/// <summary>
/// Compares what a bundle derives (values, registered facts, rules, its subject) with what its entries give when they
/// are computed once more, and names the first figure that differs.
/// </summary>
internal static class BundleDerived
{
    private sealed record Judgements(IReadOnlyList<JudgedInterval> Hours, IReadOnlyList<JudgedInterval> Days);

    public static IEnumerable<BundleFinding> Compare(BundleFile file, BundleManifest manifest, BundleReplay replay)
    {
        BundleSubject subject = manifest.Subject;
        string version = manifest.Program == BundleWriter.Program
            ? "" : $"（包由 {manifest.Program} 导出，本程序是 {BundleWriter.Program}）";
        yield return Same(file, BundleManifest.Values, BundleParts.Values(replay.Hours, replay.Days))
            ? new BundleFinding("values", Finding.Holds, "数值由这些报文算得出",
                $"{replay.Hours.Count} 个小时、{replay.Days.Count} 天重算一遍，与文件上写的全部相同。{DayValues(replay)}")
            : Fails("values", "数值由这些报文算得出",
                (Different(file, replay) ?? "重算的结果与文件上写的不同。") + version, BundleManifest.Values);
        bool registered = Same(file, BundleManifest.Registry,
            BundleParts.Registry(replay.Register, subject.Outlet, subject.From, subject.To));
        yield return registered
            ? new BundleFinding("registry", Finding.Holds, "登记事项和设备参数由这些行为得出",
                "排口、企业、设备、因子和限值与行为原文一致。")
            : Fails("registry", "登记事项和设备参数由这些行为得出",
                "文件上写的登记事项与行为原文得出的不同。" + version, BundleManifest.Registry);
        if (!Same(file, BundleManifest.Rules, BundleParts.Rules(replay.Hours, replay.Days)))
            yield return Fails("rules", "用到的规则", "文件上写的规则与重算用到的不同。" + version, BundleManifest.Rules);
        if (replay.Register.Outlet(subject.Outlet, subject.From) is not { } outlet || subject != BundleWriter.SubjectOf(
            outlet, replay.Register.Discharger(outlet.Discharger), subject.From, subject.To))
            yield return Fails("registry", "包的题目", "清单里写的排口、企业或日期与登记不同。", BundleManifest.Manifest);
        foreach (BundleFinding notice in Notices(replay))
            yield return notice;
    }

    /// <summary>What holds, and what a reader should know all the same.</summary>
    private static IEnumerable<BundleFinding> Notices(BundleReplay replay)
    {
        (JudgedInterval Hour, JudgedFactor Factor)[] differ = [.. replay.Hours.SelectMany(h => h.Factors
            .Where(f => f.Reason == "differs").Select(f => (h, f)))];
        if (differ.Length > 0)
        {
            (JudgedInterval hour, JudgedFactor factor) = differ[0];
            yield return new BundleFinding("stated", Finding.Notice, $"数采仪自报的 {differ.Length} 个小时值与重算不同",
                $"例如 {Hour(hour)} {factor.Code}：自报 {factor.Stated}，按分钟重算 {factor.Value}。文件没有被改过，是设备报来时就这样。");
        }
        RuleBasis[] open = [.. replay.Hours.Concat(replay.Days).SelectMany(i => i.Factors)
            .SelectMany(f => f.Rules ?? []).Where(r => r.IsUnconfirmed).Distinct()];
        if (open.Length > 0)
            yield return new BundleFinding("unconfirmed", Finding.Notice, "有规则还没有对照原文",
                $"{open.Length} 行规则凭记忆或没有把握录入，见 {BundleManifest.Rules}。例如：{open[0].Line}。");
    }

    private static string DayValues(BundleReplay replay)
    {
        IEnumerable<string> values = replay.Days.Take(1).SelectMany(d => d.Factors.Where(f => f.Value is not null)
            .Select(f => $"{f.Code} 日均值 {f.Value}"));
        string text = string.Join("，", values.Take(4));
        return text.Length == 0 ? "" : $"例如 {text}。";
    }

    private static string? Different(BundleFile file, BundleReplay replay)
    {
        Judgements? stated;
        try
        {
            stated = JsonSerializer.Deserialize<Judgements>(
                file[BundleManifest.Values]?.Content ?? [], BundleManifest.Json);
        }
        catch (JsonException)
        {
            return null;
        }
        var ours = replay.Hours.Concat(replay.Days).ToDictionary(i => (i.From, i.To));
        foreach (JudgedInterval interval in (stated?.Hours ?? []).Concat(stated?.Days ?? []))
        {
            if (!ours.TryGetValue((interval.From, interval.To), out JudgedInterval? computed))
                return $"{Hour(interval)}：文件上有，由报文算不出。";
            foreach (JudgedFactor factor in interval.Factors ?? [])
            {
                JudgedFactor? own = computed.Factors.FirstOrDefault(f => f.Code == factor.Code);
                if (own?.Value != factor.Value || own?.State != factor.State || own?.Limit != factor.Limit)
                    return $"{Hour(interval)} {factor.Code}：文件上写 {factor.Value ?? "无值"}，重算得 {own?.Value ?? "无值"}。";
            }
        }
        return null;
    }

    private static bool Same(BundleFile file, string part, byte[] ours) =>
        file[part]?.Content is { } theirs && theirs.AsSpan().SequenceEqual(ours);

    private static string Hour(JudgedInterval interval) =>
        $"{interval.From.ToOffset(Beijing.Offset):yyyy-MM-dd HH:mm}";

    private static BundleFinding Fails(string code, string title, string detail, string part) =>
        new(code, Finding.Fails, title, detail, part);
}
