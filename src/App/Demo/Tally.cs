namespace Qingyuan.App.Demo;

/// <summary>
/// Adds up readings to a longer interval as a logger (数采仪) does it. Its rules are the logger's, not ours: the platform
/// recomputes from the minutes and shows both.
/// </summary>
internal sealed class Tally(Point point)
{
    private struct Sum
    {
        public long Valid, All, Converted, Low, High, ConvertedLow, ConvertedHigh, Amount;
        public double Weighted, Weight;
        public int ValidCount, AllCount, ConvertedCount, Stopped, Maintenance, Calibration, Fault;
    }

    private readonly Sum[] _sums = new Sum[point.Sent.Length];

    public void Begin() => Array.Clear(_sums);

    /// <param name="without">Position of a factor that is left out this time, −1 = none.</param>
    public void Add(ReadOnlySpan<Reading> readings, int without = -1)
    {
        double flow = point.IsWater ? readings[0].Amount : 0;
        for (int i = 0; i < _sums.Length; i++)
        {
            ref readonly Reading r = ref readings[i];
            ref Sum s = ref _sums[i];
            s.Amount += r.Amount;
            if (i == without)
                continue;
            s.All += r.Mean;
            s.AllCount++;
            switch (r.Mark)
            {
                case (byte)'N': AddValid(ref s, r, flow); break;
                case (byte)'F': s.Stopped++; break;
                case (byte)'M': s.Maintenance++; break;
                case (byte)'C': s.Calibration++; break;
                default: s.Fault++; break;
            }
        }
    }

    public void End(Span<Reading> to)
    {
        for (int i = 0; i < _sums.Length; i++)
            to[i] = Of(_sums[i], point.Sent[i].Role);
    }

    private static void AddValid(ref Sum s, in Reading r, double flow)
    {
        s.Low = s.ValidCount == 0 ? r.Low : Math.Min(s.Low, r.Low);
        s.High = s.ValidCount == 0 ? r.High : Math.Max(s.High, r.High);
        s.Valid += r.Mean;
        s.ValidCount++;
        s.Weighted += r.Mean * flow;
        s.Weight += flow;
        if (!r.Converted)
            return;
        s.ConvertedLow = s.ConvertedCount == 0 ? r.ConvertedLow : Math.Min(s.ConvertedLow, r.ConvertedLow);
        s.ConvertedHigh = s.ConvertedCount == 0 ? r.ConvertedHigh : Math.Max(s.ConvertedHigh, r.ConvertedHigh);
        s.Converted += r.ConvertedMean;
        s.ConvertedCount++;
    }

    private Reading Of(in Sum s, Role role)
    {
        var r = new Reading { Amount = s.Amount, Mark = Mark(s) };
        // HJ 212-2017 annex D: waste water by flow, flue gas by time.
        r.Mean = s.Weight > 0 && role == Role.Pollutant ? (long)Math.Round(s.Weighted / s.Weight)
            : s.ValidCount > 0 ? Divide(s.Valid, s.ValidCount) : Divide(s.All, Math.Max(1, s.AllCount));
        r.Low = s.ValidCount > 0 ? Math.Min(s.Low, r.Mean) : r.Mean;
        r.High = s.ValidCount > 0 ? Math.Max(s.High, r.Mean) : r.Mean;
        if (s.ConvertedCount == 0)
            return r;
        r.Converted = true;
        r.ConvertedMean = Divide(s.Converted, s.ConvertedCount);
        r.ConvertedLow = s.ConvertedLow;
        r.ConvertedHigh = s.ConvertedHigh;
        return r;
    }

    /// <summary>
    /// HJ 212-2017, notes to C.16 to C.18: flue gas is N with at least 75 % normal values; of waste water one abnormal
    /// value makes the interval abnormal. Loggers then send the commonest mark.
    /// </summary>
    private byte Mark(in Sum s)
    {
        bool normal = point.IsWater ? s.ValidCount == s.AllCount : s.ValidCount * 4 >= s.AllCount * 3;
        if (normal && s.ValidCount > 0)
            return (byte)'N';
        int most = Math.Max(Math.Max(s.Stopped, s.Maintenance), Math.Max(s.Calibration, s.Fault));
        return most == s.Stopped ? (byte)'F' : most == s.Maintenance ? (byte)'M'
            : most == s.Calibration ? (byte)'C' : (byte)'D';
    }

    private static long Divide(long sum, int count) => (long)Math.Round((double)sum / count);
}
