using Qingyuan.Judgement;

namespace Qingyuan.App.Screens.Shell;

/// <summary>The word and the glyph of each state. 超标 is a comparison, 疑似异常 a lead; neither says 违法.</summary>
internal static class StateWords
{
    /// <summary>The order in which screens list and count states: what needs a person first.</summary>
    public static readonly IReadOnlyList<OutletState> ByUrgency =
    [
        OutletState.Exceeds, OutletState.Suspect, OutletState.Offline, OutletState.Missing, OutletState.Pending,
        OutletState.Invalid, OutletState.Maintenance, OutletState.Stopped, OutletState.Locked, OutletState.Normal,
    ];

    /// <summary>Name of the glyph in icons.svg and of the CSS class.</summary>
    public static string Key(OutletState state) => state switch
    {
        OutletState.Normal => "ok",
        OutletState.Exceeds => "over",
        OutletState.Suspect => "susp",
        OutletState.Invalid => "inv",
        OutletState.Missing => "miss",
        OutletState.Offline => "off",
        OutletState.Maintenance => "maint",
        OutletState.Pending => "pend",
        OutletState.Locked => "lock",
        _ => "stop",
    };

    /// <summary>One word for a state, wherever it is shown.</summary>
    public static string Word(OutletState state) => States.Word(state);
}
