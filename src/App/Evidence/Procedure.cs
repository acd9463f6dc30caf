using System.Globalization;
using System.Net;
using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.App.Evidence;

/// <summary>
/// The one page inside a bundle (核验步骤) by which a third party can repeat the check, without us and without a network.
/// Follows from the manifest alone, so that an altered page is found.
/// </summary>
internal static class Procedure
{
    public static byte[] Page(BundleManifest m)
    {
        var text = new StringBuilder("""
            <!doctype html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>核验步骤</title>
            <style>body{font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC",sans-serif;max-width:46em;margin:2em auto;
            padding:0 1em;color:#111}h1{font-size:22px}h2{font-size:17px;margin:1.2em 0 .3em}
            table{border-collapse:collapse}td,th{border:1px solid #999;padding:2px 8px;text-align:left;
            vertical-align:top;overflow-wrap:anywhere}
            code,pre{font-family:monospace;font-size:13px;overflow-wrap:anywhere;white-space:pre-wrap}
            @media print{body{margin:0;font-size:12px}}</style></head><body>
            <h1>证据包核验步骤</h1>

            """.ReplaceLineEndings("\n"));
        text.Append($"<p>{H(m.Subject.Title)}。{Time(m.Made)} 由 {H(m.Program)} 导出。</p>\n<table>\n");
        Row(text, "排口", $"{m.Subject.Outlet}（{m.Subject.DischargerName} {m.Subject.OutletName}）");
        Log(text, "报文账本", m.Frames, "条报文");
        Log(text, "行为账本", m.Acts, "条行为");
        text.Append("</table>\n");
        text.Append("""
            <h2>一、用程序核验（不连网）</h2>
            <ol>
            <li>从源代码构建 qingyuan（MIT/Apache 许可的组件，构建方法见源代码 README），拷到一台不连网的电脑上。</li>
            <li>从账本一方之外的渠道取得各方公钥（见证单位、公开网页、纸面通知），写成策略文件 policy：<br>
            <code>log 公钥</code>、<code>witness 名称 公钥</code>、<code>group …</code>、<code>quorum …</code>
            （格式 c2sp.org/tlog-policy）。不要用随本包一起寄来的公钥。</li>
            <li>运行 <code>qingyuan verify 证据包.zip --policy policy --html 结果.html</code>。
            退出码 0 为成立，1 为不成立并指出第一处，2 为没有给策略，签名没有核对。</li>
            </ol>
            <h2>二、不用我们的程序</h2>
            <ol>
            <li>解开 zip。<code>sha256sum</code> 每个文件，与 manifest.json 里的 sha256 比；manifest.json 自己的摘要在
            manifest.seal。有国密工具的再比 sm3。</li>
            <li><code>python3 check.py 证据包.zip 公钥…</code>（只用 Python 自带的库，120 行，可以先读一遍）：逐条算
            SHA-256(0x00‖条目)，按 frames/proof 合并到树根，与检查点第三行比（RFC 6962 第 2.1 节）。</li>
            <li>检查点的签名是 Ed25519，格式 c2sp.org/signed-note；见证方的联署格式 c2sp.org/tlog-cosignature。</li>
            </ol>
            <h2>三、包里有什么</h2>
            <table>
            <tr><th>frames/entries</th><td>全部原始报文：每条前两字节是长度，然后一行收到时间、来源等，换行，之后是收到的原始字节</td></tr>
            <tr><th>frames/meaning.jsonl</th><td>每条报文的位置、SHA-256、SM3 和逐项含义</td></tr>
            <tr><th>frames/proof</th><td>这些报文在账本里的证明，和带签名的检查点</td></tr>
            <tr><th>acts/…</th><td>涉及这个排口的登记、设备参数、标记、规则核定等行为，同样有原文和证明</td></tr>
            <tr><th>values.json</th><td>由这些报文算出的小时值、日均值、标记、限值和依据</td></tr>
            <tr><th>registry.json、rules.json</th><td>当时有效的登记事项和设备参数；用到的标准、条款、没有对照过原文的规则行</td></tr>
            <tr><th>manifest.json</th><td>清单：每个文件的长度和两种摘要</td></tr>
            </table>
            <h2>四、核验能说明什么，不能说明什么</h2>
            <p>能：这些字节在检查点的时间之前已经收到，之后没有增、删、改；见证单位当时看到的是同一本账；数值是由这些字节按所列规则算出的。</p>
            <p>不能：仪器测得准不准；报文到达账本之前有没有被改；同一时间是否还有没收进本包的其他报文或行为（要看整本账）；企业是否违法（由人认定）。</p>
            </body></html>

            """.ReplaceLineEndings("\n"));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Log(StringBuilder text, string called, BundleLog log, string unit) => Row(text, called,
        $"{log.Origin}，检查点 {Number(log.Size)} 条，树根 {log.Root}；本包含 {Number(log.Entries)} {unit}");

    private static void Row(StringBuilder text, string head, string cell) =>
        text.Append($"<tr><th>{H(head)}</th><td>{H(cell)}</td></tr>\n");

    private static string Time(DateTimeOffset at) =>
        at.ToOffset(Beijing.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Number(long n) => n.ToString(CultureInfo.InvariantCulture);

    private static string H(string text) => WebUtility.HtmlEncode(text);
}
