namespace Qingyuan.App.Screens.Components;

/// <summary>Whether a part of two texts stands in both.</summary>
internal enum TextPart { Same, Removed, Added }

/// <summary>
/// The shortest difference of two short texts (文字差异), by characters for Han and by whole words and numbers for the
/// rest, so that 386.4 against 410.4 is one change and not three.
/// </summary>
internal static class Difference
{
    /// <summary>Above this many tokens on a side the texts are shown as wholly different.</summary>
    public const int TokensMax = 2_000;

    public static IReadOnlyList<(TextPart Kind, string Text)> Parts(string old, string now)
    {
        string[] a = Tokens(old), b = Tokens(now);
        if (a.Length > TokensMax || b.Length > TokensMax)
            return [.. One(TextPart.Removed, old), .. One(TextPart.Added, now)];
        int[,] common = Common(a, b);
        List<(TextPart Kind, string Text)> parts = [];
        int i = 0, j = 0;
        while (i < a.Length || j < b.Length)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
            {
                Add(parts, TextPart.Same, a[i++]);
                j++;
            }
            else if (j == b.Length || i < a.Length && common[i + 1, j] >= common[i, j + 1])
                Add(parts, TextPart.Removed, a[i++]);
            else
                Add(parts, TextPart.Added, b[j++]);
        }
        return parts;
    }

    /// <summary>Length of the longest common subsequence of the rests from (i, j).</summary>
    private static int[,] Common(string[] a, string[] b)
    {
        int[,] common = new int[a.Length + 1, b.Length + 1];
        for (int i = a.Length - 1; i >= 0; i--)
            for (int j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j]
                    ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }

    private static string[] Tokens(string text)
    {
        List<string> tokens = [];
        for (int at = 0; at < text.Length;)
        {
            int end = at + 1;
            if (IsWord(text[at]))
                while (end < text.Length && IsWord(text[end]))
                    end++;
            else if (char.IsHighSurrogate(text[at]) && end < text.Length)
                end++;
            tokens.Add(text[at..end]);
            at = end;
        }
        return [.. tokens];
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';

    private static void Add(List<(TextPart Kind, string Text)> parts, TextPart kind, string text)
    {
        if (parts.Count > 0 && parts[^1].Kind == kind)
            parts[^1] = (kind, parts[^1].Text + text);
        else
            parts.Add((kind, text));
    }

    private static (TextPart, string)[] One(TextPart kind, string text) => text.Length == 0 ? [] : [(kind, text)];
}
