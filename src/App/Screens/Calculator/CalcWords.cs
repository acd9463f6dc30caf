using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace Qingyuan.App.Screens.Calculator;

/// <summary>
/// The calculator's texts in one language (文字资源), from <c>Words*.resx</c>. A text that a language lacks is shown in
/// Chinese. Tibetan texts carry the name of their reviewer, or the page says that nobody has approved them.
/// </summary>
internal sealed class CalcWords
{
    private static readonly FrozenDictionary<string, ResourceManager> s_languages = new Dictionary<string, string>
    {
        ["zh"] = "WordsZh",
        ["en"] = "WordsEn",
        ["bo"] = "WordsBo",
    }.ToFrozenDictionary(l => l.Key, l => new ResourceManager(
        $"{typeof(CalcWords).Namespace}.{l.Value}", typeof(CalcWords).Assembly));

    private readonly ResourceManager _own;

    private CalcWords(string language) => (Language, _own) = (language, s_languages[language]);

    public static IReadOnlyList<(string Language, string Name)> Languages { get; } =
        [("zh", "中文"), ("bo", "བོད་ཡིག"), ("en", "English")];

    /// <summary><c>zh</c>, <c>en</c> or <c>bo</c>.</summary>
    public string Language { get; }

    public bool IsChinese => Language == "zh";

    /// <summary>Empty = nobody has approved the texts of this language.</summary>
    public string Reviewer => _own.GetString("reviewer", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The word; the key itself where no language has it, so that a test sees it.</summary>
    public string this[string key] => Find(key) ?? key;

    public string? Find(string key) => _own.GetString(key, CultureInfo.InvariantCulture)
        ?? s_languages["zh"].GetString(key, CultureInfo.InvariantCulture);

    public string Say(string key, params ReadOnlySpan<object?> slots) =>
        string.Format(CultureInfo.InvariantCulture, this[key], slots);

    /// <summary>An unknown language is Chinese.</summary>
    public static CalcWords Of(string? language) =>
        new(language is not null && s_languages.ContainsKey(language) ? language : "zh");

    /// <summary>The keys of one language, for the test that compares them.</summary>
    internal static IEnumerable<string> KeysOf(string language) =>
        s_languages[language].GetResourceSet(CultureInfo.InvariantCulture, true, false)!
            .Cast<System.Collections.DictionaryEntry>().Select(e => (string)e.Key);
}
