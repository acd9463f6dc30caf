namespace Qingyuan.Standards;

/// <summary>One item of a sample or of a mean (一项监测结果), before it is judged.</summary>
/// <param name="Asked">The name that was used for it; answers repeat it.</param>
/// <param name="Value">Null = not known; such an item decides nothing.</param>
/// <param name="SaturationPercent">Of dissolved oxygen only (饱和率); null = not known.</param>
public sealed record WaterReading(
    string Asked, WaterItem Item, WaterValue? Value, decimal? SaturationPercent = null);

/// <summary>One item with its class and why (单项评价结果).</summary>
/// <param name="Class">Null where the value is not known, or where the item has no class in this water.</param>
/// <param name="IsEvaluated">False for an item that is classed beside the others and decides nothing.</param>
/// <param name="BySaturation">True where class Ⅰ was reached by the saturation, not by the concentration.</param>
public sealed record ClassedReading(
    WaterReading Reading, WaterClass? Class, bool IsEvaluated, bool BySaturation, Citation Citation)
{
    private IReadOnlyList<ClassLimit> Limits => Reading.Item.Limits;

    /// <summary>The limit that the value keeps; null beyond the last class and where there is no class.</summary>
    public ClassLimit? Kept => Class is { } c && !BySaturation && (int)c <= Limits.Count ? Limits[(int)c - 1] : null;

    /// <summary>The limit of the next better class, which the value misses; null in the best class.</summary>
    public ClassLimit? Missed => Class is { } c && (int)c > 1 ? Limits[(int)c - 2] : null;

    /// <summary>The class of <see cref="Missed"/>.</summary>
    public WaterClass? MissedClass => Class is { } c && (int)c > 1 ? c - 1 : null;

    /// <summary>
    /// True where nothing was detected, but by a method that could not have told this class from a worse one (检出限
    /// 高于限值): the class stands and must be shown with this.
    /// </summary>
    public bool IsMethodTooCoarse => Reading.Value is { IsDetected: false, DetectionLimit: { } limit }
        && Kept is { Undetected: false, Max: { } max } && limit > max;
}

/// <summary>The class of a section, a well or a sample (水质类别) with all that led to it.</summary>
/// <param name="Class">Null where no evaluated item is known.</param>
public sealed record WaterVerdict(WaterClass? Class, IReadOnlyList<ClassedReading> Items, Citation Method)
{
    /// <summary>The items that decide the class: each of them is as bad as the whole.</summary>
    public IEnumerable<ClassedReading> Deciding =>
        Items.Where(i => i.IsEvaluated && Class is not null && i.Class == Class);

    /// <summary>Every row that decided, the method first.</summary>
    public IEnumerable<Citation> Citations =>
        Items.Where(i => i.Class is not null).Select(i => i.Citation).Prepend(Method).Distinct();

    public bool IsUnconfirmed => LeastCertain.IsUnconfirmed;

    /// <summary>What to cite where there is room for one: the least certain row (Unsure before Memory).</summary>
    public Citation LeastCertain
    {
        get
        {
            Citation least = Method;
            foreach (ClassedReading item in Items)
            {
                if (item.Class is not null && Doubt(item.Citation) > Doubt(least))
                    least = item.Citation;
            }
            return least;
        }
    }

    private static int Doubt(Citation citation) => citation.Confidence switch
    {
        Confidence.Unsure => 2,
        Confidence.Memory => 1,
        _ => 0,
    };

    /// <summary>单因子评价: the worst of the evaluated items.</summary>
    internal static WaterVerdict WorstOf(IReadOnlyList<ClassedReading> items, Citation method)
    {
        WaterClass? worst = null;
        foreach (ClassedReading item in items)
        {
            if (item.IsEvaluated && item.Class is { } c && !(worst >= c))
                worst = c;
        }
        return new WaterVerdict(worst, items, method);
    }
}
