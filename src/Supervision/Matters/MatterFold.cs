using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>
/// Makes a matter out of its acts (事项重演). Takes nothing from outside the ledger; an act that names another sequence
/// than the one that is there came too late and changes nothing.
/// </summary>
internal static class MatterFold
{
    /// <param name="refused">Empty = taken; else a stable code, and the matter is as before.</param>
    public static Matter? With(
        Matter? matter, long position, Act act, ReadOnlySpan<byte> entry, string number, out string refused)
    {
        refused = "";
        try
        {
            if (act.Kind == MatterActs.Opened)
                return matter is null ? Open(position, act, number) : Refuse(matter, "matter.twice", out refused);
            if (matter is null)
                return Refuse(null, "matter.unknown", out refused);
            if (matter.Sequence >= Matter.ActsMax)
                return Refuse(matter, "matter.full", out refused);
            if (MatterActs.Number(act.Content, "sequence") != matter.Sequence)
                return Refuse(matter, "matter.moved", out refused);
            if (matter.IsEnded)
                return Refuse(matter, "matter.ended", out refused);
            return act.Kind switch
            {
                MatterActs.Stepped => Step(matter, position, act, entry),
                MatterActs.Cosigned => Cosign(matter, position, act, entry, out refused),
                MatterActs.Returned => Return(matter, position, act, out refused),
                MatterActs.Recused => Recuse(matter, position, act),
                MatterActs.Deputised => Deputise(matter, position, act),
                _ => Refuse(matter, "matter.kind", out refused),
            };
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException
            or ArgumentException)
        {
            return Refuse(matter, "act.content", out refused);
        }
    }

    /// <summary>
    /// Whether an act is in the sample (抽查): by the digest of its whole entry. The entry holds the server's own time
    /// in milliseconds, so whoever acts cannot choose to be left out, and anybody can recompute it.
    /// </summary>
    internal static bool IsSampled(ReadOnlySpan<byte> entry, int percent)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(entry, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest) / (decimal)ulong.MaxValue < percent / 100m;
    }

    private static Matter Open(long position, Act act, string number)
    {
        JsonObject c = act.Content;
        Effect effect = MatterActs.ReadEffect(c["effect"]);
        var empty = new Matter(
            position, MatterActs.Text(c, "procedure"), MatterActs.Text(c, "prefix"), number,
                MatterActs.Text(c, "title"), MatterActs.ReadSubject(c), "",
            "", false, Shows(c), -1, At(act), At(act), MatterActs.ReadDay(MatterActs.Maybe(c, "act_day")), [],
            ImmutableDictionary<string, MatterClock>.Empty, ImmutableDictionary<string, ImmutableArray<Holder>>.Empty,
                [],
            null);
        if (effect.To is null)
            throw new FormatException("an opening leads to a state");
        return empty.With(effect, Event(position, act));
    }

    private static Matter Step(Matter matter, long position, Act act, ReadOnlySpan<byte> entry)
    {
        JsonObject c = act.Content;
        if (MatterActs.Text(c, "from") != matter.State)
            throw new FormatException("another state");
        int needs = (int)(c["needs"]?.GetValue<long>() ?? 1);
        if (needs <= 1)
            return Take(matter, c, Event(position, act), entry);
        MatterEvent first = Event(position, act) with { IsStep = false };
        return matter with
        {
            Pending = new PendingStep(first, needs, MatterActs.ReadEffect(c["effect"])),
            History = matter.History.Add(first with { Name = first.Name + "（待会签）" }),
            Sequence = matter.Sequence + 1,
            ChangedAt = first.At,
        };
    }

    private static Matter? Cosign(Matter matter, long position, Act act, ReadOnlySpan<byte> entry, out string refused)
    {
        refused = "";
        if (matter.Pending is not { } pending || pending.First.Position != MatterActs.Number(act.Content, "of"))
            return Refuse(matter, "matter.pending", out refused);
        Holder by = MatterActs.ReadHolder(act.Content["by"]);
        if (pending.IsSignedBy(by.Person))
            return Refuse(matter, "matter.signed", out refused);
        MatterEvent first = pending.First with { Signers = pending.First.Signers.Add(by) };
        if (first.Signers.Length < pending.Needs)
        {
            return matter with
            {
                Pending = pending with { First = first },
                History = matter.History.Add(Event(position, act)),
                Sequence = matter.Sequence + 1,
                ChangedAt = At(act),
            };
        }
        // The step was taken when the last one signed it; its content is that of the first.
        return Take(matter, act.Content, first with { Position = position, At = At(act), IsStep = true }, entry);
    }

    private static Matter Take(Matter matter, JsonObject content, MatterEvent done, ReadOnlySpan<byte> entry)
    {
        bool sampled = content["sampled"] is not null
            && IsSampled(entry, (int)MatterActs.Number(content, "percent"));
        Effect effect = MatterActs.ReadEffect(content[sampled ? "sampled" : "effect"]);
        Matter next = matter.With(effect, done with { Sampled = sampled });
        return next with { SubjectSees = next.SubjectSees || Shows(content) };
    }

    private static Matter? Return(Matter matter, long position, Act act, out string refused)
    {
        refused = "";
        if (matter.Pending is not { } pending || pending.First.Position != MatterActs.Number(act.Content, "of"))
            return Refuse(matter, "matter.pending", out refused);
        return Note(matter, Event(position, act)) with { Pending = null };
    }

    private static Matter Recuse(Matter matter, long position, Act act)
    {
        Holder person = MatterActs.ReadHolder(act.Content["person"]);
        Matter next = Note(matter, Event(position, act)) with
        {
            Roles = matter.Roles.SetItems(MatterActs.ReadAssigns(act.Content)),
            Recused = matter.Recused.Add(person),
        };
        // What they had signed and nobody had completed does not stand.
        return matter.Pending is { } pending && pending.IsSignedBy(person.Person) ? next with { Pending = null } : next;
    }

    private static Matter Deputise(Matter matter, long position, Act act) =>
        Note(matter, Event(position, act)) with { Roles = matter.Roles.SetItems(MatterActs.ReadAssigns(act.Content)) };

    private static Matter Note(Matter matter, MatterEvent done) => matter with
    {
        History = matter.History.Add(done with { IsStep = false }),
        Sequence = matter.Sequence + 1,
        ChangedAt = done.At,
    };

    private static MatterEvent Event(long position, Act act)
    {
        JsonObject c = act.Content;
        return new MatterEvent(
            position, act.Kind, MatterActs.Maybe(c, "step") ?? "", MatterActs.Text(c, "name"),
            act.Kind is MatterActs.Opened or MatterActs.Stepped, At(act), [MatterActs.ReadHolder(c["by"])], act.Power,
            act.Clause, MatterActs.Maybe(c, "edition") ?? "", MatterActs.ReadFields(c),
            MatterActs.ReadAttachments(c), "", false);
    }

    private static bool Shows(JsonObject content) => content["shows"]?.GetValue<bool>() ?? false;

    private static DateTimeOffset At(Act act) => act.At.ToOffset(Beijing.Offset);

    private static Matter? Refuse(Matter? matter, string code, out string refused)
    {
        refused = code;
        return matter;
    }
}
