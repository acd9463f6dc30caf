using System.Globalization;

namespace Qingyuan.App.Demo;

/// <summary>Shows on the terminal and on the pages what the demo is doing now (进度).</summary>
internal sealed class ProgressLine(Node node, TextWriter terminal, TimeProvider clock)
{
    /// <summary>Followers that stand closer count as caught up.</summary>
    private const long LagMax = 2_000;

    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(3);

    private readonly long _begun = clock.GetTimestamp();
    private readonly bool _rewrites = ReferenceEquals(terminal, Console.Out) && !Console.IsOutputRedirected;
    private long _shown;
    private long _total;
    private bool _open;

    /// <param name="progress">Null = the demo runs live, nothing is being filled in.</param>
    public void Show(DemoProgress? progress)
    {
        if (progress is null && node.Progress is null)
            return;
        long lag = node.Followers.Lag.Values.DefaultIfEmpty().Max();
        if (progress is null && lag > LagMax)
            progress = new DemoProgress("已送完,正在计算小时值和日值", Math.Max(0, _total - lag), _total);
        node.Progress = progress;
        if (progress is null)
        {
            EndLine();
            string seconds = clock.GetElapsedTime(_begun).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
            terminal.WriteLine($"历史和补传数据已送完并算好,用时 {seconds} 秒;此后为实时 / history is in, now live");
            return;
        }
        _total = Math.Max(_total, progress.Total);
        if (!_rewrites && _shown != 0 && clock.GetElapsedTime(_shown) < LineEvery)
            return;
        _shown = clock.GetTimestamp();
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{progress.Step} {progress.Done:N0} / {progress.Total:N0} "
            + $"({100.0 * progress.Done / Math.Max(1, progress.Total):F0}%)");
        if (!_rewrites)
        {
            terminal.WriteLine(text);
            return;
        }
        terminal.Write($"\r{text}\u001b[K");
        _open = true;
    }

    public void End()
    {
        node.Progress = null;
        EndLine();
    }

    private void EndLine()
    {
        if (_open)
            terminal.WriteLine();
        _open = false;
    }
}
