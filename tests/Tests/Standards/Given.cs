using System.Collections.Immutable;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

/// <summary>Tables that a test writes itself, to show that a new edition needs no new code.</summary>
internal static class Given
{
    public static Tables Tables(params (string Path, string Text)[] tables) => new(tables.ToImmutableDictionary(
        t => t.Path, t => (new TableCorrection(t.Path, default, null, t.Text),
            CsvTable.TryRead(t.Path, t.Text, out string? problem) ?? throw new InvalidDataException(problem))));
}
