using System.Security.Cryptography;

namespace Qingyuan.App.Web;

/// <summary>Headers of every answer and the refusal of requests that another site made (安全响应头).</summary>
internal static class Security
{
    private static readonly object NonceKey = new();

    /// <summary>The nonce of this answer's scripts.</summary>
    public static string Nonce(HttpContext context)
    {
        if (context.Items[NonceKey] is string made)
            return made;
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceKey] = nonce;
        return nonce;
    }

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var headers = context.Response.Headers;
        // OWASP ASVS 5.0.0 v5.0.0-3.4.3: no style or script but ours; inline attributes do not run either.
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{Nonce(context)}'; style-src 'self'; "
            + "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
            + "manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers.CacheControl = "no-store"; // Whoever may be cached says so.
        if (HttpMethods.IsTrace(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        // v5.0.0-3.5.1: beside the anti-forgery token, what the browser itself says about where a form came from.
        string site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        if (HttpMethods.IsPost(context.Request.Method) && site is not ("" or "same-origin" or "none"))
        {
            await Problems.Write(context, StatusCodes.Status400BadRequest, "request.crossSite",
                "这个请求来自别的网站。请在本站页面上重新提交。");
            return;
        }
        await next(context);
    });
}
