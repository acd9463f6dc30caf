namespace Qingyuan.Tests.Tidy;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Tree
{
    private static readonly string Root = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public static string Relative(string path) => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Files below a folder, without what builds and package managers made.</summary>
    public static IEnumerable<string> Files(string under, string ending = "") =>
        Directory.EnumerateFiles(Path(under), "*" + ending, Below)
            .Where(f => !Relative(f).Split('/').Any(Made.Contains))
            .Where(f => !Relative(f).StartsWith("src/App/wwwroot/lib/", StringComparison.Ordinal));

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };
    private static readonly HashSet<string> Made = ["bin", "obj", "node_modules", ".git", "TestResults"];

    private static string Find()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(System.IO.Path.Combine(at.FullName, "Qingyuan.slnx")))
            at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("The tests run from inside a checkout of Qingyuan.");
    }
}
