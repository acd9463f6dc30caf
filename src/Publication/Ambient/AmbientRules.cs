using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Publication;

/// <summary>The editions that judge one day in one prefecture (当日有效的标准), out of the rulebook.</summary>
internal sealed class AmbientRules
{
    private AmbientRules(Tables tables, DateOnly day, string division)
    {
        Day = day;
        Index = Of<Hj633>(tables, "air-index", day, division);
        Limits = Of<Gb3095>(tables, "ambient-air", day, division);
        Evaluation = Of<Hj663>(tables, "air-evaluation", day, division);
        Water = tables.Of<InForce>().Edition("surface-water-evaluation", day) is null
            ? null : tables.Of<SurfaceWaterEvaluationOf2011>();
        Classes = tables.Of<Gb3838Of2002>();
        Oxygen = tables.Of<DissolvedOxygenOf2018>();
    }

    public DateOnly Day { get; }
    public Hj633? Index { get; }
    public Gb3095? Limits { get; }
    public Hj663? Evaluation { get; }
    public SurfaceWaterEvaluationOf2011? Water { get; }
    public Gb3838Of2002 Classes { get; }
    public DissolvedOxygenOf2018 Oxygen { get; }

    /// <summary>Tables that these rules read: a correction of another one changes nothing here.</summary>
    public static bool Uses(string path) => path == "InForce.csv" || s_folders.Contains(path.Split('/')[0]);

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Beijing.Offset).DateTime);

    private static readonly HashSet<string> s_folders =
    [
        .. InForce.Shipped.All.Where(e => e.Subject is "air-index" or "ambient-air" or "air-evaluation"
            or "surface-water-evaluation" or "surface-water" or "oxygen-saturation").Select(e => e.Folder),
    ];

    private static T? Of<T>(Tables tables, string subject, DateOnly day, string division)
        where T : class, IEdition<T> =>
        tables.Of<InForce>().Edition(subject, day, division) is { } edition ? tables.Of<T>(edition.Folder) : null;

    /// <summary>The rules of every day and prefecture, made once for one rulebook.</summary>
    internal sealed class Book(Rulebook rulebook)
    {
        private readonly Dictionary<(DateOnly, string), AmbientRules> _rules = [];

        public AmbientRules On(DateTimeOffset at, string region)
        {
            var key = (DayOf(at), Prefecture.Of(region)?.Code ?? "");
            if (!_rules.TryGetValue(key, out AmbientRules? rules))
                _rules.Add(key, rules = new AmbientRules(rulebook.On(key.Item1), key.Item1, key.Item2));
            return rules;
        }
    }
}
