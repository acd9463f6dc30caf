using System.Globalization;
using System.Text;
using Qingyuan.Registry;

namespace Qingyuan.Judgement;

/// <summary>A trace as a tree of text: value, hours, minutes, and under each the frame it came in.</summary>
public static class TraceText
{
    public static string Of(HourTrace trace, IReadOnlyList<FrameTrace> frames)
    {
        var text = new StringBuilder();
        Head(text, "小时值", trace.Interval, trace.Factor, trace.Rule, trace.Outlet, trace.Formula);
        Minutes(text, "", trace.Minutes, frames);
        Rest(text, trace.Minutes, frames);
        return text.ToString();
    }

    /// <param name="all">Minutes and frames too; else the hours only.</param>
    public static string Of(DayTrace trace, IReadOnlyList<FrameTrace> frames, bool all)
    {
        var text = new StringBuilder();
        Head(text, "日均值", trace.Interval, trace.Factor, trace.Rule, trace.Outlet, trace.Formula);
        for (int i = 0; i < trace.Hours.Count; i++)
        {
            JudgedInterval hour = trace.Hours[i];
            if (hour.Factors.FirstOrDefault(f => f.Code == trace.Factor.Code) is not { } factor)
                continue;
            bool last = i == trace.Hours.Count - 1;
            text.Append(last ? "└─ " : "├─ ").Append(Clock(hour.From)).Append(' ')
                .Append(States.Word(factor.State)).Append("  ").Append(Formula.OfHour(hour, factor));
            Stated(text, factor);
            text.Append(CultureInfo.InvariantCulture, $"  [{hour.Positions.Count} 条报文]\n");
            if (!all)
                continue;
            JudgedMinute[] minutes = [.. trace.Minutes.Where(m => m.From >= hour.From && m.From < hour.To)];
            Minutes(text, last ? "   " : "│  ", minutes, frames);
        }
        if (all)
            Rest(text, trace.Minutes, frames);
        else
            text.Append("每个小时的分钟值和报文:加 --all,或用 --hour 看其中一个小时。\n");
        return text.ToString();
    }

    private static void Head(
        StringBuilder text, string what, JudgedInterval interval, JudgedFactor factor, OutletFactor? rule,
        Outlet? outlet, string formula)
    {
        text.Append(rule?.Name ?? factor.Code).Append(' ').Append(what).Append(' ').Append(factor.Value ?? "无")
            .Append(' ').Append(rule?.Unit ?? "");
        if (factor.Corrected && outlet?.ReferenceO2 is { } o2)
            text.Append(CultureInfo.InvariantCulture, $"(折算到含氧量 {o2}%)");
        text.Append('\n').Append(interval.Outlet).Append(outlet is null ? "" : $" {outlet.Name}").Append("  ")
            .Append(interval.From.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).Append(" 至 ")
            .Append(interval.To.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).Append(" 北京时间\n");
        text.Append(States.Word(factor.State)).Append(" · ")
            .Append(interval.Basis == Basis.Minutes ? "按分钟重算" : "数采仪自报");
        if (factor.Limit is not null)
            text.Append(" · 限值 ").Append(factor.Limit).Append(" (").Append(rule?.Document).Append(' ')
                .Append(rule?.Clause).Append(')');
        text.Append(" · 依据 ").Append(factor.Document).Append(' ').Append(factor.Clause).Append('\n');
        text.Append(formula);
        Stated(text, factor);
        text.Append('\n');
        foreach (RuleBasis basis in factor.Rules ?? [])
            text.Append(basis.IsUnconfirmed ? "规则待核:" : "已核定:").Append(basis.Line).Append('\n');
    }

    private static void Stated(StringBuilder text, JudgedFactor factor)
    {
        if (factor.Difference is not null)
            text.Append("  数采仪自报 ").Append(factor.Stated).Append(",差 ").Append(factor.Difference);
    }

    private static void Minutes(
        StringBuilder text, string indent, IReadOnlyList<JudgedMinute> minutes, IReadOnlyList<FrameTrace> frames)
    {
        var byPosition = new Dictionary<long, FrameTrace>();
        foreach (FrameTrace frame in frames)
            byPosition.TryAdd(frame.Position, frame);
        for (int i = 0; i < minutes.Count; i++)
        {
            JudgedMinute minute = minutes[i];
            bool last = i == minutes.Count - 1;
            text.Append(indent).Append(last ? "└─ " : "├─ ").Append(Clock(minute.From)).Append(" 实测 ")
                .Append(minute.Measured ?? "无");
            if (minute.O2 is not null)
                text.Append(" 含氧量 ").Append(minute.O2);
            if (minute.Value is { } value)
                text.Append(CultureInfo.InvariantCulture, $" = {Math.Round(value, 4):0.####}");
            text.Append(" 标记 ").Append(minute.Mark);
            if (minute.Reason is not null)
                text.Append(" 不计入:").Append(Checks.Say(minute.Reason));
            text.Append('\n');
            if (byPosition.TryGetValue(minute.Position, out FrameTrace? frame))
                Frame(text.Append(indent).Append(last ? "      " : "│     "), frame);
        }
    }

    /// <summary>Frames that no minute stands for: the logger's own hour or day.</summary>
    private static void Rest(StringBuilder text, IReadOnlyList<JudgedMinute> minutes, IReadOnlyList<FrameTrace> frames)
    {
        HashSet<long> shown = [.. minutes.Select(m => m.Position)];
        foreach (FrameTrace frame in frames.Where(f => !shown.Contains(f.Position)))
            Frame(text.Append("另有 "), frame);
    }

    private static void Frame(StringBuilder text, FrameTrace frame)
    {
        text.Append(CultureInfo.InvariantCulture, $"账本第 {frame.Position} 条 ")
            .Append(frame.Received.ToString("MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append(" 收自 ")
            .Append(frame.Peer).Append(CultureInfo.InvariantCulture, $" {frame.Length} 字节 指纹 {frame.LeafHash[..16]}…");
        if (frame.Encrypted)
            text.Append(frame.Key is null ? " 密文,没有密钥能解开" : $" 密文,密钥 {frame.Key} 解开为:");
        foreach (var (name, value) in frame.Items)
            text.Append(' ').Append(name).Append('=').Append(value);
        text.Append(frame.Proof is { } proof
            ? string.Create(CultureInfo.InvariantCulture, $"  已证明在 {proof.Checkpoint.Size} 条之内,{proof.Path.Count} 步\n")
            : "\n");
    }

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}
