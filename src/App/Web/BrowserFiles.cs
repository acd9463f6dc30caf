using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qingyuan.App.Web;

/// <summary>
/// The files that browsers fetch: everything under wwwroot, read once at start, all under one fingerprint in the path,
/// so that they may be cached for ever and still refer to each other. Never opens a file by a name from a request.
/// </summary>
internal sealed class BrowserFiles
{
    /// <summary>More than this in wwwroot is a mistake.</summary>
    public const int FileBytesMax = 4 << 20;

    public const string Route = "/assets/{version}/{**path}";

    private sealed record Entry(byte[] Plain, byte[]? Brotli, string Type);

    private readonly FrozenDictionary<string, Entry> _files;
    private readonly string _version;

    private BrowserFiles(FrozenDictionary<string, Entry> files, string version) =>
        (_files, _version) = (files, version);

    public static BrowserFiles Load(string root)
    {
        var files = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (Directory.Exists(root))
            foreach (string file in Directory.GetFiles(root, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal))
            {
                if (TypeOf(file) is not { } type || new FileInfo(file).Length > FileBytesMax)
                    continue;
                byte[] bytes = File.ReadAllBytes(file);
                string name = Path.GetRelativePath(root, file).Replace('\\', '/');
                all.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
                all.AppendData(bytes);
                bool packed = type.StartsWith("font/", StringComparison.Ordinal);
                files[name] = new Entry(bytes, packed ? null : Squeeze(bytes), type);
            }
        string version = Convert.ToHexStringLower(all.GetHashAndReset().AsSpan(0, 8));
        return new BrowserFiles(files.ToFrozenDictionary(StringComparer.Ordinal), version);
    }

    /// <summary>The address of a file; its bytes never change under it.</summary>
    public string this[string name] => $"/assets/{_version}/{name}";

    public bool Has(string name) => _files.ContainsKey(name);

    public Results<FileContentHttpResult, NotFound> Get(HttpContext context, string version, string path)
    {
        if (!_files.TryGetValue(path, out var entry))
            return TypedResults.NotFound();
        // An old fingerprint gets today's bytes, but may not keep them.
        context.Response.Headers.CacheControl =
            version == _version ? "public, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.Vary = "Accept-Encoding";
        bool brotli = entry.Brotli is not null
            && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (brotli)
            context.Response.Headers.ContentEncoding = "br";
        return TypedResults.File(brotli ? entry.Brotli! : entry.Plain, entry.Type);
    }

    private static byte[] Squeeze(byte[] bytes)
    {
        using var to = new MemoryStream();
        // Quality 5 costs 60 ms for all files at start; the highest costs seconds for a tenth less.
        using (var brotli = new BrotliStream(to, new BrotliCompressionOptions { Quality = 5 }, leaveOpen: true))
            brotli.Write(bytes);
        return to.ToArray();
    }

    private static string? TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".woff2" => "font/woff2",
        "" or ".txt" => "text/plain; charset=utf-8",
        _ => null,
    };
}
