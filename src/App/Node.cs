using System.Net;
using Qingyuan.App.Evidence;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Supervision;
using Qingyuan.Telemetry;

namespace Qingyuan.App;

/// <summary>Where a node keeps its things. The layout is a contract (docs/operate).</summary>
public sealed record NodeOptions(string Data)
{
    public string Frames => Path.Combine(Data, "ledger", "frames");
    public string Acts => Path.Combine(Data, "ledger", "acts");
    /// <summary>Sign-ins and readings of protected matter; beside the ledger, because it is never handed out.</summary>
    public string AuditDirectory => Path.Combine(Data, "audit");
    public string TablesFile => Path.Combine(Data, "tables.db");
    public string BlobDirectory => Path.Combine(Data, "blobs");

    /// <summary>The operator's own declarations of procedures; need not exist.</summary>
    public string ProcedureDirectory => Path.Combine(Data, "procedures");

    /// <summary>Private keys, mode 0700; never inside <c>ledger/</c>, which is handed to strangers.</summary>
    public string Keys => Path.Combine(Data, "keys");

    /// <summary>SM4 keys of devices.</summary>
    public string DeviceKeyDirectory => Path.Combine(Keys, "devices");

    /// <summary>The signing key of a log.</summary>
    public string KeyOf(string log) => Path.Combine(Keys, log + ".key");

    /// <summary>Says what made the directory: <c>demo</c> or <c>serve</c>; the other verb refuses it.</summary>
    public string KindFile => Path.Combine(Data, "kind");

    /// <summary>Domain in the origins of the logs, e.g. <c>demo.qingyuan.example</c>.</summary>
    public string Domain { get; init; } = "qingyuan.example";
    public bool Demo { get; init; }
    public GatewayLimits Limits { get; init; } = new();
}

/// <param name="Step">What is happening, in Chinese.</param>
public sealed record DemoProgress(string Step, long Done, long Total);

/// <summary>
/// One running node on the embedded default: two logs, the followers' tables, the gateway. Screens and routes take
/// what they need from here. Open order: logs (recovered and published), tables, followers; close order reversed.
/// </summary>
public sealed class Node : IAsyncDisposable
{
    /// <summary>Live pages are told at most this often.</summary>
    private static readonly TimeSpan NewsEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _work = [];
    private volatile Register _register;
    private volatile Corrections _corrections;
    private volatile People _people;
    private int _moved, _disposed;

    private Node(
        NodeOptions options, TimeProvider clock, Log frames, Log acts, Log audit, Tables tables,
        ProcedureSet procedures)
    {
        Options = options;
        Clock = clock;
        Frames = frames;
        Acts = acts;
        Audit = audit;
        Tables = tables;
        Witnesses = new NodeWitnesses(frames, acts, clock);
        Blobs = new Blobs(options.BlobDirectory);
        DeviceKeys = new DeviceKeys(options.DeviceKeyDirectory);
        Tracer = new Tracer(tables, frames, (mn, frame) => DeviceKeys.Open(frame.Span, _register!.Keys(mn)));
        Followers = new FollowerLoop(
            tables, new Dictionary<string, Log> { ["frames"] = frames, ["acts"] = acts, [AuditTable.Log] = audit },
            FollowerSet.All(DeviceKeys));
        RefillAfterUpgrade();
        Followers.Moved += OnMoved;
        _register = LoadRegister();
        _corrections = LoadCorrections();
        _people = LoadPeople(People.None);
        Matters = new Matters(
            procedures, tables, Blobs, clock, () => _corrections.Book,
            position => Followers.WhenFollowed("matters", "acts", position),
            (power, at) => [.. _people.Holders(power, at).Select(p => _people.ActorOf(p.Id, at))]);
        Gateway = new Gateway(frames, new RegisteredDevices(this, clock), options.Limits, clock);
    }

    public NodeOptions Options { get; }
    public TimeProvider Clock { get; }
    public Log Frames { get; }
    public Log Acts { get; }
    public Log Audit { get; }
    public Tables Tables { get; }
    public FollowerLoop Followers { get; }
    public Gateway Gateway { get; }
    public Tracer Tracer { get; }
    public Blobs Blobs { get; }
    public NodeWitnesses Witnesses { get; }
    /// <summary>The continuous copy to a second directory; null = there is none.</summary>
    public Shipping? Shipping { get; internal set; }
    public DeviceKeys DeviceKeys { get; }

    /// <summary>The one way in for acts about matters.</summary>
    public Matters Matters { get; }

    /// <summary>The newest snapshot of the register; replaced as a whole when acts are followed.</summary>
    public Register Register => _register;

    /// <summary>The newest state of the rule tables; replaced as a whole when acts are followed.</summary>
    public Corrections Corrections => _corrections;

    /// <summary>Organisations, people and powers as followed last; replaced as a whole.</summary>
    public People People => _people;

    /// <summary>Null, or what the demo is doing now, for the terminal and the page.</summary>
    public DemoProgress? Progress { get; set; }

    /// <summary>Raised (at most 4 times a second) when tables moved; the source of the live pages.</summary>
    public event Action? Moved;

    /// <summary>Recovers what is there and starts the followers. Throws <see cref="NodeRefusedException"/> with a
    /// message for the operator when the directory cannot be used.</summary>
    public static Node Open(NodeOptions options, TimeProvider clock)
    {
        Prepare(options);
        ProcedureSet procedures = LoadProcedures(options);
        Log frames = Log.Open(
            new LogOptions(options.Frames, options.Domain + "/frames", options.KeyOf("frames")), clock);
        Log? acts = null, audit = null;
        try
        {
            acts = Log.Open(
                new LogOptions(options.Acts, options.Domain + "/acts", options.KeyOf("acts")), clock);
            audit = Log.Open(
                new LogOptions(options.AuditDirectory, options.Domain + "/audit", options.KeyOf("audit")), clock);
            Node node = new(
                options, clock, frames, acts, audit, Tables.OpenEmbedded(options.TablesFile), procedures);
            node._work.Add(Task.Run(() => node.Followers.Run(node._stop.Token)));
            node._work.Add(Task.Run(node.TellNews));
            return node;
        }
        catch
        {
            // A half-opened node must give its locks back; closing a log here publishes what it recovered.
            audit?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            acts?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            frames.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>
    /// Appends an act, waits until it is durable and followed, and returns its position. A person's act that binds is
    /// signed and stands on a power in force, whoever calls; after the ceremony nobody acts by the bootstrap password.
    /// </summary>
    public async Task<long> Do(Act act, CancellationToken cancel)
    {
        if (ActProblem(act) is { } refusal)
            throw new ActRefusedException(refusal);
        await Acts.Room(cancel);
        Pending pending = Acts.Append(act.ToEntry(), []);
        await pending.Durable.WaitAsync(cancel);
        await Followers.WhenFollowed("registry", "acts", pending.Position).WaitAsync(cancel);
        if (MatterActs.IsOne(act.Kind))
            await Followers.WhenFollowed("matters", "acts", pending.Position).WaitAsync(cancel);
        if (PeopleActs.IsOne(act.Kind))
            await Followers.WhenFollowed("people", "acts", pending.Position).WaitAsync(cancel);
        return pending.Position;
    }

    private Refusal? ActProblem(Act act)
    {
        People people = _people;
        if (!people.IsCeremonyHeld)
            return null;
        if (act.By == PeopleActs.Bootstrap)
            return PeopleRefusals.Of("people.ceremony.over");
        string problem = people.SignatureProblem(act);
        if (problem.Length == 0 && people.Person(act.By) is not null && Powers.Find(act.Power) is not null
            && !people.Holds(act.By, act.Power, act.At))
            problem = "people.power";
        return problem.Length == 0 ? null : PeopleRefusals.Of(problem);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _stop.CancelAsync();
        await Witnesses.DisposeAsync();
        foreach (Task task in _work)
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Gateway.Dispose();
        Followers.Dispose();
        Matters.Dispose();
        Tables.Dispose();
        await Audit.DisposeAsync();
        await Acts.DisposeAsync();
        await Frames.DisposeAsync();
        _stop.Dispose();
    }

    private static ProcedureSet LoadProcedures(NodeOptions options)
    {
        try
        {
            return ProcedureSet.Load(options.ProcedureDirectory, Powers.All.Select(p => p.Code).ToHashSet());
        }
        catch (InvalidDataException e)
        {
            throw new NodeRefusedException($"{options.ProcedureDirectory}: {e.Message}");
        }
    }

    private static void Prepare(NodeOptions options)
    {
        string kind = options.Demo ? "demo" : "serve";
        Directory.CreateDirectory(options.Data);
        if (File.Exists(options.KindFile))
        {
            string made = File.ReadAllText(options.KindFile).Trim();
            if (made != kind)
                throw new NodeRefusedException(
                    $"{options.Data} was made by 'qingyuan {made}'. Simulated and real data never share a directory: " +
                    $"name another one with --data.");
        }
        else if (Directory.Exists(Path.Combine(options.Data, "ledger")))
        {
            throw new NodeRefusedException(
                $"{options.Data} holds a ledger but not the file 'kind'. If you restored it from a backup, restore " +
                $"that file too (one word: demo or serve).");
        }
        else
        {
            File.WriteAllText(options.KindFile, kind + "\n");
        }
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(
                options.Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// Pages ask for the columns of this version, so tables that an older one made are filled anew from the ledger
    /// before anybody is answered. Loggers send again what they could not deliver meanwhile.
    /// </summary>
    private void RefillAfterUpgrade()
    {
        if (Followers.Refilling.Count == 0)
            return;
        Console.Error.WriteLine(
            $"升级：按账本里的 {Frames.DurableSize:N0} 条报文重算 {string.Join("、", Followers.Refilling)}，算完开始服务 / "
            + "tables are refilled by the new version, please wait");
        try
        {
            Followers.CatchUp();
        }
        catch (AggregateException e)
        {
            throw new NodeRefusedException(
                $"The tables could not be refilled after the upgrade: {e.Message} The ledger is untouched; " +
                $"move {Options.TablesFile} away and start again, or go back to the version before.");
        }
    }

    private void OnMoved(string follower)
    {
        if (follower == "registry")
            _register = LoadRegister();
        if (follower == "corrections")
            _corrections = LoadCorrections();
        if (follower == "people")
            _people = LoadPeople(_people);
        Interlocked.Exchange(ref _moved, 1);
    }

    private Register LoadRegister()
    {
        using var reader = Tables.Reader();
        return Register.Load(reader);
    }

    private Corrections LoadCorrections()
    {
        using var reader = Tables.Reader();
        return CorrectionTable.Load(reader);
    }

    private People LoadPeople(People known)
    {
        using var reader = Tables.Reader();
        return PeopleTable.Load(reader, known);
    }

    private async Task TellNews()
    {
        using PeriodicTimer timer = new(NewsEvery, Clock);
        while (await timer.WaitForNextTickAsync(_stop.Token))
            if (Interlocked.Exchange(ref _moved, 0) == 1)
                Moved?.Invoke();
    }

    /// <summary>Answers the gateway from the newest snapshot.</summary>
    private sealed class RegisteredDevices(Node node, TimeProvider clock) : IDeviceDirectory
    {
        private readonly DevicePasswords _passwords = new(() => node._register, clock);

        public bool IsKnown(ReadOnlySpan<byte> mn) => _passwords.IsKnown(mn);

        public bool PasswordHolds(ReadOnlySpan<byte> mn, ReadOnlySpan<byte> pw) => _passwords.PasswordHolds(mn, pw);

        // Asked when a device is met and once a second after that; few devices have keys, and those a few small files.
        public KeyRing KeysOf(ReadOnlySpan<byte> mn) =>
            node._register.Keys(System.Text.Encoding.Latin1.GetString(mn)) is { Count: > 0 } keys
                ? node.DeviceKeys.Ring(keys) : KeyRing.Empty;
    }
}

/// <summary>An act without its signature or without a power in force; it was not appended.</summary>
public sealed class ActRefusedException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>The data directory or an address cannot be used; the message says what to do.</summary>
public sealed class NodeRefusedException(string message) : Exception(message);

/// <summary>Reads <c>HOST:PORT</c> of the command line.</summary>
internal static class Address
{
    public static IPEndPoint Parse(string text)
    {
        if (text.StartsWith("localhost:", StringComparison.Ordinal))
            text = "127.0.0.1" + text["localhost".Length..];
        if (IPEndPoint.TryParse(text, out IPEndPoint? endPoint) && text.Contains(':', StringComparison.Ordinal))
            return endPoint;
        throw new NodeRefusedException(
            $"'{text}' is no address; write it as HOST:PORT, e.g. 127.0.0.1:8080 or 0.0.0.0:9212.");
    }
}
