using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Portal;

/// <summary>The place that somebody asked for (我的位置): a prefecture, and a county of it where one was named.</summary>
/// <param name="NotFound">What was asked and is no place here; null = found.</param>
internal sealed record PlaceChoice(Prefecture Prefecture, string County, string? NotFound)
{
    public const int QueryCharactersMax = 60;

    private const string Cookie = "place";

    /// <summary>The station of the county, else the prefecture as a whole.</summary>
    public string AirPlace(IReadOnlyList<AmbientSite> sites) =>
        sites.FirstOrDefault(s => !s.IsWater && IsHere(s))?.Id ?? Prefecture.Key;

    /// <summary>The section of the county, else the first river section of the prefecture; null = none.</summary>
    public AmbientSite? Section(IReadOnlyList<AmbientSite> sites) =>
        sites.FirstOrDefault(s => s.IsWater && IsHere(s))
        ?? sites.FirstOrDefault(s => s.Kind == SiteKind.River && s.Region == Prefecture.Name);

    /// <summary>From the address, else from what this browser remembers, else the capital.</summary>
    public static PlaceChoice Of(HttpContext context, IReadOnlyList<AmbientSite> sites)
    {
        string asked = context.Request.Query["place"].ToString().Trim();
        if (asked.Length > QueryCharactersMax)
            asked = asked[..QueryCharactersMax];
        string kept = context.Request.Cookies[Cookie] ?? "";
        if (asked.Length == 0)
            return Find(kept, sites) ?? new PlaceChoice(Prefecture.All[0], "", null);
        if (Find(asked, sites) is not { } found)
            return (Find(kept, sites) ?? new PlaceChoice(Prefecture.All[0], "", null)) with { NotFound = asked };
        string keep = found.County.Length > 0 ? found.County : found.Prefecture.Key;
        if (keep != kept && !context.Response.HasStarted)
            context.Response.Cookies.Append(Cookie, keep, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                MaxAge = TimeSpan.FromDays(365),
                Secure = context.Request.IsHttps,
            });
        return found;
    }

    /// <summary>
    /// A prefecture by any of its names, or a county with a site. The later word counts: 拉萨市 城关区 is the county.
    /// </summary>
    public static PlaceChoice? Find(string text, IReadOnlyList<AmbientSite> sites)
    {
        if (text.Length == 0)
            return null;
        string plain = text.Replace(" ", "", StringComparison.Ordinal);
        AmbientSite? site = sites.FirstOrDefault(s => s.County.Length > 0 && NamesCounty(plain, text, s));
        if (site is not null)
            return new PlaceChoice(Prefecture.Of(site.Region)!, site.County, null);
        return Prefecture.All.FirstOrDefault(p => plain.Contains(p.Name, StringComparison.Ordinal)
            || Same(plain, p.Key) || Same(plain, p.NameEn)
            || text.Contains(p.NameBo.TrimEnd('།'), StringComparison.Ordinal))
            is { } prefecture ? new PlaceChoice(prefecture, "", null) : null;
    }

    private bool IsHere(AmbientSite s) => County.Length > 0 && s.County == County && s.Region == Prefecture.Name;

    private static bool NamesCounty(string plain, string text, AmbientSite s)
    {
        string shortName = s.County.Length > 2 ? s.County[..^1] : s.County;
        return plain.Contains(shortName, StringComparison.Ordinal)
            || (s.NameEn.Length > 0 && !s.IsWater && Same(text, s.NameEn))
            || (s.NameBo.Length > 0 && text.Contains(s.NameBo.TrimEnd('།', '་'), StringComparison.Ordinal));
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
