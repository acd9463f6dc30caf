using System.Collections.Frozen;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Supervision;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Supervision;

/// <summary>A real log of acts, the real follower and the one way in, with some people who hold powers.</summary>
internal sealed class Desk : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 50, 0, Beijing.Offset);

    private readonly TemporaryLog _files = new();
    private readonly Log _acts;
    private FollowerLoop _loop;

    public Desk(ProcedureSet? procedures = null)
    {
        Procedures = procedures ?? ProcedureSet.Shipped;
        _files.Clock.SetUtcNow(Start.ToUniversalTime());
        _files.Options = _files.Options with { Directory = Path.Combine(_files.Root, "ledger", "acts") };
        _acts = _files.Open();
        Blobs = new Blobs(Path.Combine(_files.Root, "blobs"));
        (Tables, _loop) = OpenTables("tables.db");
        Matters = New();
    }

    public ProcedureSet Procedures { get; }
    public Blobs Blobs { get; }
    public Qingyuan.Ledger.Tables Tables { get; private set; }
    public Qingyuan.Supervision.Matters Matters { get; private set; }
    public FakeTimeProvider Clock => _files.Clock;
    public long Entries => _acts.DurableSize;

    /// <summary>Everybody who is known; tests may add.</summary>
    public List<Actor> People { get; } =
    [
        Person("deji", "德吉（演示）", "lhasa-eco", "lead.open", "lead.triage", "lead.read"),
        Person("basang", "巴桑（演示）", "lhasa-eco", "lead.assign", "lead.conclude", "lead.read"),
        Person("ciren", "次仁（演示）", "lhasa-team", "lead.check"),
        Person("yangzong", "央宗（演示）", "lhasa-team", "lead.check"),
        Person("luobu", "罗布（演示）", "lhasa-market", "lead.check"),
        Person("zhaxi", "扎西（演示）", "lhasa-eco", "review.technical", "lead.read"),
        Person("nima", "尼玛（演示）", "lhasa-eco", "review.legal", "lead.read"),
        Person("pubu", "普布（演示）", "kiln", "lead.explain"),
        Person("wangmu", "旺姆（演示）", "region-eco", "lead.review", "lead.read"),
    ];

    public Actor this[string person] => People.First(p => p.Person == person);

    public static Actor Person(string id, string name, string organisation, params string[] powers) =>
        new(id, name, organisation, powers.ToFrozenSet());

    public MatterAnswer Open(string person = "deji", MatterAsk? ask = null, string procedure = "lead") =>
        Matters.Open(procedure, ask ?? Lead(), this[person], AppendNow, Cancel).GetAwaiter().GetResult();

    public MatterAnswer Step(string number, string step, string person, params (string Id, string Text)[] fields) =>
        Step(number, new MatterAsk(step) { Fields = fields.ToDictionary(f => f.Id, f => f.Text) }, person);

    public MatterAnswer Step(string number, MatterAsk ask, string person) =>
        Matters.Step(number, ask, this[person], AppendNow, Cancel).GetAwaiter().GetResult();

    public MatterAnswer Step(string number, MatterAsk ask, Actor actor) =>
        Matters.Step(number, ask, actor, AppendNow, Cancel).GetAwaiter().GetResult();

    public MatterAnswer Cosign(string number, string person) =>
        Matters.Cosign(number, this[person], AppendNow, Cancel).GetAwaiter().GetResult();

    public MatterAnswer Return(string number, string reason, string person) =>
        Matters.Return(number, reason, this[person], AppendNow, Cancel).GetAwaiter().GetResult();

    public MatterAnswer Recuse(string number, string person, string by, string reason = "与当事人是亲属",
        string role = "checkers") =>
            Matters.Recuse(number, role, person, reason, this[by], AppendNow, Cancel).GetAwaiter().GetResult();

    public MatterAnswer Deputise(string number, string person, string deputy, string by) =>
        Matters.Deputise(number, "checkers", person, deputy, "外出培训三天", this[by], AppendNow, Cancel)
            .GetAwaiter().GetResult();

    public static MatterAsk Lead(string title = "模拟·高天水泥 DA002 斜率改变后浓度下降") => new("open")
    {
        Title = title,
        Subject = new Subject("outlet", "kiln-DA002", "模拟·高天水泥有限公司 DA002", "拉萨"),
        ActDay = new DateOnly(2026, 11, 23),
        Fields = new Dictionary<string, string> { ["source"] = "检出", ["signals"] = "斜率 1.000 改为 0.880，同时开门" },
    };

    public Attachment File(string rule, string text) =>
        Matters.Keep(rule, rule + ".txt", System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A lead under check by 次仁 and 央宗.</summary>
    public string Assigned()
    {
        string number = Open().Matter!.Number;
        Must(Step(number, "triage", "deji", ("opinion", "无工单，无标气记录")));
        Must(Step(number, new MatterAsk("assign")
        {
            Fields = new Dictionary<string, string> { ["task"] = "核查斜率为何改变" },
            People = new Dictionary<string, IReadOnlyList<string>> { ["checkers"] = ["ciren", "yangzong"] },
        }, "basang"));
        return number;
    }

    public MatterAsk Checked() => new("checked")
    {
        Fields = new Dictionary<string, string>
        {
            ["time"] = "2026-11-24T17:40",
            ["place"] = "窑尾站房",
            ["facts"] = "斜率由 1.000 改为 0.880，没有工单，没有标气记录。",
        },
        Attachments = [File("record", "现场核查笔录")],
    };

    public static MatterAnswer Must(MatterAnswer answer)
    {
        Assert.Empty(answer.Refusals);
        return answer;
    }

    /// <summary>Appends an act as it stands, whether or not it makes sense.</summary>
    public long Append(Act act)
    {
        Pending pending = _acts.Append(act.ToEntry(), default);
        pending.Durable.Wait(Cancel);
        _loop.CatchUp();
        return pending.Position;
    }

    public void StartAgainFromNothing()
    {
        CloseTables();
        (Tables, _loop) = OpenTables("again.db");
        _loop.CatchUp();
        Matters = New();
    }

    public T Read<T>(Func<System.Data.Common.DbConnection, T> read)
    {
        using var reader = Tables.Reader();
        return read(reader);
    }

    /// <summary>All rows of the follower's tables as text.</summary>
    public string Dump() => Read(reader =>
    {
        List<string> lines = [];
        foreach (string table in new MatterTable().Tables)
        {
            using var command = reader.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                lines.Add(table + ": " + string.Join('|', Enumerable.Range(0, rows.FieldCount)
                    .Select(i => $"{rows.GetName(i)}={rows.GetValue(i)}")));
            }
        }
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    });

    public void Dispose()
    {
        CloseTables();
        _acts.DisposeAsync().AsTask().Wait();
        _files.Dispose();
    }

    public Task<Appended> AppendNow(Act act, CancellationToken cancel) =>
        Task.FromResult(new Appended(Append(act), null));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Qingyuan.Supervision.Matters New() => new(
        Procedures, Tables, Blobs, Clock, () => Rulebook.Shipped,
        _ => Task.CompletedTask,
        (power, _) => [.. People.Where(p => p.Has(power))]);

    private void CloseTables()
    {
        Matters?.Dispose();
        _loop.Dispose();
        Tables.Dispose();
    }

    private (Qingyuan.Ledger.Tables, FollowerLoop) OpenTables(string file)
    {
        var tables = Qingyuan.Ledger.Tables.OpenEmbedded(Path.Combine(_files.Root, file));
        return (tables, new FollowerLoop(
            tables, new Dictionary<string, Log> { ["acts"] = _acts }, [new MatterTable()]));
    }
}
