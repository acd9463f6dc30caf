namespace Qingyuan.Standards;

/// <summary>
/// Says which document and clause (条款) a rule comes from. Stands on the rule's method and on each of its tests:
/// a clause without a test is a red build.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true)]
public sealed class ClauseAttribute(string document, string clause) : Attribute
{
    public string Document => document;
    public string Clause => clause;
}

/// <summary>How well a row of our tables is known; shown wherever the rule is cited.</summary>
public enum Confidence
{
    /// <summary>[V], [V2]: the official text or a quotation of it was seen.</summary>
    Seen,
    /// <summary>[M]: from memory of the trade, the text was not seen.</summary>
    Memory,
    /// <summary>[U]: unsure; to be checked against the official text.</summary>
    Unsure,
    /// <summary>[C]: corrected here by one person with a source and approved by a second.</summary>
    Confirmed,
}

/// <summary>Where a rule or a row of a table comes from (依据).</summary>
/// <param name="Page">Empty where the printed page was not seen.</param>
public sealed record Citation(string Document, string Clause, string Page, Confidence Confidence)
{
    /// <summary>True when a figure that rests on it must say so wherever it is shown (规则待核).</summary>
    public bool IsUnconfirmed => Confidence is Confidence.Memory or Confidence.Unsure;
}
