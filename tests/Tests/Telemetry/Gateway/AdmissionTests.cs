using System.Net;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.Telemetry;

/// <summary>Penalties of addresses (security reference §7.4): 60 s, doubling to an hour.</summary>
public sealed class AdmissionTests
{
    private static readonly IPAddress s_bad = IPAddress.Parse("10.1.2.3"), s_other = IPAddress.Parse("10.1.2.4");
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_penalty_doubles_each_time_up_to_an_hour_and_is_forgotten_in_the_end()
    {
        var admission = new Admission(new GatewayLimits(), _clock);
        foreach (int seconds in (int[])[60, 120, 240, 480, 960, 1920, 3600, 3600])
        {
            admission.Penalise(s_bad);
            _clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal("penalty", admission.Enter(s_bad));
            Assert.Null(admission.Enter(s_other));
            _clock.Advance(TimeSpan.FromSeconds(1));
            admission.Sweep();
            Assert.Null(admission.Enter(s_bad));
        }
        _clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        admission.Sweep();
        admission.Penalise(s_bad);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(admission.Enter(s_bad));
    }

    [Fact]
    public void An_address_on_the_list_is_never_penalised()
    {
        var admission = new Admission(
            new GatewayLimits { NeverPenalised = new HashSet<IPAddress> { s_bad } }, _clock);
        admission.Penalise(s_bad);
        Assert.Null(admission.Enter(s_bad));
    }

    [Fact]
    public void Penalties_of_more_addresses_than_are_remembered_let_the_oldest_go()
    {
        var admission = new Admission(new GatewayLimits(), _clock);
        admission.Penalise(s_bad);
        _clock.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 4096; i++)
            admission.Penalise(new IPAddress([172, 16, (byte)(i >> 8), (byte)i]));
        Assert.Null(admission.Enter(s_bad));
        Assert.Equal("penalty", admission.Enter(new IPAddress([172, 16, 15, 255])));
    }
}
