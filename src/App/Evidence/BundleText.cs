using System.Text;

namespace Qingyuan.App.Evidence;

/// <summary>The result of a verification for a terminal.</summary>
internal static class BundleText
{
    public static string Of(BundleReport report)
    {
        string head = !report.Holds ? "不成立 DOES NOT HOLD" : report.PolicyGiven ? "成立 HOLDS"
            : "自洽，未核对签名 CONSISTENT, SIGNATURES NOT CHECKED";
        var text = new StringBuilder($"{head}  {report.Path}\n{report.Sentence}\n");
        if (report.Manifest is { } m)
            text.Append($"  {m.Subject.Title}，{m.Frames.Entries} 条报文，{m.Acts.Entries} 条行为\n");
        foreach (BundleFinding f in report.Findings)
            text.Append($"  {Mark(f.State)}  {f.Title}\n        {f.Detail}\n");
        text.Append("  核对不了的 never checked: ");
        return text.Append(string.Join("；", BundleReport.Never.Select(n => n.Title))).Append('\n').ToString();
    }

    private static string Mark(Finding state) => state switch
    {
        Finding.Holds => "相符 ok  ",
        Finding.Notice => "留意 note",
        Finding.Unchecked => "未核 open",
        _ => "不符 BAD ",
    };
}
