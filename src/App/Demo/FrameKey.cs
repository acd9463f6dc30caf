namespace Qingyuan.App.Demo;

/// <summary>The kinds of frames that a logger of the demo sends.</summary>
internal enum FrameKind : byte
{
    /// <summary>2011</summary>
    RealTime,
    /// <summary>2051</summary>
    Minute,
    /// <summary>2061</summary>
    Hour,
    /// <summary>2031</summary>
    Day,
    /// <summary>3020, slope and intercept of one analyser</summary>
    Parameter,
    /// <summary>3020, door</summary>
    Door,
}

/// <summary>One frame of one logger, named before it is written: the same key gives the same bytes.</summary>
/// <param name="Time">Unix seconds of the logger's clock: the moment, or the start of the interval.</param>
/// <param name="Part">Number of the part or of the analyser, from 0.</param>
internal readonly record struct FrameKey(FrameKind Kind, long Time, byte Part);

/// <summary>When a frame leaves the logger.</summary>
/// <param name="Milliseconds">Unix milliseconds of the logger's clock.</param>
/// <param name="BackFilled">It waited out an outage (补传).</param>
internal readonly record struct Departure(long Milliseconds, bool BackFilled);
