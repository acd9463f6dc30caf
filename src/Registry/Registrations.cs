using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>An act that may be appended, or why not. Exactly one of the two.</summary>
public sealed record Registration(Act? Act, IReadOnlyList<Refusal> Refusals)
{
    public bool IsRefused => Act is null;
}

/// <summary>
/// What a person can register (登记): checks a statement against the register and gives the act to append. One object
/// serves one form or one file: what it accepted counts as registered for what comes after. Never appends anything
/// and never changes the register.
/// </summary>
/// <param name="by">The person.</param>
/// <param name="power">The power in force, e.g. <c>register.write</c>.</param>
public sealed class Registrations(Register register, TimeProvider clock, string by, string power = Powers.RegisterWrite)
{
    /// <summary>
    /// Dischargers install, use and connect automatic monitoring: the reason why outlets and loggers are
    /// registered.
    /// </summary>
    public const string Clause = "排污许可管理条例 第二十条";

    /// <summary>The state keeps the monitoring network and its sites (环境质量监测网).</summary>
    public const string SiteClause = "环境保护法 第十七条";

    private readonly HashSet<string> _dischargers = [];
    private readonly Dictionary<string, Outlet> _outlets = [];
    private readonly HashSet<string> _sites = [];
    private readonly HashSet<string> _devices = [];

    /// <param name="from">From when it holds; null = from the beginning.</param>
    public Registration RegisterDischarger(Discharger discharger, DateTimeOffset? from = null)
    {
        var refusals = RegistrationRules.Of(discharger);
        CheckFrom(from, refusals);
        if (refusals.Count == 0)
            _dischargers.Add(discharger.Id);
        return Give(refusals, RegistryActs.DischargerRegistered, () => RegistryActs.Write(discharger, Start(from)));
    }

    /// <param name="from">From when it holds; null = from the beginning.</param>
    public Registration RegisterOutlet(Outlet outlet, DateTimeOffset? from = null)
    {
        var refusals = RegistrationRules.Of(outlet);
        CheckFrom(from, refusals);
        if (register.Discharger(outlet.Discharger) is null && !_dischargers.Contains(outlet.Discharger))
        {
            refusals.Add(Refusal.Of("outlet.discharger.unknown", Clause,
                $"排污单位 {outlet.Discharger} 尚未登记；请先登记该单位，或改正单位编号。", "discharger"));
        }
        if (refusals.Count == 0)
            _outlets[outlet.Id] = outlet;
        return Give(refusals, RegistryActs.OutletRegistered, () => RegistryActs.Write(outlet, Start(from)));
    }

    /// <summary>Registers a site of the environment (点位).</summary>
    /// <param name="from">From when it holds; null = from the beginning.</param>
    public Registration RegisterSite(AmbientSite site, DateTimeOffset? from = null)
    {
        var refusals = SiteRules.Of(site);
        CheckFrom(from, refusals);
        if (register.Outlet(site.Id) is not null || _outlets.ContainsKey(site.Id))
            refusals.Add(Refusal.Of("site.id.taken", "", $"{site.Id} 已经是一个排放口的编号；请换一个。", "id"));
        if (refusals.Count == 0)
            _sites.Add(site.Id);
        return Give(refusals, RegistryActs.SiteRegistered, () => RegistryActs.Write(site, Start(from)), SiteClause);
    }

    /// <summary>Ends the registration of a site; its past stays.</summary>
    public Registration CloseSite(string id, DateTimeOffset from)
    {
        List<Refusal> refusals = [];
        CheckFrom(from, refusals);
        if (register.Site(id) is null && !_sites.Contains(id))
            refusals.Add(Refusal.Of("site.unknown", SiteClause, $"没有登记过点位 {id}；请核对编号。", "id"));
        return Give(refusals, RegistryActs.SiteClosed, () => RegistryActs.WriteClosure("id", id, from), SiteClause);
    }

    /// <summary>
    /// Binds a device from <see cref="Device.From"/> on. Its PasswordHash is taken over when no password is given.
    /// </summary>
    /// <param name="password">PW in clear; kept only as its hash. Null or empty = see above.</param>
    public Registration RegisterDevice(Device device, string? password = null)
    {
        var refusals = RegistrationRules.Of(device, password);
        CheckFrom(device.From, refusals);
        if (register.Site(device.Outlet) is null && !_sites.Contains(device.Outlet))
            CheckOutlet(device.Outlet, refusals);
        if (refusals.Count == 0)
            _devices.Add(device.Mn);
        return Give(refusals, RegistryActs.DeviceRegistered, () => RegistryActs.Write(
            string.IsNullOrEmpty(password) ? device : device with { PasswordHash = PasswordHash.Of(password) }));
    }

    /// <summary>
    /// States all factors of an outlet from an instant on; what is not in the list is no longer measured.
    /// </summary>
    /// <param name="from">Null = from the beginning.</param>
    public Registration RegisterFactors(string outlet, IReadOnlyList<OutletFactor> factors, DateTimeOffset? from = null)
    {
        var refusals = RegistrationRules.Of(factors);
        CheckFrom(from, refusals);
        CheckOutlet(outlet, refusals);
        var known = _outlets.GetValueOrDefault(outlet) ?? register.Outlet(outlet);
        foreach (var factor in factors.Where(f => f.Corrected && known is { ReferenceO2: null }))
        {
            refusals.Add(Refusal.Of("factor.corrected.o2", factor.Clause,
                $"{factor.Code} 按折算浓度考核，但排放口没有基准含氧量；请先登记基准含氧量，或改为按实测浓度。", "corrected"));
        }
        return Give(refusals, RegistryActs.FactorsSet, () => RegistryActs.Write(outlet, Start(from), factors));
    }

    /// <summary>
    /// States which SM4 key a device uses from an instant on; keep the key in <c>DeviceKeys</c> first.
    /// </summary>
    public Registration SetDeviceKey(DeviceKey key)
    {
        List<Refusal> refusals = [];
        CheckFrom(key.From, refusals);
        CheckDevice(key.Mn, refusals);
        return Give(refusals, RegistryActs.DeviceKeySet, () => RegistryActs.Write(key));
    }

    /// <summary>Ends the registration of a discharger; its past stays.</summary>
    public Registration CloseDischarger(string id, DateTimeOffset from)
    {
        List<Refusal> refusals = [];
        CheckFrom(from, refusals);
        if (register.Discharger(id) is null && !_dischargers.Contains(id))
            refusals.Add(Refusal.Of("discharger.unknown", Clause, $"没有登记过排污单位 {id}；请核对编号。", "id"));
        if (register.OutletsOf(id) is { Count: > 0 } open)
        {
            refusals.Add(Refusal.Of("discharger.outlets.open", Clause,
                $"该单位还有 {open.Count} 个未关闭的排放口（如 {open[0].Code}）；请先关闭排放口。", "id"));
        }
        return Give(refusals, RegistryActs.DischargerClosed, () => RegistryActs.WriteClosure("id", id, from));
    }

    /// <summary>Ends the registration of an outlet; its past stays.</summary>
    public Registration CloseOutlet(string id, DateTimeOffset from)
    {
        List<Refusal> refusals = [];
        CheckFrom(from, refusals);
        CheckOutlet(id, refusals);
        return Give(refusals, RegistryActs.OutletClosed, () => RegistryActs.WriteClosure("id", id, from));
    }

    /// <summary>Unbinds a device from its outlet; what it sends from then on waits to be registered.</summary>
    public Registration CloseDevice(string mn, DateTimeOffset from)
    {
        List<Refusal> refusals = [];
        CheckFrom(from, refusals);
        CheckDevice(mn, refusals);
        return Give(refusals, RegistryActs.DeviceClosed, () => RegistryActs.WriteClosure("mn", mn, from));
    }

    private static DateTimeOffset Start(DateTimeOffset? from) => from ?? RegistryActs.FromTheBeginning;

    private void CheckOutlet(string id, List<Refusal> refusals)
    {
        if (register.Outlet(id) is null && !_outlets.ContainsKey(id))
        {
            refusals.Add(Refusal.Of("outlet.unknown", Clause,
                $"排放口 {id} 尚未登记；请先登记排放口，或改正编号（单位编号-排放口编号）。", "outlet"));
        }
    }

    private void CheckDevice(string mn, List<Refusal> refusals)
    {
        if (!register.IsKnown(mn) && !_devices.Contains(mn))
            refusals.Add(Refusal.Of("device.unknown", Clause, $"没有登记过数采仪 {mn}；请核对 MN。", "mn"));
    }

    private void CheckFrom(DateTimeOffset? from, List<Refusal> refusals)
    {
        // A slip of the year is the usual mistake; a statement for the distant future would never be noticed.
        if (from is { } start && (start < RegistryActs.FromTheBeginning || start > clock.GetUtcNow().AddYears(2)))
        {
            refusals.Add(Refusal.Of("from.range", "",
                "生效时间不合理；请填写 1970 年以后、两年以内的时间，或留空表示自始有效。", "from"));
        }
    }

    private Registration Give(
        List<Refusal> refusals, string kind, Func<JsonObject> content, string clause = Clause)
    {
        if (refusals.Count > 0)
            return new Registration(null, refusals);
        var act = new Act(kind, clock.GetUtcNow(), by, power, clause, content());
        try
        {
            act.ToEntry();
            return new Registration(act, []);
        }
        catch (ArgumentException)
        {
            return new Registration(null, [Refusal.Of("act.size", "",
                $"内容太长（一次登记最多 {Act.EntryBytesMax} 字节）；请缩短文字或分次登记。")]);
        }
    }
}
