using CsCheck;
using Qingyuan.App.Screens.Components;

namespace Qingyuan.Tests.App.Screens.Components;

public sealed class DifferenceTests
{
    [Fact]
    public void A_number_that_changes_is_one_change()
    {
        Assert.Equal(
            [(TextPart.Same, "斜率 "), (TextPart.Removed, "1.000"), (TextPart.Added, "0.880")],
            Difference.Parts("斜率 1.000", "斜率 0.880"));
    }

    [Fact]
    public void Han_characters_are_compared_one_by_one()
    {
        Assert.Equal(
            [(TextPart.Same, "校准"), (TextPart.Added, "和换泵")], Difference.Parts("校准", "校准和换泵"));
    }

    [Fact]
    public void The_parts_give_both_texts_again()
    {
        Gen.Select(Gen.String[Gen.Char["ab1 校准"], 0, 30], Gen.String[Gen.Char["ab1 校准"], 0, 30]).Sample((a, b) =>
        {
            var parts = Difference.Parts(a, b);
            return a == string.Concat(parts.Where(p => p.Kind != TextPart.Added).Select(p => p.Text))
                && b == string.Concat(parts.Where(p => p.Kind != TextPart.Removed).Select(p => p.Text));
        });
    }

    [Fact]
    public void Texts_that_are_too_long_are_wholly_different()
    {
        string a = string.Concat(Enumerable.Repeat("校", Difference.TokensMax + 1));
        Assert.Equal([(TextPart.Removed, a), (TextPart.Added, "准")], Difference.Parts(a, "准"));
    }
}
