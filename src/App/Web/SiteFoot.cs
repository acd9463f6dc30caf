using System.Text.Json;

namespace Qingyuan.App.Web;

/// <summary>
/// What a government site says about itself (政府网站页脚), from <c>DIR/site.json</c>; an empty item is not shown.
/// 政府网站发展指引 (国办发〔2017〕47号) asks for them; nothing is made up where the operator has not filled them in.
/// </summary>
internal sealed record SiteFoot
{
    /// <summary>主办单位</summary>
    public string Host { get; init; } = "";
    /// <summary>维护单位</summary>
    public string Keeper { get; init; } = "";
    /// <summary>网站标识码</summary>
    public string SiteCode { get; init; } = "";
    /// <summary>ICP 备案号</summary>
    public string Icp { get; init; } = "";
    /// <summary>公安备案号</summary>
    public string Police { get; init; } = "";
    /// <summary>举报电话</summary>
    public string Phones { get; init; } = "";
    /// <summary>联系方式</summary>
    public string Contact { get; init; } = "";
    /// <summary>政府网站找错: an address on a government site.</summary>
    public string FaultAddress { get; init; } = "";

    public const int FileBytesMax = 16 << 10;
    public const string FileName = "site.json";

    /// <summary>Nothing where there is no file. Throws for a file that does not read, with what to do.</summary>
    public static SiteFoot Load(string directory)
    {
        string file = Path.Combine(directory, FileName);
        if (!File.Exists(file))
            return new SiteFoot();
        if (new FileInfo(file).Length > FileBytesMax)
            throw new InvalidDataException($"{file} is larger than {FileBytesMax} bytes; it holds only the footer.");
        try
        {
            SiteFoot foot = JsonSerializer.Deserialize<SiteFoot>(File.ReadAllBytes(file), JsonSerializerOptions.Web)
                ?? new SiteFoot();
            bool isAddress = foot.FaultAddress.Length == 0
                || foot.FaultAddress.StartsWith("https://", StringComparison.Ordinal);
            return isAddress ? foot
                : throw new InvalidDataException($"{file}: faultAddress must begin with https:// or be left out.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is no JSON of the footer: {e.Message} See docs/operate.");
        }
    }

    /// <summary>The word key and the text of each item that is filled in.</summary>
    public IEnumerable<(string Key, string Text)> Items => new[]
    {
        ("foot.host", Host), ("foot.code", SiteCode), ("foot.phone", Phones), ("foot.keeper", Keeper),
        ("foot.icp", Icp), ("foot.police", Police), ("foot.contact", Contact),
    }.Where(i => i.Item2.Length > 0);
}
