using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Screens.Origin;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;

namespace Qingyuan.App.Web;

/// <summary>
/// From a value to its frames and from a frame to its proof (溯源与证明). PW is covered wherever it is shown.
/// </summary>
internal static partial class EvidenceRoutes
{
    /// <summary>Frames listed with one traced value; a day of minutes has 1,440.</summary>
    public const int TraceFramesMax = 3000;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(WebApplication app)
    {
        app.MapGet("/api/v1/trace/{outlet}/{factor}/{span}/{start}", Trace)
            .WithSummary("一个小时值或日均值的来历：规则、分钟、报文位置").Produces(200, contentType: "application/json");
        app.MapGet("/api/v1/frames/{position:long}", Frame)
            .WithSummary("一条报文：收到时间、来源、文本、解码；密码遮住").Produces(200, contentType: "application/json");
        app.MapGet("/api/v1/frames/{position:long}/proof", Proof)
            .WithSummary("一条报文的 .tlog-proof，内含原始字节").Produces(200, contentType: "text/plain");
    }

    private static IResult Trace(Node node, string outlet, string factor, string span, string start)
    {
        if (span is not ("hour" or "day") || !ApiRoutes.TryTime(start, default, out var at))
            return Problems.Bad("trace.form", "地址写成 /api/v1/trace/排口/因子/hour/2026-11-23T14 或 …/day/2026-11-23。");
        var register = node.Register;
        var hour = span == "hour" ? node.Tracer.Hour(register, outlet, factor, at) : null;
        var day = span == "day" ? node.Tracer.Day(register, outlet, factor, at) : null;
        if ((hour?.Interval ?? day?.Interval) is not { } interval)
            return Problems.NotFound("trace.nothing", "这个排口、因子和时间没有算过的值。");
        long size = node.Frames.Published.Size;
        var frames = node.Tracer.Frames(
            interval.Positions.Where(p => p < size).Take(TraceFramesMax), [factor], withProofs: hour is not null);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            if (hour is not null)
                TraceJson.Write(json, hour, frames);
            else
                TraceJson.Write(json, day!, frames);
        }
        return TypedResults.Bytes(text.ToArray(), "application/json; charset=utf-8");
    }

    private static async Task<IResult> Frame(Node node, long position, CancellationToken cancel)
    {
        if (Entry(node, position) is not { } entry)
            return Unknown();
        if (FrameEntry.Read(entry) is not { } frame)
            return Problems.NotFound("frame.form", "这个位置上的内容不是报文。");
        var json = new JsonObject
        {
            ["position"] = position,
            ["kind"] = frame.Kind.ToString(),
            ["received"] = frame.Received.ToOffset(Beijing.Offset).ToString("O"),
            ["peer"] = frame.Peer,
            ["session"] = frame.Session,
            ["why"] = frame.Why,
            ["length"] = frame.Bytes.Length,
            ["published"] = position < node.Frames.Published.Size,
            ["text"] = Covered(frame.Bytes.Span),
        };
        var opened = OpenedFrame.Of(node, frame);
        if (opened is not null)
        {
            json["encrypted"] = true;
            json["key"] = opened.Key;
            json["ciphertext"] = Convert.ToHexString(opened.Ciphertext.Span);
            json["opened"] = opened.Plain is { } plain ? Covered(plain) : null;
        }
        json["decoded"] = await Decoded(frame.Bytes, KeysOf(node, frame, opened), cancel);
        return TypedResults.Text(
            json.ToJsonString(new JsonSerializerOptions { Encoder = Plain.Encoder }), "application/json");
    }

    private static IResult Proof(HttpContext context, Node node, long position)
    {
        if (Entry(node, position) is not { } entry)
            return Unknown();
        if (node.Tracer.Prove(position) is not { } proof)
        {
            context.Response.Headers.RetryAfter = "1";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "frame.notYetPublished",
                "这条报文已经落盘，还没有进检查点。约一秒后再取。");
        }
        return TypedResults.File(Encoding.UTF8.GetBytes(proof.ToText(entry)), "text/plain; charset=utf-8",
            $"frame-{position}.tlog-proof");
    }

    private static byte[]? Entry(Node node, long position) =>
        position >= 0 && position < node.Frames.DurableSize ? node.Frames.Read(position) : null;

    private static ProblemHttpResult Unknown() =>
        Problems.NotFound("frame.unknown", "账本里没有这个位置。账本的大小见 /api/v1/ledger。");

    /// <summary>The bytes as text, PW covered, what cannot be printed as <c>\xNN</c>.</summary>
    internal static string Covered(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var rune in Encoding.UTF8.GetString(bytes).EnumerateRunes())
            _ = Rune.IsControl(rune) ? text.Append(rune.Value switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                var v => $"\\x{v:x2}",
            }) : text.Append(rune.ToString());
        return Password().Replace(text.ToString(), "PW=******");
    }

    /// <summary>The key that opens it, for the decoder; null = plain, or none opens it.</summary>
    private static KeyRing? KeysOf(Node node, in FrameEntry frame, OpenedFrame? opened)
    {
        if (opened?.Key is not { } id)
            return null;
        var message = new Message();
        message.Parse(frame.Bytes);
        var named = node.Register.Keys(Encoding.UTF8.GetString(message.Mn)).FirstOrDefault(k => k.Id == id);
        return named is not null && node.DeviceKeys.TryGet(named) is { } key ? KeyRing.Of(key) : null;
    }

    private static async Task<JsonNode?> Decoded(ReadOnlyMemory<byte> bytes, KeyRing? keys, CancellationToken cancel)
    {
        using var lines = new MemoryStream();
        using (var decoder = new StreamDecoder(lines, keys))
            await decoder.Run(new MemoryStream(bytes.ToArray()), cancel);
        string first = Encoding.UTF8.GetString(lines.ToArray()).Split('\n')[0];
        var json = first.Length == 0 ? null : JsonNode.Parse(first);
        foreach (string part in (string[])["fields", "reply"])
            if (json?[part] is JsonObject fields && fields.ContainsKey("PW"))
                fields["PW"] = "******";
        return json;
    }

    [GeneratedRegex("PW=[^;&]*")]
    private static partial Regex Password();
}
