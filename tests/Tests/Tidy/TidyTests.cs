using System.Text.RegularExpressions;

namespace Qingyuan.Tests.Tidy;

/// <summary>The rules of the house that a machine can check: one table and one loop per rule.</summary>
public sealed partial class TidyTests
{
    /// <summary>The level of each room; a reference goes only to a strictly lower one.</summary>
    private static readonly Dictionary<string, int> Levels = new()
    {
        ["Hj212"] = 0,
        ["Standards"] = 0,
        ["Ledger"] = 0,
        ["Registry"] = 1,
        ["Telemetry"] = 2,
        ["Institutions"] = 2,
        ["Judgement"] = 3,
        ["Detection"] = 4,
        ["SelfMonitoring"] = 4,
        ["Supervision"] = 5,
        ["Publication"] = 6,
        ["Exchange"] = 6,
        ["App"] = 7,
    };

    /// <summary>What may lie in a room, by its ending.</summary>
    private static readonly string[] EndingsOfRooms = [".cs", ".csv", ".csproj", ".json", ".txt", ".md"];
    private static readonly string[] EndingsOfApp =
        [
            .. EndingsOfRooms, ".razor", ".css", ".js", ".svg", ".woff2", ".ico", ".npmrc", ".resx", ".mjs", ".LICENSE",
            ".py",
        ];

    private const int FileLinesMax = 400;
    private const int LineColumnsMax = 120;

    /// <summary>Files above <see cref="FileLinesMax"/> lines, each with the reason why it is one thought.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    /// <summary>Words that have no place in the source, and why.</summary>
    private static readonly (string Pattern, string Why)[] BannedWords =
    [
        (@"NotImplementedException", "a stub is not done"),
        (@"\b(TODO|FIXME|HACK|XXX)\b", "do it or file an issue"),
        (@"#pragma warning", "an exception to an analyzer is one line in .editorconfig with its reason"),
        (@"#region", "a file holds one thought and needs no folding"),
        (@"Thread\.Sleep", "time is an argument"),
        (@"/(home|root|work|srv|mnt|Users)/", "a path of one machine"),
    ];

    private static readonly string[] RoomsNeverMade = ["Common", "Core", "Shared", "Utils", "Helpers"];

    [Fact]
    public void A_room_references_only_strictly_lower_levels()
    {
        foreach (string project in Tree.Files("src", ".csproj"))
        {
            string room = Path.GetFileNameWithoutExtension(project);
            Assert.True(Levels.ContainsKey(room), $"{room} has no level in the table");
            foreach (Match reference in ReferencePattern().Matches(File.ReadAllText(project)))
            {
                string other = reference.Groups[1].Value;
                Assert.True(
                    Levels[other] < Levels[room],
                    $"{room} ({Levels[room]}) references {other} ({Levels[other]})");
            }
        }
    }

    [Fact]
    public void Every_file_of_the_source_has_a_known_ending()
    {
        foreach (string file in Tree.Files("src"))
        {
            string name = Tree.Relative(file);
            string[] endings = name.StartsWith("src/App/", StringComparison.Ordinal) ? EndingsOfApp : EndingsOfRooms;
            Assert.True(endings.Any(e => name.EndsWith(e, StringComparison.Ordinal)), $"{name} has an unknown ending");
        }
    }

    [Fact]
    public void No_room_is_a_place_for_anything()
    {
        foreach (string folder in Directory.EnumerateDirectories(Tree.Path("src"), "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(System.IO.Path.GetFileName(folder), RoomsNeverMade);
    }

    [Fact]
    public void No_file_is_longer_than_one_thought()
    {
        foreach (string file in Sources())
        {
            int lines = File.ReadLines(file).Count();
            Assert.True(lines <= FileLinesMax || LongFiles.ContainsKey(Tree.Relative(file)),
                $"{Tree.Relative(file)} has {lines} lines; split it by subject or justify it in the table");
        }
    }

    [Fact]
    public void Every_justified_long_file_is_still_long()
    {
        foreach (string file in LongFiles.Keys)
            Assert.True(
                File.Exists(Tree.Path(file)) && File.ReadLines(Tree.Path(file)).Count() > FileLinesMax,
                $"{file} no longer needs its line in the table");
    }

    [Fact]
    public void No_line_is_wider_than_the_page()
    {
        Assert.Empty(Sources().SelectMany(f => File.ReadLines(f).Index()
            .Where(l => l.Item.Length > LineColumnsMax)
            .Select(l => $"{Tree.Relative(f)}:{l.Index + 1} has {l.Item.Length} columns")));
    }

    [Fact]
    public void No_banned_word_stands_in_the_source()
    {
        foreach (string file in Sources().Where(f => !f.EndsWith("TidyTests.cs", StringComparison.Ordinal)))
        {
            string text = File.ReadAllText(file);
            foreach (var (pattern, why) in BannedWords)
                Assert.False(Regex.IsMatch(text, pattern), $"{Tree.Relative(file)} says {pattern}: {why}");
        }
    }

    [Fact]
    public void Every_file_of_tests_stands_where_its_source_stands()
    {
        HashSet<string> folders = [.. Directory
            .EnumerateDirectories(Tree.Path("src"), "*", SearchOption.AllDirectories)
            .Select(d => Tree.Relative(d)["src/".Length..])];
        foreach (string file in Tree.Files("tests/Tests", "Tests.cs"))
        {
            string folder = System.IO.Path.GetDirectoryName(Tree.Relative(file)["tests/Tests/".Length..])!;
            if (folder is "Tidy" || folder.Split('/')[^1] is "Frozen")
                continue;
            Assert.True(folders.Contains(folder), $"{Tree.Relative(file)} mirrors no folder src/{folder}");
        }
    }

    [Fact]
    public void Every_clause_in_the_source_has_a_test_with_the_same_clause()
    {
        HashSet<string> tested = [.. Clauses("tests/Tests")];
        string[] untested = [.. Clauses("src").Where(c => !tested.Contains(c)).Distinct()];
        Assert.True(untested.Length == 0, $"clauses without a test: {string.Join(" · ", untested)}");
    }

    [Fact]
    public void The_list_of_clauses_is_that_of_the_source()
    {
        // Compared at night only: of two changes landing side by side the second would always find it stale.
        string file = Tree.Path(ClauseList.File), list = ClauseList.Write();
        if (Environment.GetEnvironmentVariable("QINGYUAN_WRITE") == "1")
            File.WriteAllText(file, list);
        Assert.NotEmpty(list);
        if (Environment.GetEnvironmentVariable("QINGYUAN_NIGHTLY") == "1")
            Assert.True(
                File.Exists(file) && File.ReadAllText(file) == list,
                $"{ClauseList.File} is stale; write it anew with QINGYUAN_WRITE=1 ./test unit");
    }

    [Fact]
    public void Every_dependency_has_a_line_that_says_why()
    {
        string why = File.ReadAllText(Tree.Path("docs/dependencies.md"));
        foreach (Match package in PackagePattern().Matches(File.ReadAllText(Tree.Path("Directory.Packages.props"))))
            Assert.Contains($"`{package.Groups[1].Value}`", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Microsoft_packages_stay_on_the_version_of_the_platform()
    {
        Regex own = OwnVersionPattern();
        foreach (Match package in PackagePattern().Matches(File.ReadAllText(Tree.Path("Directory.Packages.props"))))
            if (own.IsMatch(package.Groups[1].Value))
                Assert.StartsWith("10.", package.Groups[2].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void No_lock_file_names_a_host()
    {
        foreach (string file in Tree.Files("", "packages.lock.json").Concat(Tree.Files("", "package-lock.json")))
            Assert.DoesNotContain("\"resolved\": \"http", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_of_the_docs_leads_somewhere()
    {
        foreach (string file in Tree.Files("docs", ".md").Concat(Directory.EnumerateFiles(Tree.Path(""), "*.md")))
            foreach (Match link in LinkPattern().Matches(File.ReadAllText(file)))
            {
                string target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains(':', StringComparison.Ordinal))
                    continue;
                string path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, target);
                Assert.True(
                    File.Exists(path) || Directory.Exists(path),
                    $"{Tree.Relative(file)} links to {target}, which is not there");
            }
    }

    private static IEnumerable<string> Sources() => Tree.Files("src", ".cs").Concat(Tree.Files("tests", ".cs"));

    private static IEnumerable<string> Clauses(string under) =>
        Tree.Files(under, ".cs").SelectMany(f => ClausePattern().Matches(File.ReadAllText(f)))
            .Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}");

    [GeneratedRegex("""ProjectReference Include="\.\./(\w+)/""")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex("""PackageVersion Include="([^"]+)" Version="([^"]+)""")]
    private static partial Regex PackagePattern();

    /// <summary>Packages that are released with the platform (the testing ones have numbers of their own).</summary>
    [GeneratedRegex(@"^(Microsoft\.(Data|AspNetCore|Extensions)\.|System\.IO\.)")]
    private static partial Regex OwnVersionPattern();

    [GeneratedRegex("""\[Clause\("([^"]+)", "([^"]+)"\)\]""")]
    private static partial Regex ClausePattern();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();
}
