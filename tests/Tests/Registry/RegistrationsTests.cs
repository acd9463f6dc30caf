using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Registry;

public sealed class RegistrationsTests
{
    private readonly Registrations _empty = new(
        Register.Empty, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Some.Day(3, 14)), "test");

    [Fact]
    public void What_refers_to_nothing_registered_is_refused_with_what_to_do()
    {
        var refusal = Assert.Single(_empty.RegisterOutlet(Some.Kiln).Refusals);
        Assert.Equal("outlet.discharger.unknown", refusal.Code);
        Assert.Contains("请先登记该单位", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("outlet.unknown", Assert.Single(_empty.RegisterDevice(Some.Logger).Refusals).Code);
        Assert.Equal("outlet.unknown", Assert.Single(_empty.RegisterFactors(Some.Kiln.Id, [])
            .Refusals).Code);
        Assert.Equal("device.unknown", Assert.Single(_empty.CloseDevice("X", Some.Day(3, 1)).Refusals).Code);
    }

    [Fact]
    public void What_one_form_accepted_counts_for_the_next_statement()
    {
        Assert.Empty(_empty.RegisterDischarger(Some.Cement).Refusals);
        Assert.Empty(_empty.RegisterOutlet(Some.Kiln).Refusals);
        Assert.Empty(_empty.RegisterDevice(Some.Logger).Refusals);
        Assert.Empty(_empty.RegisterFactors(Some.Kiln.Id, [Some.Nox]).Refusals);
    }

    [Theory]
    [InlineData("", "discharger.id.form")]
    [InlineData("abc\n", "discharger.id.form")]
    [InlineData("../x", "discharger.id.form")]
    [InlineData("91540100MA6T000007", "discharger.id.check")]
    public void A_discharger_needs_a_sound_id(string id, string code) => Assert.Equal(code, Assert.Single(
        _empty.RegisterDischarger(Some.Cement with { Id = id, Simulated = false }).Refusals).Code);

    [Fact]
    public void The_check_digit_of_a_credit_code_is_the_published_one() =>
        // 91350100M000100Y43 is the code that GB 32100-2015 is usually explained with.
        Assert.Empty(_empty.RegisterDischarger(
            Some.Cement with { Id = "91350100M000100Y43", Simulated = false }).Refusals);

    [Fact]
    public void Every_fault_of_a_form_is_named_at_once_with_its_field()
    {
        _empty.RegisterDischarger(Some.Cement);
        var refusals = _empty.RegisterOutlet(Some.Kiln with
        {
            Name = " ",
            ReferenceO2 = 21m,
            AltitudeMetres = 9_000,
            MinuteInterval = 7,
        }).Refusals;
        Assert.Equal(["name", "referenceO2", "altitudeMetres", "minuteInterval"], refusals.Select(r => r.Field));
    }

    [Fact]
    public void A_limit_needs_its_document_and_a_corrected_one_the_reference_oxygen()
    {
        _empty.RegisterDischarger(Some.Cement);
        _empty.RegisterOutlet(Some.Kiln with { ReferenceO2 = null });
        var refusals = _empty.RegisterFactors(Some.Kiln.Id, [Some.Nox with { Document = "" }]).Refusals;
        Assert.Equal(["factor.document.missing", "factor.corrected.o2"], refusals.Select(r => r.Code));
    }

    [Fact]
    public void A_statement_for_the_distant_future_is_a_slip() =>
        Assert.Equal("from.range", Assert.Single(
            _empty.RegisterDischarger(Some.Cement, new(2206, 1, 1, 0, 0, 0, TimeSpan.Zero)).Refusals).Code);

    [Fact]
    public void A_broken_character_is_refused_and_not_written_otherwise() =>
        Assert.Equal("discharger.name.broken", Assert.Single(
            _empty.RegisterDischarger(Some.Cement with { Name = "a\ud800b" }).Refusals).Code);

    [Fact]
    public async Task A_discharger_with_open_outlets_is_not_closed()
    {
        await using var house = new House();
        var register = await house.DoAll();
        Assert.Equal("discharger.outlets.open", Assert.Single(
            house.Registrations(register).CloseDischarger(Some.Cement.Id, Some.Day(3, 1)).Refusals).Code);
    }

    [Fact]
    public void The_password_stands_in_no_act()
    {
        _empty.RegisterDischarger(Some.Cement);
        _empty.RegisterOutlet(Some.Kiln);
        var act = _empty.RegisterDevice(Some.Logger, "geheim99").Act!;
        Assert.DoesNotContain("geheim99", System.Text.Encoding.UTF8.GetString(act.ToEntry()), StringComparison.Ordinal);
    }
}
