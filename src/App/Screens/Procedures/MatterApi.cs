using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Web;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Procedures;

/// <summary>A procedure in the open API: its steps, who may take them, what they ask for.</summary>
public sealed record ProcedureDto(
    string Id, string Name, string Digest, IReadOnlyList<StateDto> States, IReadOnlyList<StepDto> Steps, string Text);

public sealed record StateDto(string Id, string Name, bool Ends);

public sealed record StepDto(
    string Id, string Name, IReadOnlyList<string> From, string? To, IReadOnlyList<string> Who, int People, string Basis,
    IReadOnlyList<string> Fields, IReadOnlyList<string> Attachments, IReadOnlyList<string> Assigns);

/// <summary>A line of the list.</summary>
public sealed record MatterLineDto(
    string Number, string Procedure, string Title, string Subject, string Region, string State, string StateName,
    bool Ended, string Clock, DateTimeOffset? Due, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt);

/// <summary>A matter with its whole history and what the caller may do next.</summary>
public sealed record MatterDto(
    string Number, long Position, string Procedure, string Title, Subject Subject, string State, string StateName,
    bool Ended, int Sequence, IReadOnlyList<EventDto> History, IReadOnlyList<ClockDto> Clocks,
    IReadOnlyDictionary<string, IReadOnlyList<string>> People, IReadOnlyList<NextDto> Next);

public sealed record EventDto(
    long Position, string Step, string Name, DateTimeOffset At, IReadOnlyList<string> Signers, string Power,
        string Clause,
    string Edition, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<Attachment> Attachments);

public sealed record ClockDto(
    string Id, string Name, string Basis, DateTimeOffset StartedAt, DateTimeOffset Due, DateTimeOffset Warn,
    bool Provisional, DateTimeOffset? SuspendedAt, DateTimeOffset? StoppedAt);

public sealed record NextDto(string Step, string Name, bool Mine, IReadOnlyList<string> Lacks, string Consequence);

/// <summary>What a caller asks for; <paramref name="Files"/> are Base64.</summary>
public sealed record AskDto(
    string? Title, string? Subject, DateOnly? ActDay, Dictionary<string, string>? Fields,
    Dictionary<string, string[]>? People, List<FileDto>? Files, int? Sequence);

public sealed record FileDto(string Rule, string Name, string Base64);

/// <summary>Matters as JSON (事项接口): the same one way in as the screens.</summary>
internal static class MatterApi
{
    public const string All = "/api/v1/matters", One = "/api/v1/matters/{number}", Procedures = "/api/v1/procedures";
    public const string Opening = "/api/v1/procedures/{procedure}/{step}",
        Steps = "/api/v1/matters/{number}/steps/{step}";
    public const string Signature = "/api/v1/matters/{number}/signature";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Procedures, (Node node) => TypedResults.Ok(node.Matters.Procedures.All.Select(Of).ToList()))
            .WithSummary("全部流程：状态、步骤、谁能办、要填什么，连同流程文件的原文");
        routes.MapGet(All, List).WithSummary("调用人能看的事项；procedure、state、q、mine、all 筛选（工作台）");
        routes.MapGet(One, Get).WithSummary("一个事项的全部经过、期限、人员和调用人的下一步（工作台）");
        routes.MapPost(Opening, Open).WithSummary("登记一个事项（工作台）");
        routes.MapPost(Steps, Take).WithSummary("办理一步（工作台）");
        routes.MapPost(Signature, Sign).WithSummary("会签正在等待的步骤（工作台）");
    }

    private static Ok<List<MatterLineDto>> List(HttpContext context, Node node) => TypedResults.Ok(
        MatterList.Load(node, ActorOf.Current(context), MatterFiles.Filter(context)).Select(l => new MatterLineDto(
            l.Number, l.Procedure, l.Title, l.Subject.Name, l.Subject.Region, l.State, l.StateName, l.IsEnded,
                l.ClockName,
            l.Due, l.OpenedAt, l.ChangedAt)).ToList());

    private static Results<Ok<MatterDto>, ProblemHttpResult> Get(HttpContext context, Node node, string number) =>
        MatterView.Load(node, number, ActorOf.Current(context)) is { } view
            ? TypedResults.Ok(Of(view)) : Unknown(number);

    private static async Task<Results<Ok<MatterDto>, ProblemHttpResult>> Open(
        HttpContext context, Node node, string procedure, string step, AskDto ask)
    {
        return TryRead(node, step, ask, out MatterAsk read) is { } problem ? problem
            : Answer(context, node, await node.Matters.Open(
                procedure, read, ActorOf.Current(context), MatterActing.As(context), context.RequestAborted));
    }

    private static async Task<Results<Ok<MatterDto>, ProblemHttpResult>> Take(
        HttpContext context, Node node, string number, string step, AskDto ask)
    {
        return TryRead(node, step, ask, out MatterAsk read) is { } problem ? problem
            : Answer(context, node, await node.Matters.Step(
                number, read, ActorOf.Current(context), MatterActing.As(context), context.RequestAborted));
    }

    // A body of JSON is asked for although it says nothing: no form of another site can send one.
    private static async Task<Results<Ok<MatterDto>, ProblemHttpResult>> Sign(
        HttpContext context, Node node, string number, JsonElement body) =>
        body.ValueKind != JsonValueKind.Object ? Problems.Bad("request.bad", "请发送 {}。")
            : Answer(context, node, await node.Matters.Cosign(number, ActorOf.Current(context),
                MatterActing.As(context), context.RequestAborted));

    private static Results<Ok<MatterDto>,
        ProblemHttpResult> Answer(HttpContext context, Node node, MatterAnswer answer) =>
        answer.Refusals is [var first, ..]
            ? Problems.Of(first.Code == "matter.unknown" ? StatusCodes.Status404NotFound
                : first.Code == "power.none" ? StatusCodes.Status403Forbidden
                : first.Code == "matter.moved"
                    ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity,
                first.Code, string.Join(" ",
                    answer.Refusals.Select(r => r.Field.Length > 0 ? $"{r.Field}：{r.Message}" : r.Message)))
            : answer.IsWaiting ? Problems.Of(StatusCodes.Status409Conflict, "signature.needed",
                "这一步要本人签名，还没有写入账本。请在浏览器里打开签名：" + MatterActing.Next(context, "/w/matters?mine=1"))
            : MatterView.Load(node, answer.Matter!.Number, ActorOf.Current(context)) is { } view
                ? TypedResults.Ok(Of(view)) : Unknown(answer.Matter.Number);

    private static ProblemHttpResult? TryRead(Node node, string step, AskDto ask, out MatterAsk read)
    {
        List<Attachment> files = [];
        read = new MatterAsk(step);
        foreach (FileDto file in (ask.Files ?? []).Take(MatterAsk.AttachmentsMax + 1))
        {
            byte[] bytes = new byte[(file.Base64.Length / 4 + 1) * 3];
            if (!Convert.TryFromBase64String(file.Base64, bytes, out int length))
                return Problems.Bad("attachment.base64", $"{file.Name} 不是 Base64；请重新编码。");
            if (length > Matters.AttachmentBytesMax)
                return Problems.Bad("attachment.large",
                    $"{file.Name} 超过 {Matters.AttachmentBytesMax >> 20} MiB；请分成几份。");
            files.Add(node.Matters.Keep(file.Rule, Path.GetFileName(file.Name), bytes.AsSpan(0, length)));
        }
        read = read with
        {
            Title = ask.Title ?? "",
            Subject = StepForm.Subject(ask.Subject ?? "", node.Register),
            ActDay = ask.ActDay,
            Fields = ask.Fields ?? [],
            People = (ask.People ?? []).ToDictionary(p => p.Key, p => (IReadOnlyList<string>)p.Value),
            Attachments = files,
            Sequence = ask.Sequence,
        };
        return null;
    }

    private static ProcedureDto Of(Procedure p) => new(
        p.Id, p.Name, p.Digest, [.. p.States.Select(s => new StateDto(s.Id, s.Name, s.IsEnd))],
        [
            .. p.Steps.Select(s => new StepDto(
                s.Id, s.Name, s.From, s.To, s.Who, s.People, s.Basis,
                [.. s.Fields.Select(f => f.Id + (f.Required ? "" : "?"))],
                [.. s.Attachments.Select(a => a.Id + (a.Required ? "" : "?"))], s.Assigns)),
        ], p.Text);

    private static MatterDto Of(MatterView v) => new(
        v.Matter.Number, v.Matter.Position, v.Matter.Procedure, v.Matter.Title, v.Matter.Subject, v.Matter.State,
        v.Matter.StateName, v.Matter.IsEnded, v.Matter.Sequence,
        [
            .. v.Matter.History.Select(h => new EventDto(
                h.Position, h.Step, h.Name, h.At, [.. h.Signers.Select(s => s.Name)], h.Power, h.Clause, h.Edition,
                h.Fields.ToDictionary(f => f.Id, f => f.Text), h.Attachments)),
        ],
        [
            .. v.Matter.Clocks.Values.OrderBy(c => c.Due).Select(c => new ClockDto(
                c.Clock, c.Name, c.Basis, c.StartedAt, c.Due, c.Warn, c.Provisional, c.SuspendedAt, c.StoppedAt)),
        ],
        v.Matter.Roles.ToDictionary(r => r.Key, r => (IReadOnlyList<string>)[.. r.Value.Select(h => h.Name)]),
        [.. v.Next.Select(n => new NextDto(n.Step.Id, n.Step.Name, n.IsMine, n.Lacks, n.Consequence))]);

    private static ProblemHttpResult Unknown(string number) =>
        Problems.NotFound("matter.unknown", $"没有事项 {number}，或者你不能看它。请核对编号。");
}
