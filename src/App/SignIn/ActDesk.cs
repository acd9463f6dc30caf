using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>What came of an act: done, to be signed first, or refused. Exactly one of the three.</summary>
/// <param name="SignAt">The page at which the person signs it; the act is not appended yet.</param>
internal sealed record ActOutcome(long? Position, string? SignAt, Refusal? Refusal);

/// <summary>An act that waits for its person's signature.</summary>
/// <param name="Change">What of the account's secrets waits for it; null = nothing.</param>
internal sealed record PendingAct(Act Act, string Session, DateTimeOffset Until, SecretChange? Change)
{
    /// <summary>Where the person goes on afterwards.</summary>
    public string ReturnTo { get; set; } = "/w";
}

/// <summary>A change of secrets that counts when its act is durable.</summary>
internal sealed record SecretChange(string Name, IReadOnlyList<Statement> Statements);

/// <summary>
/// The one way in for what people do (办理): the power is in force, the person signs where it binds, then it is
/// appended. Nothing half done: until the signature there is no entry.
/// </summary>
internal sealed class ActDesk(Node node, Accounts accounts, Audit audit)
{
    public const int WaitingMax = 1_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly object SignKey = new();
    private readonly ConcurrentDictionary<string, PendingAct> _waiting = [];

    /// <summary>An act of whoever is signed in, in the form that <see cref="Do"/> takes.</summary>
    public Act New(HttpContext context, string kind, string power, string clause, JsonObject content) =>
        new(kind, Now(), ActorOf.Current(context).Person, power, clause, content);

    /// <summary>Whole milliseconds, as an entry keeps them.</summary>
    public DateTimeOffset Now() =>
        DateTimeOffset.FromUnixTimeMilliseconds(node.Clock.GetUtcNow().ToUnixTimeMilliseconds());

    public async Task<ActOutcome> Do(HttpContext context, Act act, Scope? scope = null, SecretChange? change = null)
    {
        var actor = ActorOf.Current(context);
        if (Problem(actor, act, scope) is { } refusal)
        {
            if (!actor.IsNobody)
                await audit.Write(context, AuditTable.Refused, actor.Person, act.Power, act.Kind, refusal.Code);
            return new ActOutcome(null, null, refusal);
        }
        bool binds = actor.Person != PeopleActs.Bootstrap && Powers.Find(act.Power) is { Binds: true };
        if (binds && accounts.SoftwareSign(act) is { } signed)
            act = act with { Assertion = signed };
        else if (binds)
            return KeyProblem(actor.Person) is { } none ? new ActOutcome(null, null, none)
                : new ActOutcome(null, Wait(context, act, change), null);
        return new ActOutcome(await Append(act, change, context.RequestAborted), null, null);
    }

    /// <summary>
    /// The same for a use case that asks for a position: throws <see cref="SignatureNeededException"/> when the person
    /// has to sign first, which leads the browser there, and <see cref="ActRefusedException"/> when it is refused.
    /// </summary>
    public async Task<long> Append(HttpContext context, Act act)
    {
        var done = await Do(context, act);
        if (done.Refusal is { } refusal)
            throw new ActRefusedException(refusal);
        if (done.Position is { } position)
            return position;
        string back = context.Request.Path + context.Request.QueryString;
        throw new SignatureNeededException(Next(context, back));
    }

    /// <summary>
    /// Where a form goes on after <see cref="Do"/>: to the page that signs, which then leads to
    /// <paramref name="to"/>, or straight there.
    /// </summary>
    public string Next(HttpContext context, string to)
    {
        if (context.Items[SignKey] is not string id || !_waiting.TryGetValue(id, out var waiting))
            return to;
        waiting.ReturnTo = to;
        return "/w/sign/" + id;
    }

    /// <summary>Null = unknown, too old, or of another browser.</summary>
    public PendingAct? Find(HttpContext context, string id) => _waiting.TryGetValue(id, out var waiting)
        && waiting.Session == Door.SessionOf(context)?.Hash && node.Clock.GetUtcNow() < waiting.Until
            ? waiting : null;

    /// <summary>Appends the act with its signature; once.</summary>
    public async Task<Refusal?> Sign(HttpContext context, string id, string credential)
    {
        if (Find(context, id) is not { } waiting)
            return Refusal.Of("signature.late", "", "要签名的事项已经过时；请回到原来的页面重新提交。");
        var act = waiting.Act;
        if (Passkeys.ReadAssertion(credential, node.People, act.By, act.At) is not { } assertion)
            return PeopleRefusals.Of("signature.key");
        act = act with { Assertion = assertion };
        string origin = $"{context.Request.Scheme}://{context.Request.Host}";
        string problem = node.People.SignatureProblem(act);
        if (problem.Length == 0 && assertion.Origin != origin)
            problem = "signature.origin";
        if (problem.Length > 0)
            return PeopleRefusals.Of(problem);
        // Asked again: the power may have been withdrawn while the page was open.
        if (Problem(ActorOf.Current(context), act, null) is { } refusal)
            return refusal;
        if (!_waiting.TryRemove(id, out _))
            return Refusal.Of("signature.late", "", "这件事已经提交过了。");
        await Append(act, waiting.Change, context.RequestAborted);
        return null;
    }

    private async Task<long> Append(Act act, SecretChange? change, CancellationToken cancel)
    {
        if (change is null)
            return await node.Do(act, cancel);
        await accounts.Change(act, change.Name, change.Statements, cancel);
        return node.People.Position - 1;
    }

    private Refusal? Problem(Actor actor, Act act, Scope? scope)
    {
        if (actor.IsNobody || act.By != actor.Person)
            return Refusal.Of("access.signIn", "", "请先登录。");
        bool holds = act.Power == Powers.Self || (scope is null ? actor.Has(act.Power) : actor.Has(act.Power, scope));
        if (!holds)
            return Refusal.Of("access.power", Powers.Find(act.Power)?.Clause ?? "", WhomToAsk.Message(node, act.Power));
        return PeopleActs.IsOne(act.Kind) ? node.People.Check(act) : null;
    }

    private Refusal? KeyProblem(string person)
    {
        var now = node.Clock.GetUtcNow();
        return node.People.Keys(person).Any(k => k.HoldsAt(now)) ? null : Refusal.Of("signature.none", "",
            "这件事要本人签名，而您还没有登记通行密钥；请先到“我的账号”登记一把。");
    }

    private string Wait(HttpContext context, Act act, SecretChange? change)
    {
        var now = node.Clock.GetUtcNow();
        foreach (var old in _waiting.Where(w => w.Value.Until < now))
            _waiting.TryRemove(old);
        if (_waiting.Count >= WaitingMax)
            throw new Qingyuan.Ledger.LedgerFullException(
                $"{WaitingMax} acts wait for their signatures already; try again in a few minutes.");
        string id = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _waiting[id] = new PendingAct(act, Door.SessionOf(context)?.Hash ?? "", now + Life, change);
        context.Items[SignKey] = id;
        return "/w/sign/" + id;
    }
}

/// <summary>The person has to sign the act at a page first; nothing was appended yet.</summary>
internal sealed class SignatureNeededException(string signAt) : Exception("The act waits for its signature.")
{
    public string SignAt => signAt;
}

/// <summary>Whom to ask for a power that is missing (向谁申请).</summary>
internal static class WhomToAsk
{
    public static string Message(Node node, string power)
    {
        string name = Powers.Find(power)?.Name ?? power;
        var now = node.Clock.GetUtcNow();
        var security = node.People.Holders(Powers.AdminSecurity, now).Select(p => p.Name).Take(3);
        var holders = node.People.Holders(power, now).Select(p => p.Name).Take(5).ToList();
        string ask = node.People.IsCeremonyHeld ? $"请向安全管理员（{string.Join('、', security)}）申请授权"
            : "首次启用以后由安全管理员授权";
        return $"您没有“{name}”的权限。{ask}"
            + (holders.Count > 0 ? $"，或者请有权限的人办理：{string.Join('、', holders)}。" : "。");
    }
}
