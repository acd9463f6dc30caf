namespace Qingyuan.Standards;

/// <summary>HJ 706-2014 环境噪声监测技术规范 噪声测量值修正: what of a level is background.</summary>
public sealed class Hj706Of2014 : IEdition<Hj706Of2014>
{
    public const string Document = "HJ 706-2014";
    private readonly (decimal From, decimal Correction, Citation Citation)[] _rows;

    private Hj706Of2014(Tables tables, string folder) => _rows = [.. tables[$"{folder}/background.csv"].Rows.Select(
        r => (r.Number("from"), r.Number("correction"), r.Cite(Document))).OrderByDescending(r => r.Item1)];

    public static Hj706Of2014 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>
    /// By the difference in full decibels; the result is in full decibels too (GB/T 8170). Null = the background is too
    /// near: it must be lowered and the noise measured again.
    /// </summary>
    [Clause("HJ 706-2014", "背景修正")]
    public (decimal Level, Citation Citation)? Corrected(decimal measured, decimal background)
    {
        decimal difference = Gbt8170Of2008.RoundPlaces(measured - background, 0);
        foreach ((decimal from, decimal correction, Citation citation) in _rows)
        {
            if (difference >= from)
                return (Gbt8170Of2008.RoundPlaces(measured + correction, 0), citation);
        }
        return null;
    }
}
