using System.Collections.Frozen;
using System.Collections.Immutable;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>
/// What a person asks for (申请办理): a step and what they filled in. Checked by <see cref="MatterRules"/>.
/// </summary>
/// <param name="Step">Id of the step in the declaration.</param>
public sealed record MatterAsk(string Step)
{
    public const int TitleMin = 4, TitleMax = 200, AttachmentsMax = 20;

    /// <summary>Characters of everything that is filled in: an entry of the ledger holds 64 KiB.</summary>
    public const int CharactersMax = 12_000;

    /// <summary>Of the matter, where the step opens one.</summary>
    public string Title { get; init; } = "";
    public Subject Subject { get; init; } = Subject.None;

    /// <summary>The day of the act that the matter is about (行为发生日): it chooses the law.</summary>
    public DateOnly? ActDay { get; init; }

    public IReadOnlyDictionary<string, string> Fields { get; init; } = FrozenDictionary<string, string>.Empty;
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Ids of people by role, for steps that assign.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> People { get; init; } =
        FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>What the caller has established, for the guard 事实.</summary>
    public IReadOnlySet<string> Facts { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The sequence of the matter that they saw; null = whatever it is now.</summary>
    public int? Sequence { get; init; }
}

/// <summary>What the rules need to know of the world (办理环境).</summary>
/// <param name="Terms">The calendar that terms are counted on.</param>
/// <param name="Holders">People who hold a power now.</param>
public sealed record MatterContext(
    DateTimeOffset Now, TermCounter Terms, Func<string, IReadOnlyList<Actor>> Holders);

/// <summary>A step that leads out of the state, as a person sees it (下一步).</summary>
/// <param name="IsMine">They may take it once nothing is lacking.</param>
/// <param name="Lacks">What is lacking, in words; empty = nothing.</param>
/// <param name="Consequence">What follows when it is taken.</param>
/// <param name="WaitsForSignature">Somebody has signed it, and one more has to.</param>
public sealed record NextStep(
    Step Step, bool IsMine, ImmutableArray<string> Lacks, string Consequence, bool WaitsForSignature)
{
    public bool IsOpen => IsMine && Lacks.Length == 0;
}
