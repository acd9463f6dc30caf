using System.Text;

namespace Qingyuan.Tests.App.Screens;

/// <summary>
/// The minute frame of the designed screens (05, value with origin): invented values, real length and CRC by
/// HJ 212-2017 annex A.
/// </summary>
internal static class DesignedFrame
{
    public const string Text =
        "##0743QN=20261123141301386;ST=31;CN=2051;PW=731402;MN=4A51D0E19C7F30008B26E5A1;Flag=5;CP=&&"
        + "DataTime=20261123141200;a00000-Cou=3482.6,a00000-Flag=N;a01011-Min=13.92,a01011-Avg=14.07,"
        + "a01011-Max=14.21,a01011-Flag=N;a01012-Min=117.4,a01012-Avg=118.2,a01012-Max=118.9,a01012-Flag=N;"
        + "a01013-Avg=-0.182,a01013-Flag=N;a01014-Avg=9.6,a01014-Flag=N;a19001-Min=9.00,a19001-Avg=9.08,"
        + "a19001-Max=9.14,a19001-Flag=N;a21026-Min=11.8,a21026-Avg=12.3,a21026-Max=12.9,a21026-ZsMin=10.9,"
        + "a21026-ZsAvg=11.4,a21026-ZsMax=11.9,a21026-Flag=N;a21002-Min=479.8,a21002-Avg=483.7,a21002-Max=488.1,"
        + "a21002-ZsMin=442.8,a21002-ZsAvg=446.4,a21002-ZsMax=450.4,a21002-Flag=N;a34013-Min=6.1,a34013-Avg=6.4,"
        + "a34013-Max=6.8,a34013-ZsMin=5.6,a34013-ZsAvg=5.9,a34013-ZsMax=6.3,a34013-Flag=N&&5780\r\n";

    public static byte[] Bytes => Encoding.ASCII.GetBytes(Text);
}
