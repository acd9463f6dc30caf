using Microsoft.AspNetCore.Components;

namespace Qingyuan.App.Screens.Components;

/// <summary>
/// One column of a <see cref="DataTable{TRow}"/> (列): its text is what is exported, its cell (where there is one) what
/// is seen. A column with <see cref="By"/> can be sorted.
/// </summary>
public sealed record Column<TRow>(string Key, string Title, Func<TRow, string?> Text)
{
    /// <summary>What is seen, where it is more than its text.</summary>
    public RenderFragment<TRow>? Cell { get; init; }

    /// <summary>What it is sorted by; null = it cannot be sorted. What is not known comes last either way.</summary>
    public Func<TRow, IComparable?>? By { get; init; }

    /// <summary>Numbers stand at the right, tabular.</summary>
    public bool Right { get; init; }

    /// <summary>Never broken into two lines.</summary>
    public bool Whole { get; init; }

    /// <summary>Muted: second-order.</summary>
    public bool Muted { get; init; }

    /// <summary>Not shown until somebody asks for it under 列.</summary>
    public bool Folded { get; init; }
}
