using System.Text;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

/// <summary>A log in a directory of its own, removed afterwards.</summary>
internal sealed class TemporaryLog : IDisposable
{
    public TemporaryLog()
    {
        Root = Directory.CreateTempSubdirectory("qingyuan-ledger-").FullName;
        Options = new LogOptions(Path.Combine(Root, "log"), "test.example/frames", Path.Combine(Root, "keys",
            "frames"));
    }

    public string Root { get; }
    public LogOptions Options { get; set; }
    public string LogDirectory => Options.Directory;
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 14, 2, 15, 0, TimeSpan.Zero));

    public Log Open() => Log.Open(Options, Clock);

    public static byte[] Entry(long i) => Encoding.UTF8.GetBytes($"entry {i} {new string('x', (int)(i * 7 % 90))}");

    public static async Task Fill(Log log, int count)
    {
        var last = Task.CompletedTask;
        for (int i = 0; i < count; i++)
        {
            await log.Room(CancellationToken.None);
            Pending pending = log.Append("head "u8, Entry(log.DurableSize + i));
            last = pending.Durable;
        }
        await last;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
