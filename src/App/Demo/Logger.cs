namespace Qingyuan.App.Demo;

/// <summary>
/// A data logger (数采仪) of the demo: writes the frame of a key in the edition of the device. The same key gives the
/// same values whenever it is asked. Its own hour and day are its own business and may differ from ours.
/// Not for two threads.
/// </summary>
internal sealed class Logger
{
    /// <summary>Largest frame that is ever written here; HJ 212 allows 1024 bytes of data segment.</summary>
    public const int FrameBytesMax = 1024 + Hj212.FrameWriter.FrameBytesAround;

    private const int HoursKept = 26;

    private readonly Point _point;
    private readonly Plant _plant;
    private readonly Tally _tally;
    private readonly Reading[] _now;
    private readonly Reading[] _whole;
    private readonly (long Hour, Reading[] Readings)[] _hours;
    private readonly byte[][] _codes;
    private readonly Factor[] _analysers;

    public Logger(Point point, Script script)
    {
        _point = point;
        _plant = new Plant(point, script);
        _tally = new Tally(point);
        _now = new Reading[_plant.Count];
        _whole = new Reading[_plant.Count];
        _hours = new (long, Reading[])[HoursKept];
        for (int i = 0; i < HoursKept; i++)
            _hours[i] = (long.MinValue, new Reading[_plant.Count]);
        _codes = [.. point.Sent.Select(f => System.Text.Encoding.ASCII.GetBytes(point.CodeOf(f)))];
        _analysers = [.. point.Sent.Where(f => f.Role == Role.Pollutant)];
    }

    public Course Course => _plant.Course;

    /// <summary>Analysers whose slope and intercept are reported; an old logger does not know how.</summary>
    public int AnalyserCount => _point.Device.Edition == 2005 ? 0 : _analysers.Length;

    /// <summary>
    /// Frames into which one record is split (PNUM): the content may have 950 bytes (HJ 212-2017 6.3.1).
    /// </summary>
    public static int PartsOf(Point point, FrameKind kind) =>
        point.Kind == Kind.Incinerator && kind is (FrameKind.Minute or FrameKind.Hour or FrameKind.Day) ? 2 : 1;

    /// <summary>Position of the analyser of a factor, as the part of a key.</summary>
    public byte AnalyserOf(string code) => (byte)Array.FindIndex(_analysers, f => f.Code == code);

    /// <summary>Writes the frame; returns its length and its QN as a number.</summary>
    public int Write(FrameKey key, Departure departure, Span<byte> to, out long qn)
    {
        var text = new FrameText(to);
        qn = FrameText.Qn(departure.Milliseconds);
        Header(ref text, key, departure, qn);
        text.Put("CP=&&DataTime="u8);
        text.Stamp(key.Time);
        switch (key.Kind)
        {
            case FrameKind.RealTime: RealTime(ref text, key.Time); break;
            case FrameKind.Minute: Interval(ref text, MinuteOf(key.Time / 60), key); break;
            case FrameKind.Hour: Interval(ref text, HourOf(key.Time / 60), key); break;
            case FrameKind.Day: Interval(ref text, DayOf(key.Time / 60), key); break;
            case FrameKind.Parameter: Parameter(ref text, key); break;
            default: Door(ref text, key); break;
        }
        text.Put("&&"u8);
        return text.End();
    }

    /// <summary>The readings of one interval of minute data.</summary>
    public ReadOnlySpan<Reading> MinuteOf(long minute)
    {
        int interval = _point.Outlet.MinuteInterval;
        if (interval == 1)
        {
            _plant.Fill(minute, _now);
            return _now;
        }
        Add(minute, interval);
        _tally.End(_whole);
        return _whole;
    }

    /// <summary>The logger's own hour (数采仪小时值).</summary>
    public ReadOnlySpan<Reading> HourOf(long minute)
    {
        ref var kept = ref _hours[minute / 60 % HoursKept];
        if (kept.Hour == minute)
            return kept.Readings;
        Add(minute, 60);
        _tally.End(kept.Readings);
        kept.Hour = minute;
        return kept.Readings;
    }

    public ReadOnlySpan<Reading> DayOf(long minute)
    {
        for (int hour = 0; hour < 24; hour++)
            HourOf(minute + hour * 60);
        _tally.Begin();
        for (int hour = 0; hour < 24; hour++)
            _tally.Add(HourOf(minute + hour * 60));
        _tally.End(_whole);
        return _whole;
    }

    private void Add(long minute, int minutes)
    {
        _tally.Begin();
        // The cheat of the story: the hour in which the slope is changed forgets what was before the change.
        Window? slope = Course.ChangedSlope(minute, minute + minutes);
        int without = slope is null ? -1 : Array.FindIndex(_point.Sent, f => f.Code == slope.Code);
        for (long m = minute; m < minute + minutes; m++)
        {
            _plant.Fill(m, _now);
            _tally.Add(_now, slope is not null && m < slope.From ? without : -1);
        }
    }

    private void Header(ref FrameText text, FrameKey key, Departure departure, long qn)
    {
        int edition = _point.Device.Edition, parts = PartsOf(_point, key.Kind);
        text.Put("QN="u8);
        text.Digits((ulong)qn, 17);
        text.Put(_point.IsWater ? ";ST=32;CN="u8 : ";ST=31;CN="u8);
        text.Put(key.Kind switch
        {
            FrameKind.RealTime => "2011"u8,
            FrameKind.Minute => "2051"u8,
            FrameKind.Hour => "2061"u8,
            FrameKind.Day => "2031"u8,
            _ => "3020"u8,
        });
        text.Put(";PW="u8);
        text.Put(_point.Password);
        text.Put(";MN="u8);
        text.Put(_point.Device.Mn);
        // Version bits, then D = split, then A = answer wanted.
        text.Put(";Flag="u8);
        text.Number((edition switch { 2005 => 0, 2017 => 4, _ => 8 }) + (parts > 1 ? 2 : 0) + 1);
        if (parts > 1)
        {
            text.Put(";PNUM="u8);
            text.Number(parts);
            text.Put(";PNO="u8);
            text.Number(key.Part + 1);
        }
        text.Put(departure.BackFilled && edition == 2025 ? ";RF=1;"u8 : ";"u8);
    }

    private void RealTime(ref FrameText text, long second)
    {
        _plant.Fill(second / 60, _now);
        for (int i = 0; i < _now.Length; i++)
        {
            Factor factor = _point.Sent[i];
            Reading r = _now[i];
            // Within the minute the value moves between its lowest and highest.
            double part = Noise.Unit(_point.Key + (ulong)(i + 91), second);
            long value = factor.HasRange ? r.Low + (long)Math.Round((r.High - r.Low) * part)
                : factor.HasMean ? r.Mean : (long)Math.Round(r.Amount / 60.0);
            Item(ref text, ';', i, "-Rtd="u8, value, factor.Digits);
            if (r.Converted)
            {
                long converted = r.ConvertedLow + (long)Math.Round((r.ConvertedHigh - r.ConvertedLow) * part);
                Item(ref text, ',', i, "-ZsRtd="u8, converted, factor.Digits);
            }
            Mark(ref text, i, r.Mark);
        }
    }

    private void Interval(ref FrameText text, ReadOnlySpan<Reading> readings, FrameKey key)
    {
        int half = _point.Sent.Length - 4, parts = PartsOf(_point, key.Kind);
        int from = key.Part == 0 ? 0 : half, to = parts > 1 && key.Part == 0 ? half : readings.Length;
        for (int i = from; i < to; i++)
        {
            Factor factor = _point.Sent[i];
            ref readonly Reading r = ref readings[i];
            char separator = ';';
            if (factor.HasAmount)
            {
                Item(ref text, separator, i, "-Cou="u8, r.Amount, factor.AmountDigits);
                separator = ',';
            }
            if (factor.HasRange)
            {
                Item(ref text, separator, i, "-Min="u8, r.Low, factor.Digits);
                separator = ',';
            }
            if (factor.HasMean)
                Item(ref text, separator, i, "-Avg="u8, r.Mean, factor.Digits);
            if (factor.HasRange)
                Item(ref text, ',', i, "-Max="u8, r.High, factor.Digits);
            if (r.Converted)
            {
                Item(ref text, ',', i, "-ZsMin="u8, r.ConvertedLow, factor.Digits);
                Item(ref text, ',', i, "-ZsAvg="u8, r.ConvertedMean, factor.Digits);
                Item(ref text, ',', i, "-ZsMax="u8, r.ConvertedHigh, factor.Digits);
            }
            Mark(ref text, i, r.Mark);
        }
    }

    /// <summary>
    /// Slope and intercept of one analyser (HJ 212-2017 B.10: i13008, i13007), daily and on every change.
    /// </summary>
    private void Parameter(ref FrameText text, FrameKey key)
    {
        Factor factor = _analysers[key.Part];
        text.Put(";PolId="u8);
        text.Put(factor.Code);
        text.Put(";i13007-Info="u8);
        text.Steps(0, 3);
        text.Put(";i13008-Info="u8);
        text.Steps((long)Math.Round(Course.Slope(factor, key.Time / 60) * 1000), 3);
    }

    /// <summary>The door log (门禁日志, i31001) and the door's state (i32001).</summary>
    private void Door(ref FrameText text, FrameKey key)
    {
        Window? door = Course.Find(Happening.Door, key.Time / 60);
        text.Put(";i31001-Info=//"u8);
        text.Put(door is null ? "站房门关闭" : door.Note.Length == 0 ? "站房门打开" : "站房门打开:" + door.Note);
        text.Put("//;i32001-Info="u8);
        text.Number(door is null ? 0 : 1);
    }

    private void Item(ref FrameText text, char separator, int i, ReadOnlySpan<byte> field, long steps, int digits)
    {
        text.Put((byte)separator);
        text.Put(_codes[i]);
        text.Put(field);
        text.Steps(steps, digits);
    }

    private void Mark(ref FrameText text, int i, byte mark)
    {
        text.Put((byte)',');
        text.Put(_codes[i]);
        text.Put("-Flag="u8);
        text.Put(mark);
    }
}
