namespace Qingyuan.Hj212;

/// <summary>The field names behind a factor code (编码-Suffix) that the three editions print, and how they are read.
/// </summary>
internal static class FieldNames
{
    private static readonly (byte[] Name, bool Numeric)[][] s_byLength = ByLength();

    /// <summary>Looks a suffix up; other case is found too and reported.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out bool exact, out bool numeric)
    {
        exact = numeric = false;
        if (name.Length >= s_byLength.Length)
            return false;
        foreach ((byte[] known, bool isNumber) in s_byLength[name.Length])
        {
            exact = name.SequenceEqual(known);
            numeric = isNumber;
            if (exact || SameLetters(name, known))
                return true;
        }
        return exact = numeric = false;
    }

    private static bool SameLetters(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        for (int i = 0; i < one.Length; i++)
        {
            if ((one[i] & 0xDF) != (other[i] & 0xDF))
                return false;
        }
        return true;
    }

    // 2017 6.3.3 and Annex C; 2005 alarm and limit fields; 2025 fields of commands 2013, 2062.
    private static (byte[], bool)[][] ByLength()
    {
        string[] numbers =
        [
            "Rtd", "Avg", "Min", "Max", "Cou", "ZsRtd", "ZsAvg", "ZsMin", "ZsMax", "Data", "DayData", "NightData",
            "RS", "RT", "Ala", "LowValue", "UpValue", "DayStdValue", "NightStdValue", "SampleRd", "StandardValue",
            "ResultType",
        ];
        string[] texts = ["Flag", "EFlag", "SampleTime", "CompleteTime", "SampleType", "Info", "SN"];
        var all = numbers.Select(n => (System.Text.Encoding.ASCII.GetBytes(n), true))
            .Concat(texts.Select(n => (System.Text.Encoding.ASCII.GetBytes(n), false))).ToList();
        return [.. Enumerable.Range(0, all.Max(f => f.Item1.Length) + 1)
            .Select(length => all.Where(f => f.Item1.Length == length).ToArray())];
    }
}
