using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.App;

/// <summary>A real log, real witnesses, real sockets between them.</summary>
public sealed class WitnessHostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_log_is_cosigned_and_its_proofs_carry_that_also_after_a_restart()
    {
        using var place = new TemporaryLog();
        await using var one = await Host.Start(place, "one.example");
        await using var two = await Host.Start(place, "two.example");
        using var http = new HttpClient();
        Log log = Open(place);
        TrustPolicy policy = Policy(log, "group q all a b\nquorum q", one.Line("a"), two.Line("b"));
        var witnessing = new Witnessing(log, policy, http, TimeProvider.System);
        await TemporaryLog.Fill(log, 10);
        await log.WhenPublished(9, Cancel);
        await witnessing.Round(Cancel);
        Assert.All(witnessing.States, s => Assert.Equal((10, null), (s.Seen, s.Fault)));
        Holds(log, policy, 3);

        await TemporaryLog.Fill(log, 600);
        await log.WhenPublished(609, Cancel);
        Assert.Equal(10, log.Witnessed!.Size);
        Holds(log, policy, 9);
        await witnessing.Round(Cancel);
        Assert.Equal(610, log.Witnessed!.Size);
        Holds(log, policy, 600);
        Assert.Equal(log.Published.Note, log.Witnessed.Note);
        await log.DisposeAsync();

        log = Open(place);
        Assert.Equal(2, policy.Ask(SignedNote.Parse(log.Published.Note), log.Origin).Cosignatures.Count);
        Holds(log, policy, 600);
        Verdict verdict = LogVerifier.Verify(place.LogDirectory, policy);
        Assert.Null(verdict.Problem);
        Assert.Equal((610, 610), (verdict.Size, verdict.WitnessedSize));
        Assert.Equal(["a", "b"], verdict.Witnesses);
        LogReader reader = LogReader.OpenReadOnly(place.LogDirectory);
        Assert.Equal(610, reader.Witnessed!.Size);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task An_outage_delays_nothing_and_shows()
    {
        using var place = new TemporaryLog();
        await using var one = await Host.Start(place, "one.example");
        var two = await Host.Start(place, "two.example");
        using var http = new HttpClient();
        await using Log log = Open(place);
        TrustPolicy policy = Policy(log, "group q all a b\nquorum q", one.Line("a"), two.Line("b"));
        var witnessing = new Witnessing(log, policy, http, TimeProvider.System);
        await TemporaryLog.Fill(log, 10);
        await log.WhenPublished(9, Cancel);
        await witnessing.Round(Cancel);
        await two.DisposeAsync();
        await TemporaryLog.Fill(log, 10);
        await log.WhenPublished(19, Cancel);
        await witnessing.Round(Cancel);
        Assert.True(log.State.Accepting);
        Assert.Equal([20, 10], witnessing.States.Select(s => s.Seen));
        Assert.NotNull(witnessing.States[1].Fault);
        // One of two is less than the quorum: the head that both have signed stays the one of the proofs.
        Assert.Equal(10, log.Witnessed!.Size);
        Holds(log, policy, 9);
        Verdict verdict = LogVerifier.Verify(place.LogDirectory, policy);
        Assert.Null(verdict.Problem);
        Assert.Equal((20, 10), (verdict.Size, verdict.WitnessedSize));
    }

    [Fact]
    public async Task A_restored_old_copy_is_found_by_its_witness_and_takes_nothing_more()
    {
        using var place = new TemporaryLog();
        await using var one = await Host.Start(place, "one.example");
        using var http = new HttpClient();
        Log log = Open(place);
        TrustPolicy policy = Policy(log, "quorum a", one.Line("a"));
        await TemporaryLog.Fill(log, 300);
        await log.DisposeAsync();
        string copy = Path.Combine(place.Root, "copy");
        Copy(place.LogDirectory, copy);

        log = Open(place);
        await TemporaryLog.Fill(log, 10);
        await log.WhenPublished(309, Cancel);
        await new Witnessing(log, policy, http, TimeProvider.System).Round(Cancel);
        await log.DisposeAsync();

        Directory.Delete(place.LogDirectory, recursive: true);
        Directory.Move(copy, place.LogDirectory);
        log = Open(place);
        var witnessing = new Witnessing(log, policy, http, TimeProvider.System);
        await witnessing.Round(Cancel);
        Assert.Contains("old copy", witnessing.Stopped, StringComparison.Ordinal);
        Assert.False(log.State.Accepting);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_witness_that_only_says_it_has_seen_more_stops_nobody()
    {
        using var place = new TemporaryLog();
        await using Log log = Open(place);
        await TemporaryLog.Fill(log, 10);
        await log.WhenPublished(9, Cancel);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using WebApplication liar = builder.Build();
        liar.Urls.Add("http://127.0.0.1:0");
        liar.MapPost("/add-checkpoint", () => Microsoft.AspNetCore.Http.Results.Text("999\n", statusCode: 409));
        SigningKey forger = SigningKey.OfSeed([5, .. new byte[31]], log.Origin);
        liar.MapGet("/{origin}/checkpoint", () =>
            forger.Sign(Checkpoint.Text(log.Origin, 999, new byte[32])));
        await liar.StartAsync(Cancel);
        SigningKey key = SigningKey.OfSeed([6, .. new byte[31]], "liar.example", VerifierKey.CosignatureType);
        using var http = new HttpClient();
        TrustPolicy policy = Policy(log, "quorum a", $"witness a {key.Verifier} {liar.Urls.First()}");
        var witnessing = new Witnessing(log, policy, http, TimeProvider.System);
        await witnessing.Round(Cancel);
        Assert.Null(witnessing.Stopped);
        Assert.True(log.State.Accepting);
        Assert.Contains("not signed by this log", Assert.Single(witnessing.States).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_routes_answer_as_the_protocol_says()
    {
        using var place = new TemporaryLog();
        await using var host = await Host.Start(place, "one.example");
        await using Log log = Open(place);
        await TemporaryLog.Fill(log, 10);
        await log.WhenPublished(9, Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        string hash = Witness.HashOf(log.Origin);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/{hash}/checkpoint", Cancel)).StatusCode);
        using var body = new StringContent(AddCheckpoint.Write(0, [], log.Published.Note), Encoding.UTF8);
        HttpResponseMessage signed = await client.PostAsync("/add-checkpoint", body, Cancel);
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        Assert.StartsWith("— one.example ", await signed.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var stale = new StringContent(AddCheckpoint.Write(5, [], log.Published.Note), Encoding.UTF8);
        HttpResponseMessage conflict = await client.PostAsync("/add-checkpoint", stale, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        Assert.Equal("text/x.tlog.size", conflict.Content.Headers.ContentType!.MediaType);
        Assert.Equal("10\n", await conflict.Content.ReadAsStringAsync(Cancel));
        using var large = new ByteArrayContent(new byte[Witness.BodyBytesMax + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge,
            (await client.PostAsync("/add-checkpoint", large, Cancel)).StatusCode);
        string latest = await client.GetStringAsync($"/{hash}/checkpoint", Cancel);
        Assert.Equal(SignatureState.Good, SignedNote.Parse(latest).Check(host.Witness.Key));
        Assert.Contains("10", await client.GetStringAsync("/", Cancel), StringComparison.Ordinal);
    }

    private static void Holds(Log log, TrustPolicy policy, long position)
    {
        Verdict verdict = ProofVerifier.Verify("p", log.Prove(position).ToText(log.Read(position)), null, policy);
        Assert.Null(verdict.Problem);
        Assert.NotEmpty(verdict.Witnesses);
    }

    private static Log Open(TemporaryLog place) =>
        Log.Open(place.Options with { CheckpointEvery = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);

    private static TrustPolicy Policy(Log log, string quorum, params string[] witnesses) =>
        TrustPolicy.Parse($"log {log.VerifierKey}\n{string.Join('\n', witnesses)}\n{quorum}\n");

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>A witness of the log in a temporary place, on a free port.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private bool _disposed;

        private Host(Witness witness, WebApplication app) =>
            (Witness, _app, Url) = (witness, app, WitnessHost.UrlOf(app));

        public Witness Witness { get; }
        public string Url { get; }

        public static async Task<Host> Start(TemporaryLog place, string name)
        {
            SigningKey log = SigningKey.LoadOrMake(place.Options.KeyFile, place.Options.Origin);
            Witness witness = Witness.Open(Path.Combine(place.Root, name), name, [log.Verifier], TimeProvider.System);
            WebApplication app = WitnessHost.Build(witness, new IPEndPoint(IPAddress.Loopback, 0));
            await app.StartAsync(Cancel);
            return new Host(witness, app);
        }

        public string Line(string called) => $"witness {called} {Witness.Key} {Url}";

        public async ValueTask DisposeAsync()
        {
            if (_disposed)
                return;
            _disposed = true;
            await _app.DisposeAsync();
            Witness.Dispose();
        }
    }
}
