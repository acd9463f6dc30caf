using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Calculator;

/// <summary>The eight forms of the public calculator, in the order of the page (计算器目录).</summary>
internal static class Calculators
{
    /// <summary>Items of waste water, which are held to the laboratory.</summary>
    private static readonly string[] s_water = ["COD", "NH3-N", "TP", "TN", "pH"];

    public static IReadOnlyList<Calculator> All { get; } =
    [
        AirCalculator.Index, WaterCalculators.Surface, WaterCalculators.Ground, SoilCalculator.Screening, Oxygen(),
        Rounding(), Comparison(), Penalty(),
    ];

    public static Calculator? Find(string key) => All.FirstOrDefault(c => c.Key == key);

    private static Calculator Oxygen() => new(
        "o2", "o2_correction",
        [
            new Field("c", FieldKind.Number, "mg/m³"), new Field("o2", FieldKind.Number, "%"),
            new Field("ref", FieldKind.Number, "%"),
        ],
        c => c.Words.Say("a.o2", c.Found("corrected")),
        c =>
        [
            c.Words.Say("s.o2.formula", c["c"], c["ref"], c["o2"]),
            c.Words.Say("s.o2.round", c.Found("corrected")),
        ])
    { Document = "HJ 75-2017" };

    private static Calculator Rounding() => new(
        "rounding", "round_places",
        [
            new Field("value", FieldKind.Number),
            new Field("by", FieldKind.Choice, Choices: ["places", "digits", "interval"]),
            new Field("n", FieldKind.Number),
        ],
        c => c.Words.Say("a.rounding", c["value"], c.Found("value")),
        c => [c.Words.Say("s.rounding." + c["by"], c["n"]), c.Words["s.rounding.even"], c.Words["s.rounding.once"]])
    {
        Document = "GB/T 8170-2008",
        OperationBy = given => given.GetValueOrDefault("by") switch
        {
            "digits" => "round_significant",
            "interval" => "round_interval",
            _ => "round_places",
        },
        KeyOf = (field, given) => field.Name switch
        {
            "by" => null,
            "n" => given.GetValueOrDefault("by") is "digits" or "interval" ? given["by"] : "places",
            var other => other,
        },
    };

    private static Calculator Comparison() => new(
        "comparison", "comparison_verdict",
        [
            new Field("item", FieldKind.Choice, Choices:
                ["SO2", "NOx", "O2", "PM", "velocity", "temperature", "moisture", "COD", "NH3-N", "TP", "TN", "pH"]),
            new Field("rm_mean", FieldKind.Number), new Field("cems_mean", FieldKind.Number),
            new Field("ra_percent", FieldKind.Number, "%", Required: false),
        ],
        c => c.Words.Say(c.Found("pass") == "True" ? "a.comparison.pass" : "a.comparison.fail"),
        c =>
        [
            c.Words.Say("s.comparison.band", c["rm_mean"], c.Words["k." + c.Found("criterion")], c.Found("limit")),
            c.Words.Say("s.comparison.value", c.Words["k." + c.Found("criterion")], Short(c.Found("value"))),
        ])
    {
        Document = "HJ 75-2017、HJ 355-2019",
        KeyOf = (field, given) => !s_water.Contains(given.GetValueOrDefault("item", "")) ? field.Name
            : field.Name switch
            {
                "rm_mean" => "lab",
                "cems_mean" => "instrument",
                "ra_percent" => null,
                _ => field.Name,
            },
    };

    private static Calculator Penalty() => new(
        "penalty", "daily_penalty",
        [
            new Field("fine", FieldKind.Number, "元"), new Field("order_served", FieldKind.Day),
            new Field("recheck_found", FieldKind.Day),
        ],
        c => c.Words.Say("a.penalty", c.Found("days"), c.Found("amount")),
        c =>
        [
            c.Words.Say("s.penalty.start", c.Found("start")), c.Words.Say("s.penalty.end", c.Found("end")),
            c.Words.Say("s.penalty.amount", c["fine"], c.Found("days"), c.Found("amount")),
            c.Words["s.penalty.law"],
        ])
    { Document = "环境保护部令第28号" };

    /// <summary>At most four decimals, for a number that a formula gave.</summary>
    internal static string Short(string number) =>
        decimal.TryParse(number, CultureInfo.InvariantCulture, out decimal value)
            ? Gbt8170Of2008.Round(value, 0.0001m).ToString("0.####", CultureInfo.InvariantCulture) : number;
}
