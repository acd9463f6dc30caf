using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>What passkey.js asks (通行密钥接口): options, and what the authenticator made of them.</summary>
internal static class SignInRoutes
{
    public const string PasskeyOptions = "/sign-in/passkey/options", Passkey = "/sign-in/passkey";
    public const string EnrolOptions = "/sign-in/enrol/options", Enrol = "/sign-in/enrol";
    public const string CeremonyOptions = "/ceremony/options", Ceremony = "/ceremony/person";
    public const string KeyOptions = "/w/account/key/options", Key = "/w/account/key", StepUp = "/w/account/step-up";
    public const string Sign = "/w/sign/{Id}/signature";

    /// <summary>Of a request: a credential has about 2 KiB.</summary>
    private const int BodyCharactersMax = 16 << 10;

    public static void Map(WebApplication app)
    {
        app.MapPost(PasskeyOptions, (HttpContext context, Passkeys passkeys, IPasskeyHandler<Account> handler) =>
            Guarded(context, _ => passkeys.RequestOptions(handler, context))).ExcludeFromDescription();
        app.MapPost(Passkey, (HttpContext context, PasskeyDoor door) =>
            Guarded(context, door.SignIn)).ExcludeFromDescription();
        app.MapPost(EnrolOptions, (HttpContext context, PasskeyDoor door) =>
            Guarded(context, door.EnrolOptions)).ExcludeFromDescription();
        app.MapPost(Enrol, (HttpContext context, PasskeyDoor door) =>
            Guarded(context, door.Enrol)).ExcludeFromDescription();
        app.MapPost(CeremonyOptions, (HttpContext context, CeremonyRoom room) =>
            Guarded(context, body => room.Options(context, body))).ExcludeFromDescription();
        app.MapPost(Ceremony, (HttpContext context, CeremonyRoom room) =>
            Guarded(context, body => room.Take(context, body))).ExcludeFromDescription();
        app.MapPost(KeyOptions, (HttpContext context, PasskeyDoor door) =>
            Guarded(context, door.KeyOptions)).ExcludeFromDescription();
        app.MapPost(Key, (HttpContext context, PasskeyDoor door) =>
            Guarded(context, door.AddKey)).ExcludeFromDescription();
        app.MapPost(StepUp, (HttpContext context, PasskeyDoor door) =>
            Guarded(context, door.StepUp)).ExcludeFromDescription();
        app.MapPost(Sign, (HttpContext context, ActDesk acting, string id) =>
            Guarded(context, async body =>
            {
                string to = acting.Find(context, id)?.ReturnTo ?? "/w";
                var refusal = await acting.Sign(context, id, Text(body, "credential"));
                return refusal is null ? new JsonObject { ["to"] = to } : Refused(refusal);
            })).ExcludeFromDescription();
    }

    public static string Text(JsonObject body, string key) =>
        body[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    public static JsonObject Refused(Refusal refusal) => new()
    {
        ["code"] = refusal.Code,
        ["detail"] = refusal.Message,
    };

    public static JsonObject Refused(string code, string message) => Refused(Refusal.Of(code, "", message));

    /// <summary>The page's anti-forgery token, a bounded JSON body, and refusals as problem details.</summary>
    private static async Task<IResult> Guarded(HttpContext context, Func<JsonObject, Task<JsonObject>> work)
    {
        var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
        if (!await antiforgery.IsRequestValidAsync(context))
            return Problems.Bad("form.token", "页面已经过期。请刷新后再试。");
        if (context.Request.ContentLength is not (> 0 and <= BodyCharactersMax)
            || !context.Request.HasJsonContentType())
            return Problems.Bad("request.bad", "请求不完整或者格式不对。");
        JsonObject? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted)
                as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            body = null;
        }
        if (body is null)
            return Problems.Bad("request.bad", "请求不完整或者格式不对。");
        JsonObject answer;
        try
        {
            answer = await work(body);
        }
        catch (ActRefusedException e)
        {
            answer = Refused(e.Refusal);
        }
        return answer.ContainsKey("detail")
            ? Problems.Of(StatusCodes.Status422UnprocessableEntity, Text(answer, "code"), Text(answer, "detail"))
            : TypedResults.Text(answer.ToJsonString(), "application/json");
    }
}
