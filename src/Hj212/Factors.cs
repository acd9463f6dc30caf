using System.Collections.Frozen;

namespace Qingyuan.Hj212;

/// <summary>
/// A factor (监测因子) of tables B.1 to B.3. Units are never on the wire: these are the defaults of the edition, and
/// the register of a device has the last word.
/// </summary>
/// <param name="Code">The code of 2017 and later; empty when only 2005 has it.</param>
/// <param name="CodeOf2005">The code of 2005; empty when it has none.</param>
/// <param name="AmountUnit">Unit of an accumulated amount (Cou).</param>
/// <param name="Confidence">S05, S17 = read in the text; P25 = second-hand; F = seen in the field; ? = unsure.</param>
public sealed record FactorCode(
    string Code, string CodeOf2005, string Name, string English, string Medium, string Unit, string AmountUnit,
    string Type, string UnitOf2005, string TypeOf2005, string Clause, string Confidence, string Note)
{
    /// <summary>The default unit in an edition: 2005 counts metals in water in mg/L, later ones do not.</summary>
    public string UnitIn(int edition) => edition == 2005 && UnitOf2005.Length > 0 ? UnitOf2005 : Unit;

    public string TypeIn(int edition) => edition == 2005 && TypeOf2005.Length > 0 ? TypeOf2005 : Type;
}

/// <summary>The dictionary of factors.</summary>
public static class Factors
{
    public static readonly IReadOnlyList<FactorCode> All = [.. Csv.Rows("factors.csv").Select(r => new FactorCode(
        r["code"], r["code2005"], r["name"], r["english"], r["medium"], r["unit"], r["amount_unit"], r["type"],
        r["unit2005"], r["type2005"], r["clause"], r["confidence"], r["note"]))];

    private static readonly FrozenDictionary<string, FactorCode> s_byCode =
        All.Where(f => f.Code.Length > 0).ToFrozenDictionary(f => f.Code, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, FactorCode> s_byCodeOf2005 =
        All.Where(f => f.CodeOf2005.Length > 0).ToFrozenDictionary(f => f.CodeOf2005, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The factor of a code. Devices mix old and new codes in one frame, so the code list of the edition is asked
    /// first and then the other. Null = not in the tables.
    /// </summary>
    public static FactorCode? Find(string code, int edition)
    {
        var (first, second) = edition == 2005 ? (s_byCodeOf2005, s_byCode) : (s_byCode, s_byCodeOf2005);
        return first.GetValueOrDefault(code) ?? second.GetValueOrDefault(code);
    }
}
