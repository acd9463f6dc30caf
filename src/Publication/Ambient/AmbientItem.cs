using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using Qingyuan.Standards;

namespace Qingyuan.Publication;

/// <summary>How an item counts: for the air quality index, for the class of water, or not at all.</summary>
public enum AmbientRole { Index, Class, Beside }

/// <summary>One item that stations of the environment send (监测项目), and how it is published.</summary>
/// <param name="Code">HJ 212 factor code.</param>
/// <param name="Item">Its name in the standards, e.g. <c>PM2.5</c> or 氨氮.</param>
/// <param name="Places">Digits after the point that are published.</param>
public sealed record AmbientItem(
    string Code, string Item, bool IsWater, AmbientRole Role, string Unit, int Places, string Chinese, string English,
    string Tibetan, string Symbol)
{
    private const string Resource = "Ambient/items.csv";

    private static readonly FrozenDictionary<string, AmbientItem> s_byItem;
    private static readonly FrozenDictionary<string, AmbientItem> s_byCode;

    static AmbientItem()
    {
        All = Load();
        s_byItem = All.ToFrozenDictionary(i => i.Item);
        s_byCode = All.ToFrozenDictionary(i => i.Code);
    }

    /// <summary>In the order of screens.</summary>
    public static IReadOnlyList<AmbientItem> All { get; }

    public static AmbientItem? OfItem(string item) => s_byItem.GetValueOrDefault(item);

    public static AmbientItem? OfCode(string code) => s_byCode.GetValueOrDefault(code);

    /// <summary>As published: rounded by GB/T 8170 to the digits of the item.</summary>
    public string Print(decimal value) => Gbt8170Of2008.RoundPlaces(value, Places)
        .ToString("F" + Places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static List<AmbientItem> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"{Resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var all = new List<AmbientItem>();
        while (reader.ReadLine() is { } line)
        {
            string[] c = line.Split(',');
            if (line.StartsWith('#') || c[0] == "code")
                continue;
            all.Add(new AmbientItem(
                c[0], c[1], c[2] == "water", Enum.Parse<AmbientRole>(c[3], ignoreCase: true), c[4],
                int.Parse(c[5], CultureInfo.InvariantCulture), c[6], c[7], c[8], c[9]));
        }
        return all;
    }
}
