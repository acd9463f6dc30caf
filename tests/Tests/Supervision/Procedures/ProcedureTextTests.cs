using Qingyuan.Supervision;
using Qingyuan.Tests.Tidy;

namespace Qingyuan.Tests.Supervision;

/// <summary>A person without programming edits a declaration, and is told in plain words what does not hold.</summary>
public sealed class ProcedureTextTests
{
    private static string LeadText => ProcedureSet.ShippedTexts.First(t => t.Name == "lead.procedure.txt").Text;

    private static IReadOnlyList<ProcedureProblem> Problems(string text)
    {
        Procedure? read = ProcedureText.TryRead(text, null, out var problems);
        Assert.Equal(read is null, problems.Count > 0);
        return problems;
    }

    [Fact]
    public void A_person_adds_a_step_by_editing_the_text_and_a_matter_goes_through_it()
    {
        // The edit that docs/procedures.md shows, word for word.
        string docs = File.ReadAllText(Tree.Path("docs/procedures.md"));
        string state = Between(docs, "<!-- edit: state -->"), step = Between(docs, "<!-- edit: step -->");
        string text = LeadText
            .Replace("阶段 初筛 triaged", "阶段 初筛 triaged consulting", StringComparison.Ordinal)
            .Replace("状态 triaged 已受理", "状态 triaged 已受理\n" + state, StringComparison.Ordinal) + "\n" + step;
        Assert.Empty(Problems(text));
        string folder = Directory.CreateTempSubdirectory("qingyuan-procedures-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "lead.procedure.txt"), text);
            using var desk = new Desk(ProcedureSet.Load(folder, null));
            string number = desk.Open().Matter!.Number;
            Desk.Must(desk.Step(number, "triage", "deji", ("opinion", "受理办理")));
            Matter asked = Desk.Must(desk.Step(number, "consult", "deji", ("question", "含氧量是否合理"))).Matter!;
            Assert.Equal("专家咨询中", asked.StateName);
            Assert.Equal(new DateOnly(2026, 12, 1),
                DateOnly.FromDateTime(asked.Clock("consult")!.Due.AddTicks(-1).DateTime));
            Matter answered = Desk.Must(desk.Step(number, "consulted", "deji", ("opinion", "含氧量不合理"))).Matter!;
            Assert.Equal("triaged", answered.State);
            // The act names the text that it was checked by, and that text is kept.
            Assert.Equal(text, System.Text.Encoding.UTF8.GetString(desk.Blobs.Get(answered.History[^1].Edition)!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("步聚 x 名称", "不认识“步聚”")]
    [InlineData("状态 a", "“状态”这一行的写法不对")]
    [InlineData("期限 a 名称 3 星期 预警 1 依据 行政处罚法 60", "单位可以是 小时、日、工作日、月、日或工作日")]
    [InlineData("期限 a 名称 x 日 预警 1 依据 行政处罚法 60", "期限“x”应为 1 到 3650 的整数")]
    [InlineData("期限 a 名称 3 日 预警 5 依据 行政处罚法 60", "预警“5”应为 0 到 3 的整数")]
    [InlineData("角色 a 名称 两 权限 lead.check", "人数“两”应为 1 到 20 的整数")]
    [InlineData("角色 a 名称 2", "角色写成")]
    [InlineData("状态 a_b 名称", "只能用文字、数字和短横线")]
    public void A_line_that_does_not_read_is_named_with_its_number(string line, string says)
    {
        ProcedureProblem problem = Problems(LeadText + "\n" + line)[0];
        Assert.Equal(LeadText.Split('\n').Length + 1, problem.Line);
        Assert.Contains(says, problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("步骤 x 某步\n  从 raised\n  到 nowhere\n  谁 lead.triage\n  依据 行政处罚法 60", "用了状态“nowhere”")]
    [InlineData("步骤 x 某步\n  从 dismissed\n  到 raised\n  谁 lead.triage\n  依据 行政处罚法 60", "从结束的状态“dismissed”出来")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  依据 行政处罚法 60", "要写“谁”")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 lead.triage", "没有依据的行为不做")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 lead.triage\n  依据 行政处罚法 999", "法条表里没有“行政处罚法 999”")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 @nobody\n  依据 行政处罚法 60", "用了角色“nobody”")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 a\n  守则 天气好\n  依据 行政处罚法 60", "没有守则“天气好”")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 a\n  守则 已做 z\n  依据 行政处罚法 60", "步骤“z”不存在")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 a\n  起算 z\n  依据 行政处罚法 60", "用了期限“z”")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 a\n  出具 z\n  依据 行政处罚法 60", "用了文书“z”")]
    [InlineData("步骤 open 某步\n  从 raised\n  到 raised\n  谁 a\n  依据 行政处罚法 60", "步骤代码“open”写了两次")]
    [InlineData("步骤 x 某步\n  从 raised\n  谁 a\n  依据 行政处罚法 60", "要写“到”")]
    [InlineData("步骤 x 某步\n  到 raised\n  谁 a\n  依据 行政处罚法 60", "要写“从”")]
    [InlineData("状态 lonely 孤立", "要正好属于一个阶段")]
    [InlineData("状态 lonely 孤立\n阶段 别的 lonely", "没有步骤能走到状态“孤立”")]
    [InlineData("期限 q 某期限 3 日 预警 1 依据 行政处罚法 60", "没有步骤起算它")]
    [InlineData("角色 q 某角色 1 权限 lead.check", "没有步骤指派它")]
    [InlineData("步骤 x 某步\n  从 开始\n  到 raised\n  人数 2\n  谁 a\n  依据 行政处罚法 60", "登记的步骤只能一个人做")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 a\n  填写 y 名 文字 也许\n  依据 行政处罚法 60", "填写的项写成")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 a\n  附件 y 名\n  依据 行政处罚法 60", "“附件”这一行的写法不对")]
    [InlineData("步骤 x 某步\n  从 raised\n  到 raised\n  谁 a\n  颜色 红\n  依据 行政处罚法 60", "步骤里不认识“颜色”")]
    public void What_leads_nowhere_is_found(string more, string says) =>
        Assert.Contains(Problems(LeadText + "\n" + more), p => p.ToString().Contains(says, StringComparison.Ordinal));

    [Fact]
    public void A_state_from_which_nothing_ends_is_found() => Assert.Contains(
        Problems(LeadText + "\n阶段 别的 trap\n状态 trap 陷阱\n"
            + "步骤 x 某步\n  从 raised\n  到 trap\n  谁 a\n  依据 行政处罚法 60\n"
            + "步骤 y 某步\n  从 trap\n  到 trap\n  谁 a\n  依据 行政处罚法 60"),
        p => p.Message.Contains("走不到任何结束的状态", StringComparison.Ordinal));

    [Fact]
    public void A_line_of_a_step_without_a_step_is_found() => Assert.Contains(
        Problems(LeadText + "\n说明 再说一句\n  从 raised"),
        p => p.Message.Contains("上面没有步骤", StringComparison.Ordinal));

    [Fact]
    public void An_empty_text_says_what_is_missing()
    {
        var problems = Problems("");
        Assert.Contains(problems, p => p.Message.Contains("缺“流程", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Message.Contains("缺“查看", StringComparison.Ordinal));
    }

    [Fact]
    public void A_power_that_nobody_can_hold_is_found()
    {
        Assert.Null(ProcedureText.TryRead(LeadText, new HashSet<string> { "lead.open" }, out var problems));
        Assert.Contains(problems, p => p.Message.Contains("没有权限“lead.triage”", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_power_of_the_shipped_procedures_can_be_given()
    {
        IReadOnlySet<string> powers = Qingyuan.Registry.Powers.All.Select(p => p.Code).ToHashSet();
        foreach (var (name, text) in ProcedureSet.ShippedTexts)
        {
            ProcedureText.TryRead(text, powers, out var problems);
            Assert.True(problems.Count == 0, $"{name}: {string.Join('\n', problems)}");
        }
    }

    [Fact]
    public void A_text_beyond_its_limits_is_refused() =>
        Assert.Contains("最多", Problems(new string('\n', ProcedureText.LinesMax + 1))[0].Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_folder_with_a_broken_text_stops_the_start_and_names_file_and_line()
    {
        string folder = Directory.CreateTempSubdirectory("qingyuan-procedures-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "own.procedure.txt"), "流程 own 自己的\n步聚");
            var error = Assert.Throws<InvalidDataException>(() => ProcedureSet.Load(folder, null));
            Assert.Contains("own.procedure.txt", error.Message, StringComparison.Ordinal);
            Assert.Contains("第 2 行", error.Message, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, "own.procedure.txt"),
                LeadText.Replace("流程 lead", "流程 own", StringComparison.Ordinal));
            error = Assert.Throws<InvalidDataException>(() => ProcedureSet.Load(folder, null));
            Assert.Contains("换字头", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(ForbiddenStepsTests.Shipped), MemberType = typeof(ForbiddenStepsTests))]
    public void The_page_of_the_docs_is_that_of_the_declaration(string id)
    {
        string file = Tree.Path($"docs/procedures/{id}.md"),
            page = ProcedureDiagram.Page(ProcedureSet.Shipped.Find(id)!);
        if (Environment.GetEnvironmentVariable("QINGYUAN_WRITE") == "1")
        {
            Directory.CreateDirectory(Tree.Path("docs/procedures"));
            File.WriteAllText(file, page);
        }
        Assert.True(File.Exists(file) && File.ReadAllText(file) == page,
            $"docs/procedures/{id}.md is stale; write it anew with QINGYUAN_WRITE=1 ./test unit");
    }

    private static string Between(string docs, string mark)
    {
        string rest = docs[(docs.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..];
        string[] parts = rest.Split("```");
        return parts[1].Trim('\n');
    }
}
