namespace Qingyuan.Registry;

/// <summary>What a site of the environment measures. Stored numbers; they may only grow.</summary>
public enum SiteKind { Air, River, Lake }

/// <summary>
/// A site where the environment itself is measured (环境监测点位): an ambient air station (空气自动站) or a surface-water
/// section (断面). Belongs to no discharger.
/// </summary>
/// <param name="NameBo">Tibetan; empty = not known. Nobody has approved it unless a page says so.</param>
/// <param name="Region">One of the seven prefectures (地市), e.g. 拉萨.</param>
/// <param name="Water">The river or lake; empty for an air station.</param>
/// <param name="Target">
/// What it is held to: the grade 1 or 2 of its air zone (GB 3095 4.1), or the class Ⅰ to Ⅴ of its water zone
/// (GB 3838 3).
/// </param>
/// <param name="Factors">HJ 212 codes of what it measures, parted by one space.</param>
/// <param name="Actual">
/// Its gases are sent in the state of the air as it is (实际状态) and must be converted to the reference state; at 4,000 m
/// that is a factor of 1.6.
/// </param>
public sealed record AmbientSite(
    string Id, SiteKind Kind, string Name, string NameBo, string NameEn, string Region, string County, string Water,
    int AltitudeMetres, string Target, string Factors, bool Actual, bool Simulated)
{
    public bool IsWater => Kind != SiteKind.Air;

    public string[] Codes =>
        Factors.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
