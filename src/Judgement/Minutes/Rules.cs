using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>
/// What an outlet is judged by at one time: its factors in force, where to find each in a record, and the technical
/// documents of that day over the tables of that day. Immutable; shared by all hours with the same factors.
/// </summary>
internal sealed class Rules
{
    public const string Oxygen = "a19001";
    public const string WaterFlow = "w00000";

    /// <param name="edition">In force that day (<see cref="EditionOn"/>), null = none that we know.</param>
    /// <param name="tables">Of that day, as corrected by people.</param>
    public Rules(Outlet outlet, IReadOnlyList<OutletFactor> factors, EditionInForce? edition, Tables tables)
    {
        Outlet = outlet;
        Factors = [.. factors.OrderBy(f => f.Code, StringComparer.Ordinal)];
        Watch = new Watch(Factors.Select(f => f.Code).Append(Oxygen).Append(WaterFlow));
        OxygenPlace = Watch.Place(Oxygen);
        FlowPlace = Watch.Place(WaterFlow);
        Document = edition?.Document;
        // What has no edition of its own that day is still read: a sentinel is none, whatever the year.
        (string stack, string water) = Folders(outlet.Kind, edition);
        Stack = tables.Of<Hj75Of2017>(stack);
        Water = tables.Of<Hj356Of2019>(water);
        Flags = tables.Of<Hj212Flags>();
        Comparisons = tables.Of<Gbt8170Of2008>();
        Bases = new RuleBases(tables, stack, water, edition);
        Interval = outlet.MinuteInterval is > 0 and <= 60 ? outlet.MinuteInterval : 1;
    }

    public Outlet Outlet { get; }
    public IReadOnlyList<OutletFactor> Factors { get; }
    public Watch Watch { get; }
    public int OxygenPlace { get; }
    public int FlowPlace { get; }
    public bool IsWater => Outlet.Kind == OutletKind.WasteWater;

    /// <summary>Null = no edition that this house knows was in force on that day.</summary>
    public string? Document { get; }

    /// <summary>The document of flue gas.</summary>
    public Hj75Of2017 Stack { get; }

    /// <summary>The document of waste water; also says when a logger and we disagree, whatever the medium.</summary>
    public Hj356Of2019 Water { get; }

    /// <summary>What a mark beside a value means.</summary>
    public Hj212Flags Flags { get; }

    /// <summary>How a value is held to a limit.</summary>
    public Gbt8170Of2008 Comparisons { get; }

    /// <summary>What of these documents was not simply seen in them.</summary>
    public RuleBases Bases { get; }

    /// <summary>Minutes of one minute record.</summary>
    public int Interval { get; }
    public int SlotsOfHour => 60 / Interval;

    public static EditionInForce? EditionOn(OutletKind kind, DateTimeOffset instant, Rulebook book)
    {
        DateOnly day = DayOf(instant);
        return book.On(day).Of<InForce>().Edition(SubjectOf(kind), day);
    }

    /// <summary>
    /// Whether a table decides anything for an outlet of this kind on some day of <c>[from, to)</c>.
    /// </summary>
    public static bool Uses(OutletKind kind, string path, DateOnly from, DateOnly? to, Rulebook book)
    {
        // What a mark means, how a value is held to a limit and which edition holds concern every outlet.
        if (path == "InForce.csv" || path == $"{nameof(Gbt8170Of2008)}/comparison.csv"
            || path.StartsWith($"{nameof(Hj212Flags)}/", StringComparison.Ordinal))
            return true;
        // Of every version of the table, so that what a correction moved away from is judged again too.
        return book.Versions("InForce.csv").SelectMany(InForce.Read)
            .Where(e => e.Subject == SubjectOf(kind) && e.To > from && !(e.From >= to))
            .Select(e => (EditionInForce?)e).Append(null)
            .Any(edition =>
            {
                (string stack, string water) = Folders(kind, edition);
                return kind == OutletKind.WasteWater ? path.StartsWith(water + "/", StringComparison.Ordinal)
                    // Of the document of waste water: only when a logger and we disagree.
                    : path.StartsWith(stack + "/", StringComparison.Ordinal) || path == water + "/rules.csv";
            });
    }

    private static string SubjectOf(OutletKind kind) => kind == OutletKind.WasteWater ? "waste-water" : "flue-gas";

    private static (string Stack, string Water) Folders(OutletKind kind, EditionInForce? edition) =>
        edition is null ? (nameof(Hj75Of2017), nameof(Hj356Of2019))
            : kind == OutletKind.WasteWater ? (nameof(Hj75Of2017), edition.Folder)
            : (edition.Folder, nameof(Hj356Of2019));

    /// <summary>The Beijing day, by which editions and tables are chosen.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(instant.ToOffset(Hj212.Beijing.Offset).DateTime);

    public bool IsCorrected(OutletFactor factor) => factor.Corrected && Outlet.ReferenceO2 is not null && !IsWater;

    /// <summary>Waste water with a measuring cycle: the mean is weighted by flow.</summary>
    public bool IsWeighted(OutletFactor factor) => IsWater && !Water.IsContinuous(factor.Code);

    /// <summary>Waste water: a day of it is a range and no mean (pH).</summary>
    public bool IsRanged(OutletFactor factor) => IsWater && !Water.IsAveraged(factor.Code);

    /// <summary>Smallest step of the printed value; a resolution that cannot be read prints two digits.</summary>
    public static decimal Step(OutletFactor factor) =>
        decimal.TryParse(factor.Resolution, System.Globalization.CultureInfo.InvariantCulture, out decimal step)
        && step > 0 ? step : 0.01m;
}
