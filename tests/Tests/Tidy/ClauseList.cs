using System.Text;
using System.Text.RegularExpressions;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Tidy;

/// <summary>
/// The list of every document, clause, code, test and confidence (<c>docs/clauses.md</c>), written from the attributes
/// in the source and the rows of the tables.
/// </summary>
internal static partial class ClauseList
{
    public const string File = "docs/clauses.md";

    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("""
            # Clauses

            Generated from `[Clause]` in the source and the tests and from the tables of `src/Standards`: do not edit.
            Write it anew with `QINGYUAN_WRITE=1 ./test unit`; a stale list is red in the nightly run.

            Confidence: V the text was seen; M from memory; U unsure; C corrected and approved; – the clause is a rule
            of the code and no row of a table. Shown is the least certain row that names the clause.

            """.ReplaceLineEndings("\n"));
        SortedDictionary<string, SortedDictionary<string, Place>> documents = new(StringComparer.Ordinal);
        Place At(string document, string clause)
        {
            if (!documents.TryGetValue(document, out var clauses))
                documents.Add(document, clauses = new(StringComparer.Ordinal));
            if (!clauses.TryGetValue(clause, out Place? place))
                clauses.Add(clause, place = new());
            return place;
        }
        foreach ((string document, string clause, string member) in Members("src"))
            At(document, clause).Code.Add(member);
        foreach ((string document, string clause, string member) in Members("tests/Tests"))
        {
            if (documents.TryGetValue(document, out var clauses) && clauses.TryGetValue(clause, out Place? place))
                place.Tests.Add(member);
        }
        Dictionary<string, string[]> names = DocumentsOfFolders();
        foreach (string path in CsvTable.ShippedPaths)
        {
            string[] known = names.GetValueOrDefault(path.Split('/')[0], []);
            foreach (CsvTable.Row row in CsvTable.Shipped(path).Rows)
            {
                string document = row.Has("document") ? row["document"] : known.Length == 1 ? known[0] : "";
                if (document is "" or "*" || path == "InForce.csv")
                    continue;
                Place place = At(document, row["clause"]);
                place.Tables.Add(path);
                place.Worst = Worse(place.Worst, row["confidence"]);
            }
        }
        foreach ((string document, var clauses) in documents)
        {
            text.Append($"\n## {document}\n\n| clause | confidence | code | tables | tests |\n");
            text.Append("| --- | --- | --- | --- | --- |\n");
            foreach ((string clause, Place place) in clauses)
            {
                text.Append($"| {clause} | {place.Worst} | {Cell(place.Code)} | {Cell(place.Tables)} | "
                    + $"{Cell(place.Tests)} |\n");
            }
        }
        return text.ToString();
    }

    /// <summary>Each attribute with the class and the member that it stands on.</summary>
    private static IEnumerable<(string Document, string Clause, string Member)> Members(string under)
    {
        foreach (string file in Tree.Files(under, ".cs").Order(StringComparer.Ordinal))
        {
            string source = System.IO.File.ReadAllText(file);
            foreach (Match match in AttributePattern().Matches(source))
            {
                // Not indented, it stands on the class; else on the first member that follows.
                bool isOnClass = match.Index == 0 || source[match.Index - 1] == '\n';
                Match member = isOnClass ? Match.Empty : MemberPattern().Match(source, match.Index);
                string name = System.IO.Path.GetFileNameWithoutExtension(file);
                yield return (match.Groups[1].Value, match.Groups[2].Value,
                    member.Success ? $"{name}.{member.Groups[1].Value}" : name);
            }
        }
    }

    /// <summary>The documents that the code of a folder names in its <c>Document</c> constants.</summary>
    private static Dictionary<string, string[]> DocumentsOfFolders() => Tree.Files("src/Standards", ".cs")
        .GroupBy(f => Tree.Relative(f).Split('/')[2])
        .ToDictionary(g => g.Key, g => g
            .SelectMany(f => DocumentPattern().Matches(System.IO.File.ReadAllText(f)))
            .Select(m => m.Groups[1].Value).Distinct().ToArray());

    private static string Worse(string one, string other)
    {
        const string Order = "–CVMU";
        string mark = other == "V2" ? "V" : other;
        return Order.IndexOf(mark[0], StringComparison.Ordinal) > Order.IndexOf(one[0], StringComparison.Ordinal)
            ? mark : one;
    }

    private static string Cell(SortedSet<string> names) => string.Join("<br>", names.Select(n => $"`{n}`"));

    private sealed class Place
    {
        public readonly SortedSet<string> Code = new(StringComparer.Ordinal);
        public readonly SortedSet<string> Tables = new(StringComparer.Ordinal);
        public readonly SortedSet<string> Tests = new(StringComparer.Ordinal);
        public string Worst = "–";
    }

    [GeneratedRegex("""\[Clause\("([^"]+)", "([^"]+)"\)\]""")]
    private static partial Regex AttributePattern();

    [GeneratedRegex(
        """^    (?:(?:public|internal|private|static|async|override) )+(?:\([^)]*\)\??|[\w<>,?\[\]. ]+?) (\w+)""",
        RegexOptions.Multiline)]
    private static partial Regex MemberPattern();

    [GeneratedRegex("""const string Document = "([^"]+)"\s*;""")]
    private static partial Regex DocumentPattern();
}
