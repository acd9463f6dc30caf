using System.Text;

namespace Qingyuan.Registry;

/// <summary>
/// The preview while it is being made: rows become statements, statements become acts or errors. The factors of one
/// outlet from one instant are one statement, made when all rows are read.
/// </summary>
internal sealed class ImportDraft(Register register, Registrations registrations)
{
    private const int MnCharsMax = 24, TimeCharsMax = 25;

    private readonly List<ImportRow> _rows = [];
    private readonly List<ImportError> _errors = [];
    private readonly List<Act> _acts = [];
    private readonly Dictionary<string, int> _seen = [];
    private readonly Dictionary<(string Outlet, DateTimeOffset From), List<FactorRow>> _factors = [];
    private readonly Dictionary<(string Mn, DateTimeOffset From), int> _keyLines = [];
    private readonly Dictionary<string, HashSet<string>> _keyIds = [];

    public int ErrorCount { get; private set; }

    /// <summary>The keys of the good rows, to be kept before their acts are appended.</summary>
    public List<(DeviceKey Name, byte[] Bytes)> Keys { get; } = [];

    public void Add(ImportError error)
    {
        ErrorCount++;
        if (_errors.Count < RegisterImport.ErrorsMax)
            _errors.Add(error);
    }

    public ImportPreview ToPreview() => new(_rows, _errors, ErrorCount, _acts);

    public void Take(ImportTable table, Sheet sheet, SheetRow row, ImportFields fields)
    {
        var place = new Place(table, sheet, row);
        foreach (var missing in table.Columns.Where(c => c.Required && fields.Text(c.Field).Length == 0))
        {
            fields.Refusals.Add(Refusal.Of("field.missing", "",
                $"“{missing.Header}”不能为空；请填写。", missing.Field));
        }
        if (table == ImportTable.Dischargers)
            TakeDischarger(place, fields);
        else if (table == ImportTable.Outlets)
            TakeOutlet(place, fields);
        else if (table == ImportTable.Sites)
            TakeSite(place, fields);
        else if (table == ImportTable.Devices)
            TakeDevice(place, fields);
        else if (table == ImportTable.Keys)
            TakeKey(place, fields);
        else
            TakeFactor(place, fields);
    }

    /// <summary>Makes the factor sets; called once, after the last row.</summary>
    public void FinishFactors()
    {
        foreach (var ((outlet, from), rows) in _factors)
        {
            IReadOnlyList<OutletFactor> factors = [.. rows.Select(r => r.Factor)];
            bool broken = rows.Any(r => r.IsBroken);
            var standing = register.FactorsStatedAt(outlet, from);
            bool isSame = !broken && standing is not null && standing.SequenceEqual(factors);
            var result = broken || isSame ? null : registrations.RegisterFactors(outlet, factors, from);
            foreach (var row in rows)
            {
                // A set is one act: with one row broken, its other rows are held back too.
                List<Refusal> own = [.. (result?.Refusals ?? []).Where(f => f.Field.Length == 0 || Concerns(f, row))];
                if (own.Count == 0 && (broken || result?.IsRefused == true))
                {
                    own.Add(Refusal.Of("factor.set", "",
                        "同一排放口、同一生效时间的其他因子有误，本行暂不导入；请先改正那些行。"));
                }
                if (row.IsBroken)
                    continue; // Its own errors are listed already.
                var action = standing is null ? ImportAction.New : ImportAction.Change;
                Close(row.Place, outlet + " " + row.Factor.Code, own, isSame ? ImportAction.Same : action);
            }
            if (result?.Act is { } act)
                _acts.Add(act);
        }
        _factors.Clear();
    }

    private void TakeDischarger(Place place, ImportFields fields)
    {
        var region = fields.Text("region");
        var discharger = new Discharger(
            fields.Text("id"), fields.Text("name"), ShortRegion(region), fields.Text("county"), fields.Text("industry"),
            fields.Text("address"), fields.YesNo("simulated", "模拟"));
        var from = fields.Time("from", "生效时间");
        var standing = register.DischargerStatedAt(discharger.Id, from ?? RegistryActs.FromTheBeginning);
        var closed = fields.Time("closed", "关闭时间");
        bool isSame = standing == discharger
            && (closed is null || register.DischargerClosedFrom(discharger.Id) == closed);
        Finish(place, fields, discharger.Id, from, register.Discharger(discharger.Id) is not null, isSame,
            () => registrations.RegisterDischarger(discharger, from),
            closed is { } end ? () => registrations.CloseDischarger(discharger.Id, end) : null);
    }

    private void TakeOutlet(Place place, ImportFields fields)
    {
        var owner = fields.Text("discharger");
        var code = fields.Text("code");
        var outlet = new Outlet(
            $"{owner}-{code}", owner, code, fields.Text("name"),
            fields.Choice("kind", "类型", OutletKind.FlueGas,
                ("废气", OutletKind.FlueGas), ("废水", OutletKind.WasteWater)),
            fields.Text("process"), fields.Number("referenceO2", "基准含氧量"),
            fields.Whole("altitudeMetres", "海拔", 0), fields.Whole("minuteInterval", "分钟间隔", 10));
        var from = fields.Time("from", "生效时间");
        var standing = register.OutletStatedAt(outlet.Id, from ?? RegistryActs.FromTheBeginning);
        var closed = fields.Time("closed", "关闭时间");
        bool isSame = standing == outlet && (closed is null || register.ClosedFrom(outlet.Id) == closed);
        Finish(place, fields, outlet.Id, from, register.Outlet(outlet.Id) is not null, isSame,
            () => registrations.RegisterOutlet(outlet, from),
            closed is { } end ? () => registrations.CloseOutlet(outlet.Id, end) : null);
    }

    private void TakeSite(Place place, ImportFields fields)
    {
        var target = fields.Text("target");
        var site = new AmbientSite(
            fields.Text("id"),
            fields.Choice("kind", "类型", SiteKind.Air,
                ("空气", SiteKind.Air), ("河流", SiteKind.River), ("湖库", SiteKind.Lake)),
            fields.Text("name"), fields.Text("nameBo"), fields.Text("nameEn"), ShortRegion(fields.Text("region")),
            fields.Text("county"), fields.Text("water"), fields.Whole("altitudeMetres", "海拔", 0),
            target switch { "一级" => "1", "二级" => "2", _ => target.TrimEnd('类') }, fields.Text("factors"),
            fields.Choice("actual", "气体状态", false, ("参比状态", false), ("实际状态", true)),
            fields.YesNo("simulated", "模拟"));
        var from = fields.Time("from", "生效时间");
        var standing = register.SiteStatedAt(site.Id, from ?? RegistryActs.FromTheBeginning);
        var closed = fields.Time("closed", "关闭时间");
        bool isSame = standing == site && (closed is null || register.SiteClosedFrom(site.Id) == closed);
        Finish(place, fields, site.Id, from, register.Site(site.Id) is not null, isSame,
            () => registrations.RegisterSite(site, from),
            closed is { } end ? () => registrations.CloseSite(site.Id, end) : null);
    }

    private void TakeDevice(Place place, ImportFields fields)
    {
        var password = fields.Text("password");
        var hash = fields.Text("passwordHash");
        var from = fields.Time("from", "生效时间");
        var to = fields.Time("to", "停用时间");
        var device = new Device(
            fields.Text("mn"), OutletId(fields), fields.Whole("edition", "协议版本", 0), hash.Length > 0 ? hash : null,
            fields.Whole("clockOffsetSeconds", "时钟偏差", 0), from ?? RegistryActs.FromTheBeginning, null);
        if (to <= device.From)
            fields.Refusals.Add(Refusal.Of("device.to", "", "停用时间应晚于生效时间；请改正。", "to"));
        var standing = register.DeviceStatedAt(device.Mn, device.From);
        bool isSame = standing is not null && standing.To == to && Says(standing, device, password);
        Finish(place, fields, device.Mn, device.From, register.IsKnown(device.Mn), isSame,
            () => registrations.RegisterDevice(device, password),
            to is { } end ? () => registrations.CloseDevice(device.Mn, end) : null);
    }

    private static bool Says(Device standing, Device stated, string password)
    {
        bool hasSamePassword = password.Length == 0
            ? standing.PasswordHash == stated.PasswordHash
            : standing.PasswordHash is { } hash && PasswordHash.Holds(hash, Encoding.UTF8.GetBytes(password));
        return hasSamePassword
            && standing with { PasswordHash = null, To = null } == stated with { PasswordHash = null };
    }

    private void TakeFactor(Place place, ImportFields fields)
    {
        var from = fields.Time("from", "生效时间") ?? RegistryActs.FromTheBeginning;
        var factor = new OutletFactor(
            OutletId(fields), fields.Text("code"), fields.Text("name"), fields.Text("unit"),
            fields.Text("resolution") is { Length: > 0 } step ? step : "1", fields.Number("limit", "限值"),
            fields.Choice("limitOn", "考核时段", LimitOn.Hour, ("小时", LimitOn.Hour), ("日", LimitOn.Day)),
            fields.YesNo("corrected", "折算"), fields.Text("document"), fields.Text("clause"), from, null);
        var found = RegistrationRules.Of([factor]).Where(r => fields.Refusals.All(f => f.Field != r.Field)).ToList();
        fields.Refusals.AddRange(found);
        var key = $"{factor.Outlet} {factor.Code} {from:O}";
        if (!_seen.TryAdd(place.Table.Name + key, place.Row.Line))
            fields.Refusals.Add(Twice(place, key));
        bool isBroken = fields.Refusals.Count > 0;
        if (isBroken)
            Close(place, $"{factor.Outlet} {factor.Code}", fields.Refusals, ImportAction.Refused);
        if (!_factors.TryGetValue((factor.Outlet, from), out var rows))
            _factors[(factor.Outlet, from)] = rows = [];
        rows.Add(new FactorRow(place, factor, isBroken));
    }

    private void TakeKey(Place place, ImportFields fields)
    {
        // Columns may be swapped: what is too long for its own may be a key, and is not repeated in a message.
        if (fields.Text("mn").Length > MnCharsMax || fields.Text("from").Length > TimeCharsMax)
        {
            Close(place, "", [Refusal.Of("key.columns", "",
                "MN 最多 24 个字符，启用时间写成 2026-01-01；这一行填得太长，可能是列填错了。请核对各列。")], ImportAction.Refused);
            return;
        }
        var mn = fields.Text("mn");
        var from = fields.Time("from", "启用时间") ?? RegistryActs.FromTheBeginning;
        byte[] bytes = fields.Refusals.Any(r => r.Field == "key") ? []
            : DeviceKeys.Read(fields.Text("key"), fields.Refusals);
        var name = new DeviceKey(mn, "", "", from);
        bool isSame = false;
        if (fields.Refusals.Count == 0)
        {
            name = DeviceKeys.Name(mn, bytes, from);
            var known = register.Keys(mn);
            isSame = known.Any(k => k.Id == name.Id && k.From == from);
            if (!_keyLines.TryAdd((mn, from), place.Row.Line))
                fields.Refusals.Add(Refusal.Of("key.twice", "",
                    $"第 {_keyLines[(mn, from)]} 行已经给这台设备登记了同一启用时间的密钥；请只保留一行，或改正启用时间。", "from"));
            if (!_keyIds.TryGetValue(mn, out var ids))
                _keyIds[mn] = ids = [.. known.Select(k => k.Id)];
            if (ids.Add(name.Id) && ids.Count > Hj212.KeyRing.KeysMax)
                fields.Refusals.Add(Refusal.Of("key.max", "",
                    $"这台设备的密钥超过 {Hj212.KeyRing.KeysMax} 把，这是上限；请联系维护人员。", "key"));
        }
        Finish(place, fields, name.Id.Length > 0 ? $"{mn} {name.Id}" : mn, from, register.Keys(mn).Count > 0, isSame,
            () => registrations.SetDeviceKey(name));
        if (fields.Refusals.Count == 0)
            Keys.Add((name, bytes));
    }

    private void Finish(
        Place place, ImportFields fields, string subject, DateTimeOffset? from, bool isKnown, bool isSame,
        params IReadOnlyList<Func<Registration>?> statements)
    {
        var key = $"{subject} {from:O}";
        if (fields.Refusals.Count == 0 && !_seen.TryAdd(place.Table.Name + key, place.Row.Line))
            fields.Refusals.Add(Twice(place, key));
        var acts = new List<Act>();
        foreach (var statement in statements.OfType<Func<Registration>>())
        {
            if (fields.Refusals.Count > 0)
                break;
            var result = statement();
            fields.Refusals.AddRange(result.Refusals);
            if (result.Act is { } act)
                acts.Add(act);
        }
        if (fields.Refusals.Count == 0 && !isSame)
            _acts.AddRange(acts);
        var action = isKnown ? ImportAction.Change : ImportAction.New;
        Close(place, subject, fields.Refusals, isSame ? ImportAction.Same : action);
    }

    private void Close(Place place, string subject, List<Refusal> refusals, ImportAction action)
    {
        foreach (var refusal in refusals)
        {
            var header = place.Table.Columns.FirstOrDefault(c => c.Field == refusal.Field)?.Header ?? "";
            Add(new ImportError(
                place.Sheet.File, place.Sheet.Name, place.Row.Line, header, refusal.Code, refusal.Message));
        }
        _rows.Add(new ImportRow(
            place.Sheet.File, place.Sheet.Name, place.Row.Line, place.Table.Name, subject,
            refusals.Count > 0 ? ImportAction.Refused : action, Shown(place)));
    }

    /// <summary>A key is a secret: a preview shows no cell of its row but those that are certainly none.</summary>
    private static IReadOnlyList<string> Shown(Place place) =>
        place.Table == ImportTable.Keys ? [] : place.Row.Cells;

    private Refusal Twice(Place place, string key) => Refusal.Of("row.twice", "",
        $"与第 {_seen[place.Table.Name + key]} 行登记的是同一项、同一生效时间；请只保留一行。");

    private static bool Concerns(Refusal refusal, FactorRow row) =>
        refusal.Field == "outlet" || (refusal.Field == "corrected" && row.Factor.Corrected);

    /// <summary>Of a station the first column alone names the site.</summary>
    private static string OutletId(ImportFields fields) => fields.Text("outlet") is { Length: > 0 } code
        ? $"{fields.Text("discharger")}-{code}" : fields.Text("discharger");

    /// <summary>拉萨市, 那曲市, 阿里地区 → the short name.</summary>
    private static string ShortRegion(string region) =>
        RegistrationRules.Regions.FirstOrDefault(r => region == r + "市" || region == r + "地区") ?? region;

    private sealed record Place(ImportTable Table, Sheet Sheet, SheetRow Row);

    private sealed record FactorRow(Place Place, OutletFactor Factor, bool IsBroken);
}
