using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Qingyuan.Supervision;

/// <summary>
/// Reads the text of a declaration (流程文件): one statement a line, the first word says what it is, indented lines
/// belong to the step or paper above. Never throws for what a person wrote; every problem names its line.
/// </summary>
public sealed class ProcedureText
{
    public const int BytesMax = 256 * 1024, LinesMax = 2_000;

    private static readonly string[] _tops = ["流程", "编号", "说明", "查看", "适用", "阶段", "状态", "角色", "期限", "文书", "步骤"];

    private static readonly string[] _ofStep =
    [
        "从", "到", "谁", "人数", "依据", "后果", "填写", "附件", "指派", "守则", "起算", "停止", "中止", "恢复", "延长", "出具",
        "抽查", "对方可见",
    ];

    private readonly List<ProcedureProblem> _problems = [];
    private readonly List<string> _reads = [], _laws = [], _lines = [], _notes = [];
    private readonly List<Stage> _stages = [];
    private readonly List<ProcedureState> _states = [];
    private readonly List<ProcedureRole> _roles = [];
    private readonly List<Clock> _clocks = [];
    private readonly List<Paper> _papers = [];
    private readonly List<StepText> _steps = [];
    private string _id = "", _name = "", _prefix = "";
    private Paper? _paper;
    private StepText? _step;
    private int _line;

    private ProcedureText()
    {
    }

    /// <summary>Null, and why, when it does not hold.</summary>
    /// <param name="powers">Codes of the powers that exist; null = not checked.</param>
    public static Procedure? TryRead(
        string text, IReadOnlySet<string>? powers, out IReadOnlyList<ProcedureProblem> problems)
    {
        var reader = new ProcedureText();
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        string[] lines = text.Split('\n');
        if (Encoding.UTF8.GetByteCount(text) > BytesMax || lines.Length > LinesMax)
        {
            problems = [new(0, $"流程文件最多 {BytesMax / 1024} KiB、{LinesMax} 行；请缩短。")];
            return null;
        }
        foreach (string line in lines)
        {
            reader._line++;
            reader.Read(line);
        }
        reader.EndPaper();
        Procedure procedure = reader.Build(text);
        if (reader._problems.Count == 0)
            reader._problems.AddRange(ProcedureCheck.Of(procedure, powers));
        problems = [.. reader._problems.OrderBy(p => p.Line)];
        return problems.Count == 0 ? procedure : null;
    }

    private void Read(string raw)
    {
        string line = raw.Trim();
        if (line.Length == 0 || line[0] == '#')
            return;
        if (_paper is not null && line[0] == '|')
        {
            _lines.Add(line[1..].Trim());
            return;
        }
        string[] words = line.Split([' ', '\t', '　'], StringSplitOptions.RemoveEmptyEntries);
        bool indented = char.IsWhiteSpace(raw[0]);
        if (!indented)
            (_step, _) = (null, EndPaper());
        if (indented && _step is null && _paper is null)
            Wrong("这一行缩进了，但上面没有步骤；请去掉行首空格，或者写到步骤下面。");
        else if (indented && _step is null)
            Wrong("文书的内容每行以 | 开头。");
        else if (indented)
            ReadOfStep(words, line);
        else
            ReadTop(words, line);
    }

    private void ReadTop(string[] words, string line)
    {
        string rest = line[words[0].Length..].Trim();
        switch (words[0])
        {
            case "流程" when words.Length == 3:
                (_id, _name) = (Id(words[1]), words[2]);
                break;
            case "编号" when words.Length == 2:
                _prefix = words[1];
                break;
            case "说明":
                _notes.Add(rest);
                break;
            case "查看" when words.Length > 1:
                _reads.AddRange(words[1..]);
                break;
            case "适用" when words.Length == 3:
                _laws.Add(rest);
                break;
            case "阶段" when words.Length > 2:
                _stages.Add(new Stage(words[1], [.. words[2..]]));
                break;
            case "状态" when words.Length == 3 || words is [_, _, _, "结束"]:
                _states.Add(new ProcedureState(Id(words[1]), words[2], words.Length == 4, _line));
                break;
            case "角色":
                ReadRole(words);
                break;
            case "期限":
                ReadClock(words);
                break;
            case "文书" when words.Length == 3:
                _paper = new Paper(Id(words[1]), words[2], [], _line);
                break;
            case "步骤" when words.Length == 3:
                _steps.Add(_step = new StepText(Id(words[1]), words[2], _line));
                break;
            default:
                Wrong(_tops.Contains(words[0]) ? $"“{words[0]}”这一行的写法不对；请对照说明 docs/procedures.md。"
                    : $"不认识“{words[0]}”。这里可以写：{string.Join("、", _tops)}；属于步骤的行要缩进。");
                break;
        }
    }

    /// <summary><c>角色 checkers 核查人 2 权限 lead.check 回避 lead.assign</c></summary>
    private void ReadRole(string[] words)
    {
        if (words.Length is not (6 or 8) || words[4] != "权限" || words.Length == 8 && words[6] != "回避")
        {
            Wrong("角色写成：角色 代码 名称 人数 权限 权限代码，后面可以加：回避 谁能决定的权限代码。");
            return;
        }
        _roles.Add(new ProcedureRole(
            Id(words[1]), words[2], Whole(words[3], 1, 20, "人数"), words[5], words.Length == 8 ? words[7] : "", _line));
    }

    /// <summary><c>期限 explain 企业说明 10 工作日 预警 3 顺延 依据 内部要求 线索办理</c></summary>
    private void ReadClock(string[] words)
    {
        int basis = Array.IndexOf(words, "依据"), warn = Array.IndexOf(words, "预警");
        if (words.Length < 8 || basis < 5 || basis != words.Length - 3 || Term.UnitOf(words[4]) is not { } unit)
        {
            Wrong("期限写成：期限 代码 名称 数 单位 预警 数 依据 文件 条。"
                + $"单位可以是 {string.Join("、", Term.UnitWords.Where(w => w[0] != '个' && w != "天"))}。");
            return;
        }
        int length = Whole(words[3], 1, Term.LengthMax, "期限");
        _clocks.Add(new Clock(
            Id(words[1]), words[2], new Term(length, unit, words.Contains("顺延")),
            warn > 0 ? Whole(words[warn + 1], 0, length, "预警") : 0, $"{words[^2]} {words[^1]}", _line));
    }

    private void ReadOfStep(string[] words, string line)
    {
        string rest = line[words[0].Length..].Trim();
        switch (words[0])
        {
            case "从" when words is [_, "开始"]:
                _step!.Opens = true;
                break;
            case "从" when words.Length > 1:
                _step!.From.AddRange(words[1..]);
                break;
            case "到" when words.Length == 2:
                (_step!.To, _step.HasTo) = (words[1] == "不变" ? null : words[1], true);
                break;
            case "谁" when words.Length > 1:
                _step!.Who.AddRange(words[1..]);
                break;
            case "人数" when words.Length == 2:
                _step!.People = Whole(words[1], 1, 5, "人数");
                break;
            case "依据" when words.Length == 3:
                _step!.Basis = rest;
                break;
            case "后果":
                _step!.Consequence = rest;
                break;
            case "对方可见" when words.Length == 1:
                _step!.Shows = true;
                break;
            case "填写":
                ReadField(words);
                break;
            case "附件" when words.Length == 4 && words[3] is "必须" or "可选":
                _step!.Attachments.Add(new AttachmentRule(Id(words[1]), words[2], words[3] == "必须"));
                break;
            case "守则" when words.Length > 1:
                _step!.Guards.Add(new GuardRule(words[1], [.. words[2..]], _line));
                break;
            case "延长" when words.Length == 3:
                _step!.Extends.Add(new Extension(words[1], Whole(words[2], 1, Term.LengthMax, "延长")));
                break;
            case "抽查" when words.Length == 4 && words[2] == "到":
                _step!.Sampling = new Sampling(Whole(words[1], 1, 100, "抽查的百分数"), words[3]);
                break;
            default:
                if (words.Length > 1 && _step!.List(words[0]) is { } list)
                    list.AddRange(words[1..]);
                else
                    Wrong(_ofStep.Contains(words[0]) ? $"“{words[0]}”这一行的写法不对；请对照说明 docs/procedures.md。"
                        : $"步骤里不认识“{words[0]}”。可以写：{string.Join("、", _ofStep)}。");
                break;
        }
    }

    /// <summary><c>填写 reason 理由 文字 必填 4-500</c>, <c>填写 source 来源 选项 必填 检出|举报</c></summary>
    private void ReadField(string[] words)
    {
        FieldKind? kind = words.Length < 5 ? null : words[3] switch
        {
            "文字" => FieldKind.Text,
            "日期" => FieldKind.Day,
            "时间" => FieldKind.Time,
            "数" => FieldKind.Number,
            "选项" => FieldKind.Choice,
            "行为代码" => FieldKind.Codes,
            _ => null,
        };
        if (kind is not { } known || words[4] is not ("必填" or "可空") || words.Length > 6
            || (known == FieldKind.Choice) != (words.Length == 6 && words[5].Contains('|', StringComparison.Ordinal)))
        {
            Wrong("填写的项写成：填写 代码 名称 文字|日期|时间|数|选项|行为代码 必填|可空，文字后面可以加字数如 4-500，"
                + "选项后面写 甲|乙|丙。");
            return;
        }
        int min = 0, max = FieldRule.TextMax;
        string[] choices = [];
        if (known == FieldKind.Choice)
            choices = words[5].Split('|');
        else if (words.Length == 6 && words[5].Split('-') is [var low, var high])
            (min, max) = (Whole(low, 0, FieldRule.TextMax, "字数"), Whole(high, 1, FieldRule.TextMax, "字数"));
        else if (words.Length == 6)
            Wrong("字数写成 最少-最多，如 4-500。");
        _step!.Fields.Add(new FieldRule(Id(words[1]), words[2], known, words[4] == "必填", min, max, [.. choices]));
    }

    private Paper? EndPaper()
    {
        if (_paper is not null)
            _papers.Add(_paper with { Lines = [.. _lines] });
        _lines.Clear();
        return _paper = null;
    }

    private string Id(string word)
    {
        if (word.Length > 40 || !word.All(c => char.IsLetterOrDigit(c) || c == '-'))
            Wrong($"代码“{word}”只能用文字、数字和短横线，最多 40 个字。");
        return word;
    }

    private int Whole(string word, int min, int max, string what)
    {
        if (int.TryParse(word, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
            return value;
        Wrong($"{what}“{word}”应为 {min} 到 {max} 的整数。");
        return min;
    }

    private void Wrong(string message) => _problems.Add(new ProcedureProblem(_line, message));

    private Procedure Build(string text) => new(
        _id, _name, _prefix, string.Join('\n', _notes), [.. _reads], [.. _laws], [.. _stages], [.. _states],
            [.. _roles],
        [.. _clocks], [.. _papers], [.. _steps.Select(s => s.Build(_states))], text,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>A step while its lines are read.</summary>
    private sealed class StepText(string id, string name, int line)
    {
        public bool Opens { get; set; }
        public bool HasTo { get; set; }
        public string? To { get; set; }
        public int People { get; set; } = 1;
        public string Basis { get; set; } = "";
        public string Consequence { get; set; } = "";
        public bool Shows { get; set; }
        public Sampling? Sampling { get; set; }
        public List<string> From { get; } = [];
        public List<string> Who { get; } = [];
        public List<FieldRule> Fields { get; } = [];
        public List<AttachmentRule> Attachments { get; } = [];
        public List<GuardRule> Guards { get; } = [];
        public List<Extension> Extends { get; } = [];

        private readonly Dictionary<string, List<string>> _lists = new()
        {
            ["指派"] = [],
            ["起算"] = [],
            ["停止"] = [],
            ["中止"] = [],
            ["恢复"] = [],
            ["出具"] = [],
        };

        public List<string>? List(string word) => _lists.GetValueOrDefault(word);

        /// <summary><c>从 任何</c> = from every state that is no end.</summary>
        public Step Build(List<ProcedureState> states) => new(
            id, name, From is ["任何"] ? [.. states.Where(s => !s.IsEnd).Select(s => s.Id)] : [.. From], Opens,
            HasTo ? To : "", [.. Who], People, Basis, Consequence, Shows, [.. Fields], [.. Attachments],
            [.. _lists["指派"]], [.. Guards], [.. _lists["起算"]], [.. _lists["停止"]], [.. _lists["中止"]],
            [.. _lists["恢复"]], [.. Extends], [.. _lists["出具"]], Sampling, line);
    }
}
