using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qingyuan.App.Web;

/// <summary>
/// A part of a page, rendered without its frame for live.js (实时片段); unchanged ones cost 304 and no bytes.
/// </summary>
internal static class Fragment
{
    public static async Task Render<T>(HttpContext context, object? parameters = null) where T : IComponent
    {
        var outer = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            var result = parameters is null ? new RazorComponentResult<T>() : new RazorComponentResult<T>(parameters);
            result.PreventStreamingRendering = true;
            await result.ExecuteAsync(context);
        }
        finally
        {
            context.Response.Body = outer;
        }
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        string tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(0, 8))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.ContentType = null;
            return;
        }
        await outer.WriteAsync(bytes, context.RequestAborted);
    }
}
