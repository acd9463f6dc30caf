using System.Security.Cryptography;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Registers;

/// <summary>
/// Registers an SM4 key of a device as it was typed (登记密钥). The key goes into its file and nowhere else: never into
/// an act, a log, an address or an answer.
/// </summary>
internal static class KeyRegistering
{
    /// <param name="typed">32 hexadecimal digits; white space in it does not count.</param>
    /// <param name="day">From which day; empty = from the beginning.</param>
    public static async Task<IReadOnlyList<Refusal>> Do(
        Node node, Registrations registrations, string mn, string? typed, string? day, CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        var from = Registering.From(day, refusals) ?? RegistryActs.FromTheBeginning;
        byte[] key = DeviceKeys.Read(typed, refusals);
        // All that can be refused is refused before the key is kept, so that a refusal leaves no file behind.
        if (refusals.Count == 0)
            refusals.AddRange(registrations.SetDeviceKey(new DeviceKey(mn, "", "", from)).Refusals);
        var known = node.Register.Keys(mn);
        if (refusals.Count == 0 && known.DistinctBy(k => k.Id).Count() >= KeyRing.KeysMax)
        {
            refusals.Add(Refusal.Of("key.max", "",
                $"这台设备已经登记了 {KeyRing.KeysMax} 把密钥，这是上限；请联系维护人员。", "key"));
        }
        if (refusals.Count > 0)
            return [.. refusals.Select(OnThisForm)];
        try
        {
            var (id, digest) = node.DeviceKeys.Put(mn, key);
            if (known.Any(k => k.Id == id && k.From == from))
            {
                return
                [
                    Refusal.Of("key.known", "", $"这把密钥（编号 {id}）从同一天起已经登记过，不用再登记。", "key"),
                ];
            }
            var named = new DeviceKey(mn, id, digest, from);
            return [.. (await Registering.Do(node, registrations.SetDeviceKey(named), cancel)).Select(OnThisForm)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return
            [
                Refusal.Of("key.file", "", "密钥没有存下来，也没有登记：数据目录的 keys/devices 写不进去。"
                    + "请检查磁盘空间和目录权限，再登记一次。", "key"),
            ];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The page has another form with a field <c>from</c>.</summary>
    private static Refusal OnThisForm(Refusal refusal) => refusal.Field switch
    {
        "from" => refusal with { Field = "keyFrom" },
        "mn" => refusal with { Field = "keys" },
        _ => refusal,
    };
}
