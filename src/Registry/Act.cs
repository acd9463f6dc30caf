using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>
/// An act (行为): what a person did, as an entry of the log <c>acts</c>. No act without a person, a power that was in
/// force, and a clause. The entry is one line of JSON in exactly this key order:
/// <c>kind, at, by, power, clause, content</c>.
/// </summary>
/// <param name="Kind">E.g. <c>outlet.registered.v1</c>.</param>
/// <param name="By">The person; until people can sign in: <c>bootstrap</c> (holder of the bootstrap password) or <c>demo</c>.</param>
public sealed record Act(string Kind, DateTimeOffset At, string By, string Power, string Clause, JsonObject Content)
{
    public byte[] ToEntry() => throw new NotImplementedException();

    /// <summary>Null = not an act.</summary>
    public static Act? Read(ReadOnlySpan<byte> entry) => throw new NotImplementedException();
}
