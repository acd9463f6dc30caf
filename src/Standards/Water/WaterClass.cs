namespace Qingyuan.Standards;

/// <summary>
/// Class of a water body (水质类别). Groundwater ends at Ⅴ; surface water that does not reach Ⅴ is 劣Ⅴ. A greater number
/// is worse, so the class of a section is the greatest one.
/// </summary>
public enum WaterClass
{
    I = 1,
    II = 2,
    III = 3,
    IV = 4,
    V = 5,
    InferiorV = 6,
}

/// <summary>Which kind of surface water: phosphorus has limits of its own in lakes (河流;湖、库).</summary>
public enum WaterBody
{
    River,
    Lake,
}

/// <summary>The written names of the classes, with the Roman numerals of the standards (Ⅰ is one character).</summary>
public static class WaterClasses
{
    private static readonly string[] _names = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"];

    public static string Name(this WaterClass value) => _names[(int)value - 1];

    public static WaterClass Read(string name) => Array.IndexOf(_names, name) is >= 0 and var index
        ? (WaterClass)(index + 1) : throw new InvalidDataException($"“{name}”不是类别；请写 Ⅰ、Ⅱ、Ⅲ、Ⅳ、Ⅴ 或劣Ⅴ");
}
