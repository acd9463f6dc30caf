using Qingyuan.App.Screens.Admin;

namespace Qingyuan.Tests.App.Screens.Admin;

public sealed class AuditFilesTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("达瓦", "达瓦")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("", "")]
    public void A_cell_is_text_and_never_a_formula(string text, string cell) =>
        Assert.Equal(cell, AuditFiles.Cell(text));
}
