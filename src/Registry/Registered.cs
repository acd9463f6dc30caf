namespace Qingyuan.Registry;

/// <summary>A discharger (排污单位).</summary>
/// <param name="Id">Unified social credit code (统一社会信用代码) or our own id.</param>
/// <param name="Region">One of the seven prefectures (地市), e.g. 拉萨.</param>
/// <param name="Simulated">Marked 模拟 on every screen.</param>
public sealed record Discharger(
    string Id, string Name, string Region, string County, string Industry, string Address, bool Simulated);

public enum OutletKind { FlueGas, WasteWater }

/// <summary>An outlet (排放口), e.g. DA002 2# 窑尾.</summary>
/// <param name="Id">Discharger id + "-" + code.</param>
/// <param name="ReferenceO2">Reference oxygen content (基准含氧量) in %, null = no correction.</param>
/// <param name="MinuteInterval">Minutes of its minute data.</param>
public sealed record Outlet(
    string Id, string Discharger, string Code, string Name, OutletKind Kind, string Process,
    decimal? ReferenceO2, int AltitudeMetres, int MinuteInterval);

/// <summary>A data logger (数采仪) as bound to an outlet from a day on.</summary>
/// <param name="Edition">2005, 2017 or 2025.</param>
/// <param name="PasswordHash">Salted hash of PW, null = not checked.</param>
/// <param name="ClockOffsetSeconds">Known offset of its clock against ours (device − ours).</param>
public sealed record Device(
    string Mn, string Outlet, int Edition, string? PasswordHash, int ClockOffsetSeconds,
    DateTimeOffset From, DateTimeOffset? To);

/// <summary>
/// The name of an SM4 key (国密密钥) of a device and the instant from which it holds. Never the key: that is a secret
/// and lies outside the ledger.
/// </summary>
/// <param name="Digest">SHA-256 over MN, id and key: tells whether a key file is the one that was meant.</param>
public sealed record DeviceKey(string Mn, string Id, string Digest, DateTimeOffset From);

/// <summary>What is measured at an outlet and what it is held to, in force over a time.</summary>
/// <param name="Code">HJ 212 factor code, e.g. a21002.</param>
/// <param name="Resolution">Smallest step of the reported value, as text, e.g. 0.1.</param>
/// <param name="Limit">Null = measured but not limited.</param>
/// <param name="LimitOn">Whether the hour's or the day's mean is held to it.</param>
/// <param name="Corrected">The limit is on the value converted to reference oxygen (折算).</param>
/// <param name="Document">The standard or permit, and its clause, that the limit comes from.</param>
public sealed record OutletFactor(
    string Outlet, string Code, string Name, string Unit, string Resolution, decimal? Limit, LimitOn LimitOn,
    bool Corrected, string Document, string Clause, DateTimeOffset From, DateTimeOffset? To);

public enum LimitOn { Hour, Day }
