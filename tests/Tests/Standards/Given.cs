using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Qingyuan.Standards;
using Xunit.Sdk;

namespace Qingyuan.Tests.Standards;

/// <summary>Tables for a test: those that were shipped, or some that it writes itself.</summary>
internal static class Given
{
    private static readonly ConditionalWeakTable<ITest, Tables> s_shipped = [];

    /// <summary>
    /// As shipped, with editions that are built anew for each test: one that another test had built would hide a
    /// constructor that no longer works (mutation testing keeps one process for many mutants).
    /// </summary>
    public static Tables Shipped => TestContext.Current.Test is { } test
        ? s_shipped.GetValue(test, static _ => Tables()) : Tables();

    /// <summary>Written by the test, to show that a new edition needs no new code; all others as shipped.</summary>
    public static Tables Tables(params (string Path, string Text)[] tables) => new(tables.ToImmutableDictionary(
        t => t.Path, t => (new TableCorrection(t.Path, default, null, t.Text),
            CsvTable.TryRead(t.Path, t.Text, out string? problem) ?? throw new InvalidDataException(problem))));
}
