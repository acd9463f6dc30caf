using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>The order of states, and what a mark makes of an interval. The worst factor speaks.</summary>
public static class States
{
    /// <summary>Worst first; a fixed precedence, so that every reader rolls up alike.</summary>
    private static readonly OutletState[] _worstFirst =
    [
        OutletState.Exceeds, OutletState.Pending, OutletState.Invalid, OutletState.Missing,
        OutletState.Maintenance, OutletState.Stopped, OutletState.Normal,
    ];

    /// <summary>No factor is registered = somebody has to look.</summary>
    public static OutletState OfOutlet(IReadOnlyList<JudgedFactor> factors)
    {
        if (factors.Count == 0)
            return OutletState.Pending;
        int worst = _worstFirst.Length - 1;
        foreach (JudgedFactor factor in factors)
        {
            int at = Array.IndexOf(_worstFirst, factor.State);
            if (at >= 0 && at < worst)
                worst = at;
        }
        return _worstFirst[worst];
    }

    /// <summary>The word for a state, as on the screens.</summary>
    public static string Word(OutletState state) => state switch
    {
        OutletState.Normal => "正常",
        OutletState.Exceeds => "超标",
        OutletState.Suspect => "疑似异常",
        OutletState.Invalid => "无效",
        OutletState.Missing => "缺失",
        OutletState.Offline => "离线",
        OutletState.Maintenance => "维护",
        OutletState.Pending => "待审",
        OutletState.Locked => "已锁定",
        OutletState.Stopped => "停运",
        _ => "未知",
    };

    internal static OutletState Of(MarkUse use) => use switch
    {
        MarkUse.Stopped => OutletState.Stopped,
        MarkUse.Maintenance => OutletState.Maintenance,
        MarkUse.Counts => OutletState.Normal,
        _ => OutletState.Invalid,
    };

    /// <summary>The reason of an interval from that of its minutes.</summary>
    internal static string Reason(MarkUse use, string reason) => use switch
    {
        MarkUse.Stopped when reason != "flow" => "stopped",
        MarkUse.Maintenance => "maintenance",
        _ => reason,
    };
}
