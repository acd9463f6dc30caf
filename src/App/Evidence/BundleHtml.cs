using System.Globalization;
using System.Net;
using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.App.Evidence;

/// <summary>The result of a verification as a page to print and to put into a file (核验结果). Stands alone.</summary>
internal static class BundleHtml
{
    public static string Page(BundleReport report, DateTimeOffset now)
    {
        var text = new StringBuilder("""
            <!doctype html>
            <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>核验结果</title><style>
            body{font:16px/1.6 "Noto Sans CJK SC","Source Han Sans SC",sans-serif;max-width:46em;margin:2em auto;
            padding:0 1em;color:#111}h1{font-size:24px;margin:0 0 .2em}h2{font-size:18px;margin:1.4em 0 .3em}
            .s{border-left:8px solid #157F3B;padding-left:14px}.bad{border-color:#C8102E}.open{border-color:#8A5A00}
            table{border-collapse:collapse;width:100%}td{border-top:1px solid #ccc;padding:6px 10px 6px 0;
            vertical-align:top;overflow-wrap:anywhere}td:first-child{white-space:nowrap;font-weight:700}
            small{color:#555}@media print{body{margin:0;font-size:13px}}
            </style></head><body>

            """.ReplaceLineEndings("\n"));
        string kind = !report.Holds ? "bad" : report.PolicyGiven ? "" : "open";
        text.Append($"<div class=\"s {kind}\"><h1>{H(report.Sentence)}</h1>\n<p>{H(Path.GetFileName(report.Path))}，");
        text.Append(now.ToOffset(Beijing.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        text.Append($" 由 {H(BundleWriter.Program)} 核验。{report.Count(Finding.Holds)} 项相符，");
        text.Append($"{report.Count(Finding.Notice)} 项要留意，{report.Count(Finding.Unchecked)} 项没有核对，");
        text.Append($"{report.Count(Finding.Fails)} 项不符。</p></div>\n");
        if (report.Manifest is { } m)
            text.Append($"<h2>它是什么</h2><p>{H(m.Subject.Title)}，{m.Frames.Entries} 条报文，{m.Acts.Entries} 条行为。</p>\n");
        text.Append("<h2>核对了什么</h2><table>\n");
        foreach (BundleFinding f in report.Findings)
            text.Append($"<tr><td>{BundleReport.Word(f.State)}</td><td><b>{H(f.Title)}</b><br>")
                .Append($"{H(f.Detail)}</td></tr>\n");
        text.Append("</table>\n<h2>没有核对，也核对不了的</h2><table>\n");
        foreach ((string title, string words) in BundleReport.Never)
            text.Append($"<tr><td>{H(title)}</td><td>{H(words)}</td></tr>\n");
        text.Append("</table>\n<p><small>换一台电脑，用 qingyuan verify 或包里的 check.py 可以再核对一遍。</small></p>\n");
        return text.Append("</body></html>\n").ToString();
    }

    private static string H(string text) => WebUtility.HtmlEncode(text);
}
