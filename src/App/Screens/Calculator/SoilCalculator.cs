namespace Qingyuan.App.Screens.Calculator;

/// <summary>Farmland soil against screening and control values (农用地土壤风险筛查).</summary>
internal static class SoilCalculator
{
    public static Calculator Screening { get; } = new(
        "soil", "ag_screen",
        [
            new Field("item", FieldKind.Choice, Choices: ["Cd", "Hg", "As", "Pb", "Cr", "Cu", "Ni", "Zn"]),
            new Field("value", FieldKind.Number, "mg/kg"), new Field("pH", FieldKind.Number),
            new Field("use", FieldKind.Choice, Choices: ["paddy", "orchard", "other"]),
        ],
        c => c.Words.Say("a.soil", c.Words[Verdict(c)]),
        c =>
        [
            c.Words.Say("s.soil.row", c["item"], c["pH"], c.Words["c.use." + c["use"]], c.Found("screening")),
            c.Found("control").Length == 0 ? c.Words.Say("s.soil.nocontrol", c["item"])
                : c.Words.Say("s.soil.control", c.Found("control")),
            c.Words.Say("s.soil.compare", c["value"], c.Words[Verdict(c)]),
        ])
    { Document = "GB 15618-2018" };

    private static string Verdict(Calculation c)
    {
        decimal value = c.Number("value");
        bool above(string key) => decimal.TryParse(
            c.Found(key), System.Globalization.CultureInfo.InvariantCulture, out decimal limit) && value > limit;
        return above("control") ? "soil.high" : above("screening") ? "soil.possible" : "soil.low";
    }
}
