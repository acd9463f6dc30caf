using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>
/// The outcomes of judging (判定结果), by the short reason that is stored with a minute, an hour or a day. The stored
/// reason and the catalogue's code are the same thing in two lengths: <c>coverage</c> is <c>judge.coverage</c>.
/// </summary>
public static class Checks
{
    private const string FlagReason = "flag:";

    public static readonly CheckTable Table = new(CsvTable.Of<JudgedFactor>("Checks/checks.csv"));

    private static readonly Dictionary<string, Check> _byReason = Table.All
        .ToDictionary(c => c.Code.StartsWith("mark.", StringComparison.Ordinal)
            ? FlagReason + c.Code["mark.".Length..] : c.Code[(c.Code.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    /// <summary>Null = a reason of a later version, which is shown as it stands.</summary>
    public static Check? Find(string reason) => _byReason.GetValueOrDefault(reason)
        ?? (reason.StartsWith(FlagReason, StringComparison.Ordinal) ? _byReason[FlagReason + "unknown"] : null);

    /// <summary>A stored reason in plain Chinese; empty for none.</summary>
    public static string Say(string? reason)
    {
        if (string.IsNullOrEmpty(reason))
            return "";
        string letter = reason.StartsWith(FlagReason, StringComparison.Ordinal) ? reason[FlagReason.Length..] : "";
        return Find(reason)?.Say(letter) ?? reason;
    }
}
