using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qingyuan.Supervision;

namespace Qingyuan.App;

/// <summary>
/// <c>draw verify</c> (重算抽取): recomputes a double-random draw from its published record alone. Needs no database and no
/// network; never writes.
/// </summary>
internal static class DrawVerb
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Command
    {
        get
        {
            var record = new Argument<string>("RECORD") { Description = "The published record (….draw.json)." };
            var policy = new Option<string>("--policy")
            {
                Required = true,
                Description = "A policy file (c2sp.org/tlog-policy) that names the log and the witnesses; "
                    + "get it from somebody else than the record.",
            };
            var json = new Option<bool>("--json") { Description = "One JSON object for each thing checked." };
            var verify = new Command(
                "verify", "Recompute a draw. Example: qingyuan draw verify 2026-07.draw.json --policy witnesses.policy")
            {
                record, policy, json,
            };
            verify.SetAction(call => Verify(
                call.GetValue(record)!, call.GetValue(policy)!, call.GetValue(json), Console.Out));
            return new Command("draw", "Double-random draws (双随机抽取).") { verify };
        }
    }

    /// <returns>0 = everything holds, 1 = something does not, 2 = the call is wrong.</returns>
    internal static int Verify(string record, string policy, bool json, TextWriter to)
    {
        DrawVerifier verifier;
        try
        {
            if (new FileInfo(record) is { Exists: true, Length: > DrawRecord.BytesMax })
                return ServeVerb.Refuse(
                    $"{record} is longer than {DrawRecord.BytesMax} bytes: not a record of a draw.");
            verifier = DrawVerifier.Verify(File.ReadAllText(record), File.ReadAllText(policy));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return ServeVerb.Refuse($"draw verify: {e.Message}");
        }
        foreach (DrawCheck check in verifier.Checks)
        {
            to.WriteLine(json
                ? JsonSerializer.Serialize(
                    new { check = check.Name, holds = check.Holds, detail = check.Detail }, Plain)
                : $"{(check.Holds ? "成立  " : "不成立")}  {check.Title}：{check.Detail}");
        }
        foreach (string note in verifier.Notes)
            to.WriteLine(json ? JsonSerializer.Serialize(new { note }, Plain) : $"留意    {note}");
        if (!json)
        {
            to.WriteLine(verifier.Holds ? "成立 HOLDS：照名单、规则和种子重算，结果相同。"
                : "不成立 DOES NOT HOLD：" + string.Join("，", verifier.Checks.Where(c => !c.Holds).Select(c => c.Title)));
        }
        return verifier.Holds ? 0 : 1;
    }
}
