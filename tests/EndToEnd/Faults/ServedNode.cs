using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Qingyuan.EndToEnd.Faults;

/// <summary>A real <c>qingyuan serve</c> in a process of its own, as an operator runs it.</summary>
internal sealed partial class ServedNode : IDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(120);
    private const int Terminate = 15, Kill = 9;

    private readonly Process _process;

    private ServedNode(Process process, IPEndPoint loggers, Uri pages, TimeSpan startedIn) =>
        (_process, Loggers, Pages, StartedIn) = (process, loggers, pages, startedIn);

    public IPEndPoint Loggers { get; }
    public Uri Pages { get; }
    /// <summary>From the start of the process until it said that it listens.</summary>
    public TimeSpan StartedIn { get; }

    /// <param name="before">A program that runs it, with its arguments, e.g. <c>strace -D …</c>.</param>
    public static async Task<ServedNode> Start(string data, params string[] before)
    {
        string[] command = [
            .. before, Executable, "serve", "--data", data, "--http", "127.0.0.1:0", "--hj212", "127.0.0.1:0"];
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        var errors = new List<string>();
        process.ErrorDataReceived += (_, line) => errors.Add(line.Data ?? "");
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartMax);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } found)
                continue;
            var startedIn = watch.Elapsed;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new ServedNode(
                process, IPEndPoint.Parse(found.Groups["hj212"].Value), new Uri($"http://{found.Groups["http"].Value}"),
                startedIn);
        }
        throw new InvalidOperationException($"serve ended before it listened: {string.Join('\n', errors)}");
    }

    public static async Task<(int Status, string Text)> Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string text = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>kill −9: no handler runs, nothing is flushed.</summary>
    public async Task KillNow()
    {
        _ = kill(_process.Id, Kill);
        await _process.WaitForExitAsync();
    }

    public async Task Stop()
    {
        _ = kill(_process.Id, Terminate);
        await _process.WaitForExitAsync();
    }

    public async Task<string> Metrics()
    {
        using var client = new HttpClient { BaseAddress = Pages };
        return await client.GetStringAsync("/metrics");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _ = kill(_process.Id, Kill);
        _process.Dispose();
    }

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "qingyuan");

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);

    [GeneratedRegex(@"^listening http=(?<http>\S+) hj212=(?<hj212>\S+)")]
    private static partial Regex Listening();
}
