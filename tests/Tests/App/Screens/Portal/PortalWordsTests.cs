using System.Text.RegularExpressions;
using Qingyuan.App.Screens.Portal;

namespace Qingyuan.Tests.App;

public sealed partial class PortalWordsTests
{
    [Fact]
    public void English_says_everything_and_Tibetan_nothing_that_Chinese_does_not()
    {
        HashSet<string> chinese = [.. PortalWords.KeysOf("zh")];
        Assert.Equal(chinese.Order(StringComparer.Ordinal), PortalWords.KeysOf("en").Order(StringComparer.Ordinal));
        Assert.Empty(PortalWords.KeysOf("bo").Except(chinese));
        // Long legends may wait for a translator; what a citizen reads first may not.
        Assert.True(PortalWords.KeysOf("bo").Count() >= chinese.Count * 95 / 100);
    }

    [Fact]
    public void Every_slot_of_a_text_is_a_slot_of_the_Chinese_one()
    {
        PortalWords chinese = PortalWords.Of("zh");
        foreach (string language in (string[])["en", "bo"])
        {
            PortalWords words = PortalWords.Of(language);
            foreach (string key in PortalWords.KeysOf(language))
                Assert.Subset(Slots(chinese[key]), Slots(words[key]));
        }
    }

    [Fact]
    public void Tibetan_that_nobody_approved_has_no_reviewer() => Assert.Empty(PortalWords.Of("bo").Reviewer);

    [Fact]
    public void An_unknown_language_is_Chinese() => Assert.Equal("zh-CN", PortalWords.Of("xx").Tag);

    private static HashSet<string> Slots(string text) => [.. SlotPattern().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex SlotPattern();
}
