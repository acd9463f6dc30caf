using System.Text.Json.Nodes;
using Qingyuan.Ledger;

namespace Qingyuan.Registry;

/// <summary>
/// Writes the rows of one act. Reads the whole content before the first row, so that a content that does not read
/// leaves nothing behind.
/// </summary>
internal sealed class RegistryRowWriter(Turn turn, long position)
{
    /// <summary>
    /// Reads the content, and gives what writes its rows and returns the id of what the act is about.
    /// </summary>
    public Func<string> Read(string kind, JsonObject content)
    {
        switch (kind)
        {
            case RegistryActs.DischargerRegistered:
                var (discharger, from) = (RegistryActs.ReadDischarger(content), Milliseconds(content));
                return () => Discharger(discharger, from);
            case RegistryActs.OutletRegistered:
                (var outlet, from) = (RegistryActs.ReadOutlet(content), Milliseconds(content));
                return () => Outlet(outlet, from);
            case RegistryActs.DeviceRegistered:
                var device = RegistryActs.ReadDevice(content);
                return () => Device(device);
            case RegistryActs.DeviceKeySet:
                var key = RegistryActs.ReadKey(content);
                return () => Key(key);
            case RegistryActs.FactorsSet:
                (string id, from) = (RegistryActs.Text(content, "outlet"), Milliseconds(content));
                var factors = RegistryActs.ReadFactors(content);
                return () => Factors(id, from, factors);
            case RegistryActs.SiteRegistered:
                (var site, from) = (RegistryActs.ReadSite(content), Milliseconds(content));
                return () => Site(site, from);
            case RegistryActs.DischargerClosed:
            case RegistryActs.OutletClosed:
            case RegistryActs.SiteClosed:
                (id, from) = (RegistryActs.Text(content, "id"), Milliseconds(content));
                return () => Closure(kind.Split('.')[0], id, from);
            case RegistryActs.DeviceClosed:
                (id, from) = (RegistryActs.Text(content, "mn"), Milliseconds(content));
                return () => CloseDevice(id, from);
            default:
                return () => ""; // Another room's act.
        }
    }

    private string Discharger(Discharger d, long from)
    {
        turn.Command("""
            INSERT INTO {dischargers} (id, from_time, name, region, county, industry, address, simulated, position)
            VALUES (@id, @from, @name, @region, @county, @industry, @address, @simulated, @position)
            ON CONFLICT (id, from_time) DO UPDATE SET name = excluded.name, region = excluded.region,
              county = excluded.county, industry = excluded.industry, address = excluded.address,
              simulated = excluded.simulated, position = excluded.position
            """).With("@id", d.Id).With("@from", from).With("@name", d.Name).With("@region", d.Region)
            .With("@county", d.County).With("@industry", d.Industry).With("@address", d.Address)
            .With("@simulated", d.Simulated ? 1 : 0).With("@position", position).ExecuteNonQuery();
        return d.Id;
    }

    private string Outlet(Outlet o, long from)
    {
        // Before its first statement an outlet is taken as first stated, so a new earliest one reaches back.
        bool isFirst = turn.Command("SELECT MIN(from_time) FROM {outlets} WHERE id = @id").With("@id", o.Id)
            .ExecuteScalar() is not long first || from <= first;
        turn.Command("""
            INSERT INTO {outlets} (id, from_time, discharger, code, name, kind, process, reference_o2, altitude,
              minute_interval, position)
            VALUES (@id, @from, @discharger, @code, @name, @kind, @process, @o2, @altitude, @interval, @position)
            ON CONFLICT (id, from_time) DO UPDATE SET discharger = excluded.discharger, code = excluded.code,
              name = excluded.name, kind = excluded.kind, process = excluded.process,
              reference_o2 = excluded.reference_o2, altitude = excluded.altitude,
              minute_interval = excluded.minute_interval, position = excluded.position
            """).With("@id", o.Id).With("@from", from).With("@discharger", o.Discharger).With("@code", o.Code)
            .With("@name", o.Name).With("@kind", (int)o.Kind).With("@process", o.Process)
            .With("@o2", RegistryActs.Text(o.ReferenceO2)).With("@altitude", o.AltitudeMetres)
            .With("@interval", o.MinuteInterval).With("@position", position).ExecuteNonQuery();
        Changed(o.Id, isFirst ? 0 : from);
        return o.Id;
    }

    private string Site(AmbientSite s, long from)
    {
        // As of an outlet: before its first statement a site is taken as first stated.
        bool isFirst = turn.Command("SELECT MIN(from_time) FROM {sites} WHERE id = @id").With("@id", s.Id)
            .ExecuteScalar() is not long first || from <= first;
        turn.Command("""
            INSERT INTO {sites} (id, from_time, kind, name, name_bo, name_en, region, county, water, altitude, target,
              factors, actual, simulated, position)
            VALUES (@id, @from, @kind, @name, @name_bo, @name_en, @region, @county, @water, @altitude, @target,
              @factors, @actual, @simulated, @position)
            ON CONFLICT (id, from_time) DO UPDATE SET kind = excluded.kind, name = excluded.name,
              name_bo = excluded.name_bo, name_en = excluded.name_en, region = excluded.region,
              county = excluded.county, water = excluded.water, altitude = excluded.altitude,
              target = excluded.target, factors = excluded.factors, actual = excluded.actual,
              simulated = excluded.simulated, position = excluded.position
            """).With("@id", s.Id).With("@from", from).With("@kind", (int)s.Kind).With("@name", s.Name)
            .With("@name_bo", s.NameBo).With("@name_en", s.NameEn).With("@region", s.Region).With("@county", s.County)
            .With("@water", s.Water).With("@altitude", s.AltitudeMetres).With("@target", s.Target)
            .With("@factors", s.Factors).With("@actual", s.Actual ? 1 : 0).With("@simulated", s.Simulated ? 1 : 0)
            .With("@position", position).ExecuteNonQuery();
        Changed(s.Id, isFirst ? 0 : from);
        return s.Id;
    }

    private string Device(Device d)
    {
        long from = d.From.ToUnixTimeMilliseconds();
        string? before = BoundOutlet(d.Mn, from);
        Bind(d.Mn, from, d.Outlet, d.Edition, d.PasswordHash, d.ClockOffsetSeconds);
        if (before is not null)
            Changed(before, from);
        Changed(d.Outlet, from);
        return d.Mn;
    }

    private string CloseDevice(string mn, long from)
    {
        string? before = BoundOutlet(mn, from);
        Bind(mn, from, null, 0, null, 0);
        if (before is not null)
            Changed(before, from);
        return mn;
    }

    private void Bind(string mn, long from, string? outlet, int edition, string? hash, int offset) =>
        turn.Command("""
            INSERT INTO {devices} (mn, from_time, outlet, edition, password_hash, clock_offset, position)
            VALUES (@mn, @from, @outlet, @edition, @hash, @offset, @position)
            ON CONFLICT (mn, from_time) DO UPDATE SET outlet = excluded.outlet, edition = excluded.edition,
              password_hash = excluded.password_hash, clock_offset = excluded.clock_offset, position = excluded.position
            """).With("@mn", mn).With("@from", from).With("@outlet", outlet).With("@edition", edition)
            .With("@hash", hash).With("@offset", offset).With("@position", position).ExecuteNonQuery();

    private string? BoundOutlet(string mn, long at) => turn.Command("""
        SELECT outlet FROM {devices} WHERE mn = @mn AND from_time <= @at ORDER BY from_time DESC LIMIT 1
        """).With("@mn", mn).With("@at", at).ExecuteScalar() as string;

    private string Key(DeviceKey k)
    {
        turn.Command("""
            INSERT INTO {device_keys} (mn, from_time, key_id, digest, position)
            VALUES (@mn, @from, @key, @digest, @position)
            """).With("@mn", k.Mn).With("@from", k.From.ToUnixTimeMilliseconds()).With("@key", k.Id)
            .With("@digest", k.Digest).With("@position", position).ExecuteNonQuery();
        return k.Mn;
    }

    private string Factors(string outlet, long from, IReadOnlyList<OutletFactor> factors)
    {
        turn.Command("""
            INSERT INTO {factor_sets} (outlet, from_time, position) VALUES (@outlet, @from, @position)
            ON CONFLICT (outlet, from_time) DO UPDATE SET position = excluded.position
            """).With("@outlet", outlet).With("@from", from).With("@position", position).ExecuteNonQuery();
        turn.Command("DELETE FROM {outlet_factors} WHERE outlet = @outlet AND from_time = @from")
            .With("@outlet", outlet).With("@from", from).ExecuteNonQuery();
        for (int i = 0; i < factors.Count; i++)
        {
            var f = factors[i];
            turn.Command("""
                INSERT INTO {outlet_factors} (outlet, from_time, code, ordinal, name, unit, resolution, limit_value,
                  limit_on, corrected, document, clause, position)
                VALUES (@outlet, @from, @code, @ordinal, @name, @unit, @resolution, @limit, @on, @corrected, @document,
                  @clause, @position)
                """).With("@outlet", outlet).With("@from", from).With("@code", f.Code).With("@ordinal", i)
                .With("@name", f.Name).With("@unit", f.Unit).With("@resolution", f.Resolution)
                .With("@limit", RegistryActs.Text(f.Limit)).With("@on", (int)f.LimitOn)
                .With("@corrected", f.Corrected ? 1 : 0).With("@document", f.Document).With("@clause", f.Clause)
                .With("@position", position).ExecuteNonQuery();
        }
        Changed(outlet, from);
        return outlet;
    }

    private string Closure(string subject, string id, long from)
    {
        turn.Command("""
            INSERT INTO {closures} (subject, id, from_time, position) VALUES (@subject, @id, @from, @position)
            ON CONFLICT (subject, id, from_time) DO UPDATE SET position = excluded.position
            """).With("@subject", subject).With("@id", id).With("@from", from).With("@position", position)
            .ExecuteNonQuery();
        if (subject is "outlet" or "site")
            Changed(id, from);
        return id;
    }

    private void Changed(string outlet, long from) => turn.Command("""
        INSERT INTO {register_changes} (position, outlet, from_time) VALUES (@position, @outlet, @from)
        ON CONFLICT (position, outlet) DO UPDATE SET from_time = excluded.from_time
        WHERE excluded.from_time < {register_changes}.from_time
        """).With("@position", position).With("@outlet", outlet).With("@from", from).ExecuteNonQuery();

    private static long Milliseconds(JsonObject content) => RegistryActs.From(content).ToUnixTimeMilliseconds();
}
