namespace Qingyuan.App.Demo;

/// <summary>One factor over one minute as the logger has it: whole steps of its resolution.</summary>
internal struct Reading
{
    public long Mean, Low, High;
    public long ConvertedMean, ConvertedLow, ConvertedHigh;
    public long Amount;
    public byte Mark;
    /// <summary>The values converted to reference oxygen (折算) are there.</summary>
    public bool Converted;
}

/// <summary>
/// The process behind one outlet (模拟工况): every minute's values are a pure function of seed, outlet and minute.
/// Oxygen, temperature, moisture, velocity and plateau pressure move together with the load. Not for two threads.
/// </summary>
internal sealed class Plant
{
    private const int SampleCycle = 120; // HJ 353-2019: a measuring cycle of at most two hours.
    private const double ConvertibleO2Max = 20.0;

    private readonly Point _point;
    private readonly Course _course;
    private readonly double _scale, _reference;
    private readonly int _oxygen;

    public Plant(Point point, Script script)
    {
        _point = point;
        _course = new Course(point, script);
        // The outlet of the story runs exactly at its levels; others are a little better or worse than the kind.
        _scale = _course.IsStory ? 1 : 0.86 + 0.26 * Noise.Unit(point.Key, 51);
        _reference = (double?)point.Outlet.ReferenceO2 ?? 0;
        _oxygen = Array.FindIndex(point.Sent, f => f.Role == Role.Oxygen);
    }

    public Course Course => _course;
    public int Count => _point.Sent.Length;

    /// <summary>Fills the readings of the minute that begins at a Unix minute.</summary>
    public void Fill(long minute, Span<Reading> to)
    {
        // A copied day: the cheat copies everything, marks included.
        if (_course.Find(Happening.Copied, minute) is { } copied)
            minute -= (long)copied.Amount * Script.MinutesOfDay;
        double load = _course.Load(minute);
        if (_point.IsWater)
            FillWater(minute, load, to);
        else
            FillGas(minute, load, to);
    }

    private (double Area, double Velocity, double Temperature, double Moisture) Stack => _point.Kind switch
    {
        Kind.KilnTail => (10.28, 14.1, 118, 9.6),
        Kind.KilnHead => (6.2, 11.3, 92, 2.1),
        Kind.CoalBoiler => (3.1, 9.4, 88, 7.4),
        Kind.GasBoiler => (1.3, 6.8, 74, 14.2),
        _ => (4.4, 15.2, 148, 18.6),
    };

    private void FillGas(long minute, double load, Span<Reading> to)
    {
        bool stopped = load == 0;
        var (area, fullVelocity, hot, wet) = Stack;
        double season = 4 + 9 * Math.Cos(((minute + 480) % Script.MinutesOfDay / 60.0 - 15) * Math.PI / 12);
        double velocity = stopped ? 0.3 : fullVelocity * Math.Pow(load, 0.8) * (1 + 0.02 * Wander(1, minute));
        double temperature = stopped ? season + 6 : season + (hot - season) * Math.Pow(load, 0.15)
            + 1.5 * Wander(2, minute);
        double pressure = stopped ? -0.01 : -0.05 - 0.15 * load + 0.01 * Wander(3, minute);
        double moisture = stopped ? 1.1 : wet * (1 + 0.05 * Wander(4, minute));
        double trueOxygen = Oxygen(minute, load);
        double oxygen = _course.Find(Happening.Held, minute, "a19001")?.Amount ?? trueOxygen;
        // Standard state of dry gas: HJ 75-2017, with the plateau's own air pressure, never 101.325 for it.
        double standard = 60 * area * velocity * 273 / (273 + temperature)
            * (_point.AmbientKilopascal + pressure) / 101.325 * (1 - moisture / 100);
        for (int i = 0; i < _point.Sent.Length; i++)
        {
            Factor factor = _point.Sent[i];
            ref Reading r = ref to[i];
            r = default;
            r.Mark = _course.Mark(factor, minute, stopped);
            switch (factor.Role)
            {
                case Role.Flow: r.Amount = Steps(standard, factor.AmountDigits); break;
                case Role.Velocity: Spread(ref r, minute, i, velocity, 0.010 * velocity + 0.01); break;
                case Role.Temperature: Spread(ref r, minute, i, temperature, 0.7); break;
                case Role.Pressure: r.Mean = Steps(pressure, factor.Digits); break;
                case Role.Moisture: r.Mean = Steps(moisture, factor.Digits); break;
                case Role.Oxygen: Spread(ref r, minute, i, oxygen, oxygen == trueOxygen ? 0.07 : 0); break;
                case Role.Furnace:
                    double furnace = stopped ? 40 : 300 + (factor.Level - 300) * Math.Pow(load / 0.88, 0.3);
                    Spread(ref r, minute, i, furnace + 9 * Wander(5, minute), 4);
                    break;
                default: FillPollutant(ref r, minute, i, load, trueOxygen); break;
            }
        }
        Convert(to);
    }

    private double Oxygen(long minute, double load)
    {
        if (load == 0)
            return 20.9;
        double level = _point.Sent[_oxygen].Level;
        if (level > 20)
            return level + 0.06 * Wander(6, minute);
        double leak = _point.Kind == Kind.KilnTail ? 6 : 5;
        return Math.Min(20.8, level + leak * Math.Max(0, 0.93 - load) + 0.3 * Wander(6, minute));
    }

    private void FillPollutant(ref Reading r, long minute, int i, double load, double oxygen)
    {
        Factor factor = _point.Sent[i];
        double steady = factor.Level * _scale, quiet = 0.05;
        if (_course.Find(Happening.Level, minute, factor.Code) is { } level)
        {
            double weight = Course.Weight(level, minute);
            steady += weight * (level.Amount - steady);
            quiet = 0.05 - 0.038 * weight;
        }
        double converted = steady * (1 + quiet * Wander(20 + i, minute));
        double value = load == 0 ? 0.4 * Noise.Unit(_point.Key + 61, minute)
            : _reference == 0 ? converted : converted * (21 - oxygen) / (21 - _reference);
        if (_course.Find(Happening.Slope, minute, factor.Code) is { } slope)
            value *= slope.Amount;
        if (r.Mark is (byte)'C')
            value = Calibrating(minute, factor, value);
        else if (r.Mark is (byte)'D')
            value = -0.1 * (1 + i);
        Spread(ref r, minute, i, value, r.Mark is (byte)'D' ? 0 : 0.009 * Math.Abs(value) + 0.05);
    }

    /// <summary>The gas of the calibration takes over: first the old value, then zero or span gas.</summary>
    private double Calibrating(long minute, Factor factor, double value)
    {
        long begun = minute - _course.Find(Happening.Calibration, minute)!.From;
        double span = _point.IsWater ? factor.Level * 2 : factor.Code == "a21002" ? 300 : factor.Level * 4;
        return begun == 0 ? value : begun % 6 < 3 ? span * (1 + 0.005 * Noise.Unit(_point.Key, minute)) : 0.2;
    }

    /// <summary>折算: C·(21−reference)/(21−O2), from the values as they are reported.</summary>
    private void Convert(Span<Reading> readings)
    {
        if (_reference == 0)
            return;
        double oxygen = readings[_oxygen].Mean / 100.0;
        if (oxygen > ConvertibleO2Max)
            return; // Nothing sensible comes out: the plant stands or is starting.
        double by = (21 - _reference) / (21 - oxygen);
        for (int i = 0; i < _point.Sent.Length; i++)
        {
            if (_point.Sent[i].Role == Role.Pollutant)
                Convert(ref readings[i], by);
        }
    }

    /// <summary>Converts one reading by a factor.</summary>
    public static void Convert(ref Reading reading, double by)
    {
        reading.ConvertedMean = (long)Math.Round(reading.Mean * by);
        reading.ConvertedLow = (long)Math.Round(reading.Low * by);
        reading.ConvertedHigh = (long)Math.Round(reading.High * by);
        reading.Converted = true;
    }

    private void FillWater(long minute, double load, Span<Reading> to)
    {
        bool stopped = load == 0;
        double full = _point.Kind switch { Kind.Sewage => 180, Kind.Leachate => 3.2, Kind.Mine => 45, _ => 12 };
        double flow = stopped ? 0 : full * _scale * load * (1 + 0.03 * Wander(1, minute));
        double litres = Steps(flow, 2) / 100.0 * 60;
        for (int i = 0; i < _point.Sent.Length; i++)
        {
            Factor factor = _point.Sent[i];
            ref Reading r = ref to[i];
            r = default;
            r.Mark = _course.Mark(factor, minute, stopped);
            switch (factor.Role)
            {
                case Role.Flow:
                    Spread(ref r, minute, i, flow, 0.02 * flow);
                    r.Amount = Steps(litres / 1000, factor.AmountDigits);
                    break;
                case Role.Acidity: Spread(ref r, minute, i, factor.Level + 0.18 * Wander(7, minute), 0.02); break;
                case Role.WaterTemperature:
                    Spread(ref r, minute, i, factor.Level + 1.6 * Noise.Smooth(_point.Key + 8, minute, 720), 0.1);
                    break;
                default:
                    double value = Sample(minute, i, r.Mark);
                    Spread(ref r, minute, i, value, 0);
                    r.Amount = Steps(value * litres / 1e6, factor.AmountDigits);
                    break;
            }
        }
    }

    /// <summary>A water analyser takes one sample a cycle and holds its result until the next one.</summary>
    private double Sample(long minute, int i, byte mark)
    {
        Factor factor = _point.Sent[i];
        if (_course.Find(Happening.Held, minute, factor.Code) is { } held)
            return held.Amount;
        if (mark == (byte)'C')
            return Calibrating(minute, factor, factor.Level);
        if (mark == (byte)'D')
            return 0;
        long cycle = minute - (minute + _point.JitterMilliseconds) % SampleCycle;
        double steady = factor.Level * _scale;
        if (_course.Find(Happening.Level, minute, factor.Code) is { } level)
            steady = level.Amount;
        double sway = steady > (double)(factor.Limit ?? 1000m) ? 0.02 : 0.14;
        return steady * (1 + sway * Wander(20 + i, cycle));
    }

    private double Wander(int part, long minute) => Noise.Wander(_point.Key + (ulong)(part * 16 + 1000), minute);

    /// <summary>Mean, lowest and highest of a minute around a value.</summary>
    private void Spread(ref Reading r, long minute, int i, double value, double spread)
    {
        int digits = _point.Sent[i].Digits;
        r.Mean = Steps(value, digits);
        double part = spread <= 0 ? 0 : 0.6 + 0.4 * Noise.Unit(_point.Key + (ulong)(i + 71), minute);
        r.Low = r.Mean - Steps(spread * part, digits);
        r.High = r.Mean + Steps(spread * (1.6 - part), digits);
        if (spread <= 0)
            r.High = r.Mean;
        if (r.Mean >= 0 && r.Low < 0)
            r.Low = 0;
    }

    private static long Steps(double value, int digits) => (long)Math.Round(value * Factor.Powers[digits]);
}
