namespace Qingyuan.Standards;

/// <summary>Whether one check of quality control (质控样) was met.</summary>
/// <param name="Value">What was compared; null where it cannot be computed, and then nothing is said.</param>
/// <param name="Met">Null = cannot be judged.</param>
public readonly record struct QualityCheck(
    string Code, decimal? Value, decimal? Least, decimal? Most, bool? Met, Citation Citation);

/// <summary>
/// The usual checks on a laboratory's batch (质量控制): parallel samples, spikes, blanks, curves, reference materials.
/// </summary>
public sealed class QualityControl : IEdition<QualityControl>
{
    private readonly Dictionary<string, (decimal Value, Citation Citation)> _rules;
    private readonly (string Matrix, decimal Above, bool Inclusive, decimal Percent, Citation Citation)[] _parallel;
    private readonly Dictionary<string, (decimal Factor, Citation Citation)> _nonDetect;

    private QualityControl(Tables tables, string folder)
    {
        _rules = tables[$"{folder}/rules.csv"].Rows.ToDictionary(
            row => row["rule"], row => (row.Number("value"), row.Cite(row["document"])));
        _parallel = [.. tables[$"{folder}/parallel.csv"].Rows.Select(row => (
            row["matrix"], row.Number("above"), row["inclusive"] == "yes", row.Number("percent"),
            row.Cite(row["document"])))];
        _nonDetect = tables[$"{folder}/nondetect.csv"].Rows.ToDictionary(
            row => row["purpose"], row => (row.Number("factor"), row.Cite(row["document"])));
    }

    public static QualityControl From(Tables tables, string folder) => new(tables, folder);

    public decimal this[string rule] => _rules[rule].Value;

    public Citation Cite(string rule) => _rules[rule].Citation;

    /// <summary>
    /// 相对偏差 |A−B|/(A+B)·100 of two results (not the relative percent difference, which is twice as large). Null when
    /// both are zero.
    /// </summary>
    [Clause("水和废水监测分析方法(第四版)", "第二篇 平行样")]
    public static decimal? RelativeDeviation(decimal a, decimal b) =>
        a + b == 0 ? null : Math.Abs(a - b) * 100 / (a + b);

    /// <summary>加标回收率 (spiked − base)/added·100. Null when nothing was added.</summary>
    [Clause("水和废水监测分析方法(第四版)", "第二篇 加标回收")]
    public static decimal? Recovery(decimal spiked, decimal basis, decimal added) =>
        added == 0 ? null : (spiked - basis) * 100 / added;

    /// <summary>Parallel samples (平行双样) held to what their level permits; the level is their mean.</summary>
    /// <param name="matrix"><c>water</c> (mg/L) or <c>soil</c> (mg/kg).</param>
    [Clause("环境水质监测质量保证手册(第二版)", "平行双样允许偏差")]
    [Clause("HJ/T 166-2004", "13 表13-1")]
    public QualityCheck Parallel(string matrix, decimal a, decimal b)
    {
        decimal level = (a + b) / 2;
        decimal? deviation = RelativeDeviation(a, b);
        foreach (var row in _parallel)
        {
            if (row.Matrix == matrix && (level > row.Above || (row.Inclusive && level == row.Above)))
                return new("qc.parallel", deviation, null, row.Percent, deviation <= row.Percent, row.Citation);
        }
        // Below the lowest level of the table nothing is printed.
        return new("qc.parallel", deviation, null, null, null, Cite("relative.deviation"));
    }

    [Clause("HJ/T 91-2002", "质量控制 加标回收")]
    public QualityCheck Spike(decimal spiked, decimal basis, decimal added, bool isTraceOrganic)
    {
        string kind = isTraceOrganic ? "recovery.organic" : "recovery";
        return Within("qc.spike", Recovery(spiked, basis, added), _rules[$"{kind}.min"], _rules[$"{kind}.max"].Value);
    }

    /// <summary>加标量: half to twice the content.</summary>
    [Clause("HJ/T 91-2002", "质量控制 加标量")]
    public QualityCheck SpikeAmount(decimal basis, decimal added) => Within(
        "qc.spike-amount", basis == 0 ? null : added / basis, _rules["spike.added.min"],
        _rules["spike.added.max"].Value);

    /// <summary>A blank (空白) must lie below the detection limit; at it the batch is invalid until explained.</summary>
    [Clause("HJ/T 91-2002", "质量控制 空白")]
    public QualityCheck Blank(decimal value, decimal detectionLimit) =>
        new("qc.blank", value, null, detectionLimit, value < detectionLimit, Cite("field.blank.least"));

    /// <summary>The two blanks of a laboratory's batch agree.</summary>
    [Clause("HJ/T 91-2002", "质量控制 空白")]
    public QualityCheck BlankPair(decimal a, decimal b)
    {
        decimal? deviation = RelativeDeviation(a, b);
        (decimal most, Citation citation) = _rules["lab.blank.deviation"];
        return new("qc.blank-pair", deviation, null, most, deviation is null ? null : deviation <= most, citation);
    }

    /// <summary>校准曲线: enough points and a correlation coefficient that is high enough.</summary>
    [Clause("HJ/T 91-2002", "质量控制 校准曲线")]
    public QualityCheck Curve(IReadOnlyList<(decimal Amount, decimal Response)> points, bool isSpectrometry)
    {
        (decimal least, Citation citation) = _rules[isSpectrometry ? "curve.r.spectrometry" : "curve.r"];
        decimal? r = Sample.Correlation(points);
        return new(
            "qc.curve", r, least, null,
            r is null || points.Count < _rules["curve.points"].Value ? null : Math.Abs(r.Value) >= least, citation);
    }

    /// <summary>中间点检查: the mid-point measured again after each twenty samples.</summary>
    [Clause("HJ/T 91-2002", "质量控制 校准曲线")]
    public QualityCheck CurveCheck(decimal measured, decimal prepared)
    {
        (decimal most, Citation citation) = _rules["curve.check.deviation"];
        return Within(
            "qc.curve-check", prepared == 0 ? null : (measured - prepared) * 100 / prepared, (-most, citation), most);
    }

    /// <summary>有证标准物质: within the certified value and its expanded uncertainty, both ends included.</summary>
    [Clause("HJ/T 91-2002", "质量控制 标准物质")]
    public static QualityCheck ReferenceMaterial(decimal measured, decimal certified, decimal uncertainty) => Within(
        "qc.reference-material", measured,
        (certified - uncertainty, new("HJ/T 91-2002", "质量控制 标准物质", "", Confidence.Memory)),
        certified + uncertainty);

    /// <summary>How many of a kind (<c>parallel</c>, <c>spike</c>) a batch needs: a share, at least one.</summary>
    [Clause("HJ/T 91-2002", "质量控制 平行样")]
    public int Needed(string kind, int batch)
    {
        decimal share = decimal.Ceiling(batch * _rules[$"{kind}.share"].Value / 100);
        return batch == 0 ? 0 : (int)Math.Max(share, _rules[$"{kind}.least"].Value);
    }

    public Citation CiteNonDetect(string purpose) => _nonDetect[purpose].Citation;

    /// <summary>What a result counts in a figure of this purpose: <c>mean</c>, <c>total</c> or <c>sum</c>.</summary>
    [Clause("地表水环境质量评价办法(试行)", "未检出按检出限一半")]
    public decimal Value(NonDetectable result, string purpose, decimal? detectionLimit) => !result.IsNonDetect
        ? result.Value
        : _nonDetect[purpose].Factor * (result.OwnLimit ?? detectionLimit
            ?? throw new ArgumentException("A non-detect counts nothing without its detection limit.", nameof(result)));

    [Clause("地表水环境质量评价办法(试行)", "未检出按检出限一半")]
    public decimal Mean(IReadOnlyCollection<NonDetectable> results, decimal? detectionLimit)
    {
        decimal sum = 0;
        foreach (NonDetectable result in results)
            sum += Value(result, "mean", detectionLimit);
        return sum / results.Count;
    }

    private static QualityCheck Within(string code, decimal? value, (decimal Least, Citation By) rule, decimal most) =>
        new(code, value, rule.Least, most, value is null ? null : value >= rule.Least && value <= most, rule.By);
}
