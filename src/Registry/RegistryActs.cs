using System.Globalization;
using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>
/// The entries that this room writes into <c>acts</c> and how their contents read. A statement holds from its
/// <c>from</c>; a later act with the same <c>from</c> about the same thing takes its place. Nothing is edited.
/// </summary>
public static class RegistryActs
{
    public const string DischargerRegistered = "discharger.registered.v1";
    public const string DischargerClosed = "discharger.closed.v1";
    public const string OutletRegistered = "outlet.registered.v1";
    public const string OutletClosed = "outlet.closed.v1";
    public const string DeviceRegistered = "device.registered.v1";
    public const string DeviceClosed = "device.closed.v1";
    public const string DeviceKeySet = "device.key.set.v1";
    public const string FactorsSet = "factors.set.v1";
    public const string SiteRegistered = "site.registered.v1";
    public const string SiteClosed = "site.closed.v1";

    /// <summary>
    /// The <c>from</c> of what holds from the beginning: everything that ever arrived is interpreted by it.
    /// </summary>
    public static readonly DateTimeOffset FromTheBeginning = Hj212.Beijing.FromMilliseconds(0);

    internal static JsonObject Write(Discharger d, DateTimeOffset from) => new()
    {
        ["id"] = d.Id,
        ["name"] = d.Name,
        ["region"] = d.Region,
        ["county"] = d.County,
        ["industry"] = d.Industry,
        ["address"] = d.Address,
        ["simulated"] = d.Simulated,
        ["from"] = Act.TimeText(from),
    };

    internal static JsonObject Write(Outlet o, DateTimeOffset from) => new()
    {
        ["id"] = o.Id,
        ["discharger"] = o.Discharger,
        ["code"] = o.Code,
        ["name"] = o.Name,
        ["kind"] = o.Kind == OutletKind.FlueGas ? "flueGas" : "wasteWater",
        ["process"] = o.Process,
        ["referenceO2"] = Text(o.ReferenceO2),
        ["altitudeMetres"] = o.AltitudeMetres,
        ["minuteInterval"] = o.MinuteInterval,
        ["from"] = Act.TimeText(from),
    };

    internal static JsonObject Write(Device d) => new()
    {
        ["mn"] = d.Mn,
        ["outlet"] = d.Outlet,
        ["edition"] = d.Edition,
        ["passwordHash"] = d.PasswordHash,
        ["clockOffsetSeconds"] = d.ClockOffsetSeconds,
        ["from"] = Act.TimeText(d.From),
    };

    internal static JsonObject Write(DeviceKey k) => new()
    {
        ["mn"] = k.Mn,
        ["key"] = k.Id,
        ["digest"] = k.Digest,
        ["from"] = Act.TimeText(k.From),
    };

    internal static JsonObject Write(string outlet, DateTimeOffset from, IEnumerable<OutletFactor> factors) => new()
    {
        ["outlet"] = outlet,
        ["from"] = Act.TimeText(from),
        ["factors"] = new JsonArray([.. factors.Select(f => (JsonNode)new JsonObject
        {
            ["code"] = f.Code, ["name"] = f.Name, ["unit"] = f.Unit, ["resolution"] = f.Resolution,
            ["limit"] = Text(f.Limit), ["limitOn"] = f.LimitOn == LimitOn.Hour ? "hour" : "day",
            ["corrected"] = f.Corrected, ["document"] = f.Document, ["clause"] = f.Clause,
        })]),
    };

    internal static JsonObject Write(AmbientSite s, DateTimeOffset from) => new()
    {
        ["id"] = s.Id,
        ["kind"] = s.Kind switch { SiteKind.Air => "air", SiteKind.River => "river", _ => "lake" },
        ["name"] = s.Name,
        ["nameBo"] = s.NameBo,
        ["nameEn"] = s.NameEn,
        ["region"] = s.Region,
        ["county"] = s.County,
        ["water"] = s.Water,
        ["altitudeMetres"] = s.AltitudeMetres,
        ["target"] = s.Target,
        ["factors"] = s.Factors,
        ["actual"] = s.Actual,
        ["simulated"] = s.Simulated,
        ["from"] = Act.TimeText(from),
    };

    /// <param name="key">The key's name in the content: <c>id</c> or <c>mn</c>.</param>
    internal static JsonObject WriteClosure(string key, string id, DateTimeOffset from) => new()
    {
        [key] = id,
        ["from"] = Act.TimeText(from),
    };

    internal static Discharger ReadDischarger(JsonObject c) => new(
        Text(c, "id"), Text(c, "name"), Text(c, "region"), Text(c, "county"), Text(c, "industry"), Text(c, "address"),
        Value<bool>(c, "simulated"));

    internal static Outlet ReadOutlet(JsonObject c) => new(
        Text(c, "id"), Text(c, "discharger"), Text(c, "code"), Text(c, "name"),
        Text(c, "kind") switch
        {
            "flueGas" => OutletKind.FlueGas,
            "wasteWater" => OutletKind.WasteWater,
            var other => throw new FormatException($"kind {other}"),
        },
        Text(c, "process"), Number(c, "referenceO2"), Value<int>(c, "altitudeMetres"), Value<int>(c, "minuteInterval"));

    internal static AmbientSite ReadSite(JsonObject c) => new(
        Text(c, "id"),
        Text(c, "kind") switch
        {
            "air" => SiteKind.Air,
            "river" => SiteKind.River,
            "lake" => SiteKind.Lake,
            var other => throw new FormatException($"kind {other}"),
        },
        Text(c, "name"), Text(c, "nameBo"), Text(c, "nameEn"), Text(c, "region"), Text(c, "county"), Text(c, "water"),
        Value<int>(c, "altitudeMetres"), Text(c, "target"), Text(c, "factors"), Value<bool>(c, "actual"),
        Value<bool>(c, "simulated"));

    internal static Device ReadDevice(JsonObject c) => new(
        Text(c, "mn"), Text(c, "outlet"), Value<int>(c, "edition"), c["passwordHash"]?.GetValue<string>(),
        Value<int>(c, "clockOffsetSeconds"), From(c), null);

    internal static DeviceKey ReadKey(JsonObject c) => new(Text(c, "mn"), Text(c, "key"), Text(c, "digest"), From(c));

    internal static IReadOnlyList<OutletFactor> ReadFactors(JsonObject c)
    {
        var outlet = Text(c, "outlet");
        var from = From(c);
        var array = c["factors"] as JsonArray ?? throw new FormatException("factors");
        var objects = array.Select(node => node as JsonObject ?? throw new FormatException("factors"));
        List<OutletFactor> factors = [.. objects.Select(f =>
            new OutletFactor(
                outlet, Text(f, "code"), Text(f, "name"), Text(f, "unit"), Text(f, "resolution"), Number(f, "limit"),
                Text(f, "limitOn") switch
                {
                    "hour" => LimitOn.Hour,
                    "day" => LimitOn.Day,
                    var other => throw new FormatException($"limitOn {other}"),
                },
                Value<bool>(f, "corrected"), Text(f, "document"), Text(f, "clause"), from, null))];
        return factors.DistinctBy(f => f.Code).Count() == factors.Count
            ? factors
            : throw new FormatException("a factor stands twice in the set");
    }

    internal static DateTimeOffset From(JsonObject content) => Act.ReadTime(Text(content, "from"));

    internal static string Text(JsonObject content, string key) =>
        content[key]?.GetValue<string>() ?? throw new FormatException(key);

    /// <summary>Digits as they were stated; a JSON number could lose the last zero.</summary>
    internal static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static T Value<T>(JsonObject content, string key) where T : struct =>
        content[key] is { } node ? node.GetValue<T>() : throw new FormatException(key);

    private static decimal? Number(JsonObject content, string key) => content[key]?.GetValue<string>() is { } text
        ? decimal.Parse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        : null;
}
