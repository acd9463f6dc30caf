using System.Collections.Frozen;
using System.Reflection;

namespace Qingyuan.App.Screens.Search;

/// <summary>
/// First letters of the readings of Chinese characters (拼音首字母): <c>高天水泥</c> is found by <c>gtsn</c>. The 6,763
/// characters of GB 2312-80, each under every letter that one of its readings begins with; readings of
/// pinyin-pro 3.29.4
/// (MIT), which takes them from the Unihan database.
/// </summary>
internal static class Initials
{
    private static readonly FrozenDictionary<char, string> _letters = Load();

    /// <summary>Every letter that the character may begin with; itself in lower case when it is none of ours.</summary>
    public static string Of(char c) => _letters.TryGetValue(c, out string? letters)
        ? letters : char.ToLowerInvariant(c).ToString();

    /// <summary>
    /// Somewhere in the text a run of characters begins with these letters; what is no letter is skipped.
    /// </summary>
    public static bool Matches(string text, string letters)
    {
        if (letters.Length == 0)
            return true;
        char[] sounding = [.. text.Where(char.IsLetterOrDigit)];
        for (int at = 0; at + letters.Length <= sounding.Length; at++)
        {
            int i = 0;
            while (i < letters.Length && Of(sounding[at + i]).Contains(letters[i], StringComparison.Ordinal))
                i++;
            if (i == letters.Length)
                return true;
        }
        return false;
    }

    private static FrozenDictionary<char, string> Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("initials.csv")
            ?? throw new InvalidOperationException("initials.csv is not in the program");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        Dictionary<char, string> letters = [];
        while (reader.ReadLine() is { } line)
            foreach (char c in line.AsSpan(2))
                letters[c] = letters.GetValueOrDefault(c, "") + line[0];
        return letters.ToFrozenDictionary();
    }
}
