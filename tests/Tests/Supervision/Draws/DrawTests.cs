using CsCheck;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>The draw as a function of lists, rules and seed.</summary>
public sealed class DrawTests
{
    [Fact]
    [Clause("检验检测机构监督管理办法", "第十八条")]
    public void Draws_the_share_of_each_class_rounded_up()
    {
        Draw draw = Of(1);
        Assert.Equal([2, 3, 5, 8], "ABCD".Select(c => draw.Tasks.Count(t => t.Subject.Class == $"{c}")));
        foreach (string of in (string[])["A", "B", "C", "D"])
        {
            string[] drawn = [.. draw.Tasks.Where(t => t.Subject.Class == of).Select(t => t.Key)];
            string[] rest = [.. draw.Ordered.Where(o => o.Subject.Class == of).Select(o => o.Key).Except(drawn)];
            Assert.True(rest.All(k => string.CompareOrdinal(k, drawn[^1]) > 0));
        }
    }

    [Fact]
    public void A_key_is_what_sha256sum_says_of_the_seed_and_the_id()
    {
        // printf 'seed 1' | sha256sum gives the seed; (seed.bin; printf 'JG-A-001') | sha256sum the key.
        byte[] seed = Pools.Seed(1);
        using var all = System.Security.Cryptography.IncrementalHash.CreateHash(
            System.Security.Cryptography.HashAlgorithmName.SHA256);
        all.AppendData(seed);
        all.AppendData("JG-A-001"u8);
        Assert.Equal(Convert.ToHexStringLower(all.GetHashAndReset()), Draw.Key(seed, "JG-A-001"));
    }

    [Fact]
    public void The_order_in_which_lists_were_put_together_changes_nothing() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Shuffle(Pools.Objects().ToArray()), Gen.Shuffle(Pools.Inspectors().ToArray()))
            .Sample((number, objects, inspectors) =>
            {
                Assert.Equal(DrawLists.Write(Pools.Objects()), DrawLists.Write(objects));
                Assert.Equal(DrawLists.Write(Pools.Inspectors()), DrawLists.Write(inspectors));
                Draw shuffled = Draw.Of(objects, inspectors, Pools.Rules(), Pools.Seed(number));
                Assert.Equal(Of(number).Write(), shuffled.Write());
            }, iter: 50);

    [Fact]
    public void Every_task_has_its_seats_of_each_department_and_nobody_in_conflict() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[3, 9]).Sample((number, each) =>
        {
            var objects = Pools.Objects(9, 7, 5, 3);
            // Each inspector has a conflict with every n-th object: never so many that a seat cannot be filled.
            var inspectors = Pools.Inspectors(each).Select((p, i) => p with
            {
                Conflicts = [.. objects.Where((_, n) => n % (each * 2) == i).Select(o => o.Id)],
            }).ToList();
            if (Draw.Problem(objects, inspectors, Pools.Rules()) is not null)
                return;
            foreach (DrawnTask task in Draw.Of(objects, inspectors, Pools.Rules(), Pools.Seed(number)).Tasks)
            {
                var people = task.Inspectors.Select(i => inspectors.Single(p => p.Id == i)).ToList();
                Assert.Equal(["生态环境", "生态环境", "市场监管"], people.Select(p => p.Department));
                Assert.Equal(3, task.Inspectors.Distinct().Count());
                Assert.DoesNotContain(people, p => p.Conflicts.Contains(task.Subject.Id));
            }
        }, iter: 100);

    [Fact]
    public void Over_many_seeds_every_object_of_a_class_is_drawn_equally_often()
    {
        const int draws = 2000;
        Dictionary<string, int> times = [];
        var objects = Pools.Objects(20, 10, 8, 2);
        var inspectors = Pools.Inspectors(4);
        for (int number = 0; number < draws; number++)
        {
            foreach (DrawnTask task in Draw.Of(objects, inspectors, Pools.Rules(), Pools.Seed(number)).Tasks)
                times[task.Subject.Id] = times.GetValueOrDefault(task.Subject.Id) + 1;
        }
        foreach (DrawRatio ratio in DrawRules.Suggested)
        {
            string[] ids = [.. objects.Where(o => o.Class == ratio.Class).Select(o => o.Id)];
            double p = Draw.Needed(ratio, objects) / (double)ids.Length;
            // Five standard deviations: the seeds are fixed, so this never fails by chance.
            double slack = 5 * Math.Sqrt(draws * p * (1 - p));
            Assert.All(ids, id => Assert.InRange(times.GetValueOrDefault(id), draws * p - slack, draws * p + slack));
        }
    }

    [Fact]
    public void Work_is_shared_out_evenly_within_a_department()
    {
        Draw draw = Of(3);
        foreach (string department in (string[])["hj", "sj"])
        {
            int[] load = [.. Pools.Inspectors().Where(i => i.Id.StartsWith(department, StringComparison.Ordinal))
                .Select(i => draw.Tasks.Count(t => t.Inspectors.Contains(i.Id)))];
            Assert.InRange(load.Max() - load.Min(), 0, 1);
        }
    }

    [Fact]
    public void Whoever_is_recused_gives_way_to_the_next_and_never_comes_back()
    {
        Draw draw = Of(4);
        string subject = draw.Tasks[0].Subject.Id;
        List<(string, string)> steps = [];
        HashSet<string> gone = [];
        for (int i = 0; i < 9; i++)
        {
            string now = draw.With(steps, out _)![0].Inspectors[1];
            Assert.True(gone.Add(now));
            steps.Add((subject, now));
            var after = draw.With(steps, out string? problem);
            Assert.Null(problem);
            Assert.DoesNotContain(after![0].Inspectors, gone.Contains);
            Assert.Equal("生态环境", Pools.Inspectors().Single(p => p.Id == after[0].Inspectors[1]).Department);
            Assert.Equal(draw.Tasks.Skip(1), after.Skip(1));
        }
        Assert.Null(draw.With([(subject, "sj-99")], out string? why));
        Assert.Contains("不在", why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draw_for_which_there_are_too_few_people_is_refused_before_anything_is_committed()
    {
        Assert.Contains("递补", Draw.Problem(Pools.Objects(), Pools.Inspectors(2), Pools.Rules()),
            StringComparison.Ordinal);
        Assert.Null(Draw.Problem(Pools.Objects(), Pools.Inspectors(3), Pools.Rules()));
        Assert.Contains("风险等级", Draw.Problem([new PoolObject("x", "x", "拉萨", "E")], Pools.Inspectors(), Pools.Rules()),
            StringComparison.Ordinal);
        Assert.Contains("至少 2 人", (Pools.Rules() with { Seats = [new DrawSeats("生态环境", 1)] }).Problem(),
            StringComparison.Ordinal);
        Assert.Contains("见证", (Pools.Rules() with { Witnesses = [] }).Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_and_rules_read_back_and_another_spelling_is_no_list()
    {
        string text = DrawLists.Write(Pools.Objects());
        Assert.Equal(text, DrawLists.Write(DrawLists.ReadObjects(text)));
        string people = DrawLists.Write(Pools.Inspectors());
        Assert.Equal(people, DrawLists.Write(DrawLists.ReadInspectors(people)));
        string rules = Pools.Rules().Write();
        Assert.Equal(rules, DrawRules.Read(rules).Write());
        string[] lines = text.Split('\n');
        (lines[1], lines[2]) = (lines[2], lines[1]);
        Assert.Throws<FormatException>(() => DrawLists.ReadObjects(string.Join('\n', lines)));
        Assert.Throws<FormatException>(() => DrawRules.Read(rules + "again\n"));
        Assert.NotNull(DrawLists.Problem("a,b"));
    }

    private static Draw Of(int number) =>
        Draw.Of(Pools.Objects(), Pools.Inspectors(), Pools.Rules(), Pools.Seed(number));
}
