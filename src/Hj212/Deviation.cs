using System.Collections;
using System.Numerics;

namespace Qingyuan.Hj212;

/// <summary>
/// What is odd about a frame that is understood all the same (偏差). The numbers are stored: they may only grow.
/// Codes and explanations: <c>Data/deviations.csv</c>. A deviation never rejects a frame.
/// </summary>
public enum Deviation
{
    CrcLowerCase = 0,
    CrcLeadingZeroDropped = 1,
    TailMissing = 2,
    TailLineFeedOnly = 3,
    TailCarriageReturnOnly = 4,
    LengthOver1024 = 5,
    LengthContentOverLimit = 6,
    HeaderComma = 7,
    HeaderKeyCase = 8,
    HeaderBlanks = 9,
    HeaderDuplicateKey = 10,
    HeaderUnknownKey = 11,
    HeaderOrder = 12,
    HeaderAfterContent = 13,
    HeaderTooManyFields = 14,
    HeaderStrayText = 15,
    QnMissing = 16,
    QnMalformed = 17,
    StMissing = 18,
    StMalformed = 19,
    CnMissing = 20,
    CnMalformed = 21,
    PwMissing = 22,
    PwLength = 23,
    MnMissing = 24,
    MnLength = 25,
    FlagMissing = 26,
    FlagMalformed = 27,
    FlagVersionUnknown = 28,
    FlagVersionTooEarly = 29,
    FlagAnswerToAnswer = 30,
    SplitNumbersMissing = 31,
    SplitBitMissing = 32,
    SplitNumberRange = 33,
    BackFillMalformed = 34,
    BackFillEdition = 35,
    ContentMissing = 36,
    ContentSeparatorMissing = 37,
    ContentEndMissing = 38,
    ContentBlanks = 39,
    ContentTrailingSeparator = 40,
    ContentEmptyItem = 41,
    ItemCommaSeparator = 42,
    ItemDuplicateKey = 43,
    ItemWithoutEquals = 44,
    ItemEmptyKey = 45,
    ItemOrphanField = 46,
    ItemKeyCase = 47,
    ItemCommaInValue = 48,
    FactorMixedGroup = 49,
    FactorSplitOverGroups = 50,
    FieldUnknown = 51,
    ValueEmpty = 52,
    ValueNotNumber = 53,
    DataTimeLength = 54,
    DataTimeMalformed = 55,
    LogUnclosed = 56,
    TextNotUtf8 = 57,
    TextNotAscii = 58,
    ContentDelimiterMissing = 59,
}

/// <summary>A set of deviations in one word.</summary>
public readonly record struct DeviationSet(ulong Bits) : IEnumerable<Deviation>
{
    public bool IsEmpty => Bits == 0;
    public int Count => BitOperations.PopCount(Bits);

    public bool Contains(Deviation deviation) => (Bits >> (int)deviation & 1) == 1;

    public DeviationSet With(Deviation deviation) => new(Bits | 1UL << (int)deviation);

    public DeviationSet Without(Deviation deviation) => new(Bits & ~(1UL << (int)deviation));

    public static DeviationSet operator |(DeviationSet one, DeviationSet other) => new(one.Bits | other.Bits);

    public static DeviationSet BitwiseOr(DeviationSet one, DeviationSet other) => one | other;

    public IEnumerator<Deviation> GetEnumerator()
    {
        for (ulong rest = Bits; rest != 0; rest &= rest - 1)
            yield return (Deviation)BitOperations.TrailingZeroCount(rest);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
