using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Qingyuan.App.Screens.Components;
using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App.Screens.Components;

/// <summary>Components as the server renders them.</summary>
public sealed class ComponentsTests
{
    private static readonly Refusal[] Refused = [Refusal.Of("x", "HJ 75-2017 9.1", "还没有写停运原因", "reason")];

    [Fact]
    public async Task An_error_leads_from_the_summary_to_its_field_and_is_said_there_again()
    {
        string summary = await Render<Refusals>(("Items", Refused));
        Assert.Contains("href=\"#reason\"", summary, StringComparison.Ordinal);
        string field = await Render<AreaField>(("Name", "reason"), ("Label", "停运原因"), ("Refusals", Refused));
        Assert.Contains("fld bad", field, StringComparison.Ordinal);
        Assert.Contains("id=\"reason\"", field, StringComparison.Ordinal);
        Assert.Contains("还没有写停运原因", field, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_device_wrote_is_never_markup()
    {
        string html = await Render<DiffView>(("Rows",
            (IReadOnlyList<(string, string?, string?)>)[("名称", "<b>", "<script>alert(1)</script>")]));
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_of_a_sorted_column_says_how_it_is_sorted()
    {
        string html = await Render<DataTable<int>>(
            ("Rows", (IReadOnlyList<int>)[3, 1, 2]), ("Label", "数"), ("PerPage", 2), ("Address", "/w/x"),
            ("Columns", (IReadOnlyList<Column<int>>)[new("n", "数", n => $"n{n}") { By = n => n }]));
        Assert.Contains("aria-sort=\"none\"", html, StringComparison.Ordinal);
        Assert.Contains("第 1 页，共 2 页", html, StringComparison.Ordinal);
        Assert.Contains("n3", html, StringComparison.Ordinal);
        Assert.DoesNotContain("n2", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zero_is_a_dash_and_carries_no_link()
    {
        string html = await Render<Kpi>(("Term", "离线"), ("Count", 0L), ("Href", "/w/outlets"));
        Assert.DoesNotContain("<a", html, StringComparison.Ordinal);
        Assert.Contains("<dd>-</dd>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_act_is_no_link_and_says_what_it_lacks()
    {
        string html = await Render<NextAct>(("Title", "送法制审核"), ("Href", "/x"), ("Lacks", "询问笔录"));
        Assert.DoesNotContain("<a", html, StringComparison.Ordinal);
        Assert.Contains("还缺：询问笔录", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_component_brings_a_style_that_the_policy_refuses()
    {
        string html = await Render<SheetMatter>() + await Render<SheetStates>() + await Render<SheetPaper>();
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick=", html, StringComparison.Ordinal);
    }

    private static async Task<string> Render<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent
    {
        var services = new ServiceCollection();
        services.AddSingleton(BrowserFiles.Load("nowhere"));
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<IHttpContextAccessor, HttpContextAccessor>();
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var output = await renderer.RenderComponentAsync<T>(
                ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value)));
            return output.ToHtmlString();
        });
    }
}
