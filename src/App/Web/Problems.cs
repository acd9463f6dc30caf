using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Qingyuan.App.Web;

/// <summary>
/// Errors of the JSON routes as problem details (RFC 9457) with our <c>code</c>. Never says more than it must.
/// </summary>
internal static class Problems
{
    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(new ProblemDetails
        {
            Status = status,
            Title = code,
            Detail = detail,
            Extensions = { ["code"] = code },
        });

    public static ProblemHttpResult NotFound(string code, string detail) =>
        Of(StatusCodes.Status404NotFound, code, detail);

    public static ProblemHttpResult Bad(string code, string detail) =>
        Of(StatusCodes.Status400BadRequest, code, detail);

    public static Task Write(HttpContext context, int status, string code, string detail) =>
        Of(status, code, detail).ExecuteAsync(context);

    /// <summary>True where the caller is a program: it gets problem details, people get a page.</summary>
    public static bool WantsJson(HttpContext context)
    {
        var path = context.Request.Path;
        return path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi")
            || path.StartsWithSegments("/ledger/frames") || path.StartsWithSegments("/ledger/acts")
            || path.StartsWithSegments("/events");
    }

    /// <summary>A stable code for a status that no route explained.</summary>
    public static (string Code, string Detail) OfStatus(int status) => status switch
    {
        400 => ("request.bad", "请求不完整或者格式不对。"),
        401 => ("access.signIn", "需要先登录工作台。"),
        403 => ("access.refused", "这个地址只对有权限的人开放。"),
        404 => ("notFound", "没有这个地址，或者这里没有这个东西。"),
        405 => ("method.notAllowed", "这个地址不接受这种请求方法。"),
        413 => ("request.tooLarge", "发来的内容太大。"),
        415 => ("request.type", "不认识发来内容的类型。"),
        429 => ("rate.limited", "请求太频繁，请过一会儿再试。"),
        _ => ("server.error", "系统出错了。没有保存任何不完整的内容，请稍后再试。"),
    };
}
