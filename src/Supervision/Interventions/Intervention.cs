using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>A file of a record, sealed by itself.</summary>
/// <param name="Plain">SHA-256 of the bytes as they came.</param>
public sealed record InterventionFile(string Name, string Type, long Bytes, string Plain, string Sealed);

/// <summary>
/// What a person records about an official's interference (干预记录): the five questions, and who wrote it. Exists in
/// memory only, before it is sealed and after a reader opened it.
/// </summary>
/// <param name="Who">Name, or what people call them.</param>
/// <param name="Post">Their unit and post.</param>
/// <param name="Asked">What was asked, word for word where possible.</param>
/// <param name="Matter">The figure, report or point that it was about.</param>
/// <param name="Complied">没有, 照办了一部分, 照办了.</param>
public sealed record Intervention(
    string Who, string Post, string Channel, DateTimeOffset At, string Place, string Asked, string Matter,
    string Complied, string Witnesses)
{
    /// <summary>批示、函文、口头、电话、消息、会议、暗示: 2017 意见 (六) and the condition of the plan.</summary>
    public static readonly string[] Channels = ["口头", "电话", "消息", "批示", "函件", "会议", "暗示"];

    public static readonly string[] Answers = ["没有", "照办了一部分", "照办了"];

    public const int ShortCharactersMax = 100, AskedCharactersMax = 4_000;

    /// <summary>An older one is more likely a slip of the year.</summary>
    public const int YearsMax = 20;

    public string WriterPerson { get; init; } = "";
    public string WriterName { get; init; } = "";
    public string WriterOrganisation { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }
    public string Salt { get; init; } = "";
    public IReadOnlyList<InterventionFile> Files { get; init; } = [];

    /// <summary>Empty = it can be sealed.</summary>
    public List<Refusal> Check(DateTimeOffset now)
    {
        List<Refusal> refusals = [];
        void Must(bool holds, string field, string message)
        {
            if (!holds)
                refusals.Add(Refusal.Of($"intervention.{field}", "", message, field));
        }
        Must(Who.Length is > 0 and <= ShortCharactersMax, "who", "请写是谁；不知道姓名就写称呼。");
        Must(Post.Length is > 0 and <= ShortCharactersMax, "post", "请写对方的单位和职务；不清楚就写你知道的。");
        Must(Channels.Contains(Channel), "channel", "请选怎么说的。");
        Must(At <= now.AddMinutes(5) && At > now.AddYears(-YearsMax), "at", "时间应在今天以前；请改。");
        Must(Asked.Length is > 1 and <= AskedCharactersMax, "asked",
            $"请写要你做什么，尽量用原话，最多 {AskedCharactersMax} 个字。");
        Must(Matter.Length is > 0 and <= ShortCharactersMax * 2, "matter", "请写牵涉哪个数、哪份报告或哪个点位。");
        Must(Answers.Contains(Complied), "complied", "请选照办了没有。");
        Must(Place.Length <= ShortCharactersMax && Witnesses.Length <= ShortCharactersMax * 2, "place", "地点或在场的人太长。");
        return refusals;
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Null = not a record of this version.</summary>
    public static Intervention? Read(ReadOnlySpan<byte> plain)
    {
        try
        {
            return JsonSerializer.Deserialize<Intervention>(plain, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What stands in the ledger in the writer's place.</summary>
    public static string Commit(string salt, string person) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\n{person}")));

    public static string NumberText(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    internal static string Context(int number) => "intervention " + NumberText(number);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
