namespace Qingyuan.App.Screens.Registers;

/// <summary>Why encrypted frames of a device wait and what to do (待登记密钥). Words only.</summary>
internal static class SealedWords
{
    /// <param name="waiting">Its frames that no key opens.</param>
    /// <param name="keys">Its registered keys.</param>
    public static string Reason(long waiting, int keys) => keys == 0
        ? $"有 {waiting} 条报文是加密的，这台设备还没有登记密钥，解不开。"
        : $"有 {waiting} 条加密的报文，登记过的 {keys} 把密钥都解不开：设备可能换了密钥，或者登记时填错了。";

    public static string ToDo(bool registered) => registered
        ? "登记这台设备的密钥，报文都在账本里，登记后从第一条开始解释。"
        : "先登记这台设备，再登记它的密钥；报文都在账本里，登记后从第一条开始解释。";
}
