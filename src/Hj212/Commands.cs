using System.Collections.Frozen;

namespace Qingyuan.Hj212;

/// <summary>A command (命令编码 CN) as one or more editions have it.</summary>
/// <param name="Kinds">request 请求, upload 上传, notice 通知, answer 应答; several when the same CN is used twice.</param>
/// <param name="Sender">centre 上位机, field 现场机 or both.</param>
/// <param name="Request">Items of the request; empty = none.</param>
/// <param name="Data">Items of the data sent.</param>
/// <param name="Replies">Which answers follow.</param>
public sealed record CommandCode(
    int Cn, IReadOnlyList<int> Editions, string Name, string English, IReadOnlyList<string> Kinds, string Sender,
    string Request, string Data, string Replies, string Clause, string Confidence);

/// <summary>The dictionary of commands. A number may mean another thing in another edition (3013, 3014).</summary>
public static class Commands
{
    public static readonly IReadOnlyList<CommandCode> All = [.. Csv.Rows("commands.csv").Select(r => new CommandCode(
        int.Parse(r["cn"]), r.Editions, r["name"], r["english"], r["kind"].Split(' '), r["sender"], r["request"],
        r["data"], r["replies"], r["clause"], r["confidence"]))];

    private static readonly FrozenDictionary<(int, int), CommandCode> s_byCn = All
        .SelectMany(c => c.Editions.Select(e => (Key: (c.Cn, e), Command: c)))
        .ToFrozenDictionary(p => p.Key, p => p.Command);

    /// <summary>The command in that edition. Null = reserved or unknown there.</summary>
    public static CommandCode? Find(int cn, int edition) => s_byCn.GetValueOrDefault((cn, edition));

    public static CommandCode? Find(string cn, int edition) =>
        int.TryParse(cn, out int number) ? Find(number, edition) : null;
}
