using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace Qingyuan.App.Screens.Portal;

/// <summary>
/// The portal's texts in one language (文字资源), from <c>Portal*.resx</c>. A text that a language lacks is shown in
/// Chinese. Tibetan texts carry the name of their reviewer, or pages say that nobody has approved them.
/// </summary>
internal sealed class PortalWords
{
    private const string Cookie = "lang";

    private static readonly FrozenDictionary<string, ResourceManager> s_languages = new Dictionary<string, string>
    {
        ["zh"] = "PortalZh",
        ["en"] = "PortalEn",
        ["bo"] = "PortalBo",
    }.ToFrozenDictionary(l => l.Key, l => new ResourceManager(
        $"{typeof(PortalWords).Namespace}.{l.Value}", typeof(PortalWords).Assembly));

    private readonly ResourceManager _own;

    private PortalWords(string language) => (Language, _own) = (language, s_languages[language]);

    public static IReadOnlyList<(string Language, string Name)> Languages { get; } =
        [("zh", "中文"), ("bo", "བོད་ཡིག"), ("en", "English")];

    /// <summary><c>zh</c>, <c>en</c> or <c>bo</c>.</summary>
    public string Language { get; }

    public bool IsChinese => Language == "zh";

    /// <summary>For the <c>lang</c> attribute.</summary>
    public string Tag => TagOf(Language);

    /// <summary>Empty = nobody has approved the texts of this language.</summary>
    public string Reviewer => _own.GetString("reviewer", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The word; the key itself where no language has it, so that a test sees it.</summary>
    public string this[string key] => Find(key) ?? key;

    public string? Find(string key) => _own.GetString(key, CultureInfo.InvariantCulture)
        ?? s_languages["zh"].GetString(key, CultureInfo.InvariantCulture);

    public string Say(string key, params ReadOnlySpan<object?> slots) =>
        string.Format(CultureInfo.InvariantCulture, this[key], slots);

    /// <summary>An unknown language is Chinese.</summary>
    public static PortalWords Of(string? language) =>
        new(language is not null && s_languages.ContainsKey(language) ? language : "zh");

    /// <summary>
    /// The language of a request: what its address says, else what the reader chose before. Work pages are Chinese.
    /// </summary>
    public static PortalWords Of(HttpContext context) => Of(LanguageOf(context));

    public static string LanguageOf(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/w"))
            return "zh";
        string asked = context.Request.Query["lang"].ToString();
        string language = s_languages.ContainsKey(asked) ? asked : context.Request.Cookies[Cookie] ?? "zh";
        return s_languages.ContainsKey(language) ? language : "zh";
    }

    /// <summary>Keeps what the address asked for, in this browser only.</summary>
    public static void Remember(HttpContext context)
    {
        string asked = context.Request.Query["lang"].ToString();
        if (!s_languages.ContainsKey(asked) || context.Request.Cookies[Cookie] == asked || context.Response.HasStarted)
            return;
        context.Response.Cookies.Append(Cookie, asked, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            MaxAge = TimeSpan.FromDays(365),
            Secure = context.Request.IsHttps,
        });
    }

    /// <summary>The same address in another language.</summary>
    public static string Link(HttpContext context, string language)
    {
        var query = context.Request.Query.Where(q => q.Key != "lang")
            .SelectMany(q => q.Value.Select(v => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(v ?? "")}"))
            .Append("lang=" + language);
        return context.Request.Path + "?" + string.Join('&', query);
    }

    public static string TagOf(string language) => language == "zh" ? "zh-CN" : language;

    /// <summary>The keys of one language, for the test that compares them.</summary>
    internal static IEnumerable<string> KeysOf(string language) =>
        s_languages[language].GetResourceSet(CultureInfo.InvariantCulture, true, false)!
            .Cast<System.Collections.DictionaryEntry>().Select(e => (string)e.Key);
}
