namespace Qingyuan.Registry;

/// <summary>
/// Why something asked for was not done (不予受理): the sender's or user's fault, recorded and shown, never thrown.
/// </summary>
/// <param name="Code">Stable and dotted, e.g. <c>device.mn.form</c>.</param>
/// <param name="Clause">The document and clause that asks for it; empty = our own rule.</param>
/// <param name="Message">Chinese; says what is wrong and ends in what the reader can do.</param>
/// <param name="Field">The field of the form or the file that it is about; empty = the whole.</param>
public sealed record Refusal(string Code, string Clause, string Message, string Field = "")
{
    public static Refusal Of(string code, string clause, string message, string field = "") =>
        new(code, clause, message, field);
}
