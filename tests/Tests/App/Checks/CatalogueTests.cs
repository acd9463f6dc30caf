using Qingyuan.App.Checks;
using Qingyuan.Hj212;
using Qingyuan.Standards;
using Qingyuan.Tests.Tidy;

namespace Qingyuan.Tests.App.Checks;

/// <summary>The catalogue is complete, its codes are permanent, and the page in docs is what the tables say.</summary>
public sealed class CatalogueTests
{
    private static IEnumerable<Check> All => Catalogue.Parts.SelectMany(p => p.Checks);

    [Fact]
    public void Every_outcome_has_a_severity_two_texts_a_clause_and_an_example()
    {
        foreach (Check check in All)
        {
            Assert.False(string.IsNullOrWhiteSpace(check.Chinese), check.Code);
            Assert.False(string.IsNullOrWhiteSpace(check.English), check.Code);
            Assert.False(string.IsNullOrWhiteSpace(check.Citation.Clause), check.Code);
            Assert.False(string.IsNullOrWhiteSpace(check.Example), check.Code);
            Assert.Equal(Slots(check.Chinese), Slots(check.English));
        }
        static string[] Slots(string text) =>
            [.. System.Text.RegularExpressions.Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Distinct().Order()];
    }

    [Fact]
    public void Every_deviation_and_rejection_of_the_codec_stands_in_it()
    {
        foreach (Deviation deviation in Enum.GetValues<Deviation>())
            Assert.NotNull(Catalogue.Find("hj212." + Deviations.Code(deviation)));
        foreach (RejectReason reason in Enum.GetValues<RejectReason>().Where(r => r != RejectReason.None))
            Assert.NotNull(Catalogue.Find("frame." + reason.ToString().ToLowerInvariant()));
    }

    [Fact]
    public void A_code_once_given_stays()
    {
        string[] frozen = File.ReadAllLines(Tree.Path("tests/Tests/App/Checks/Frozen/codes.txt"));
        HashSet<string> codes = [.. All.Select(c => c.Code)];
        foreach (string code in frozen)
            Assert.Contains(code, codes);
        string[] unfrozen = [.. codes.Except(frozen).Order(StringComparer.Ordinal)];
        Assert.True(unfrozen.Length == 0, $"add to Frozen/codes.txt: {string.Join(" ", unfrozen)}");
    }

    [Fact]
    public void The_four_ways_of_having_no_verdict_are_all_there_and_differ()
    {
        CheckKind[] kinds =
            [CheckKind.Missing, CheckKind.NotEvaluated, CheckKind.NeighbourMissing, CheckKind.NotApplicable];
        foreach (CheckKind kind in kinds)
            Assert.Contains(All, c => c.Kind == kind);
        Assert.Equal(kinds.Length, kinds.Select(Catalogue.Word).Distinct().Count());
    }

    [Fact]
    public void The_page_in_docs_is_what_the_tables_say()
    {
        string path = Tree.Path("docs/checks.md");
        if (Environment.GetEnvironmentVariable("QINGYUAN_WRITE") == "1")
            File.WriteAllText(path, Catalogue.Markdown());
        Assert.True(File.ReadAllText(path) == Catalogue.Markdown(), "run the test with QINGYUAN_WRITE=1 and commit");
    }
}
