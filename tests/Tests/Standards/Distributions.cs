namespace Qingyuan.Tests.Standards;

/// <summary>Tails of the t and F distributions by the incomplete beta function, to check tables by.</summary>
internal static class Distributions
{
    /// <summary>The t with so much probability above it.</summary>
    public static double T(double above, double freedom) => Solve(
        t => 0.5 * Beta(freedom / 2, 0.5, freedom / (freedom + t * t)), above, 1e6);

    /// <summary>The F with so much probability above it.</summary>
    public static double F(double above, double a, double b) =>
        Solve(f => Beta(b / 2, a / 2, b / (b + a * f)), above, 1e9);

    /// <summary>One normal number after Box and Muller.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Solve(Func<double, double> tail, double above, double high)
    {
        double low = 0;
        for (int i = 0; i < 120; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = tail(middle) > above ? (middle, high) : (low, middle);
        }
        return low;
    }

    /// <summary>Regularised incomplete beta function by its continued fraction (Lentz).</summary>
    private static double Beta(double a, double b, double x)
    {
        if (x >= (a + 1) / (a + b + 2))
            return x >= 1 ? 1 : 1 - Beta(b, a, 1 - x);
        double front = Math.Exp(
            LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)) / a;
        double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), fraction = d;
        for (int m = 1; m < 300; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / (1 + even * d);
            c = 1 + even / c;
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / (1 + odd * d);
            c = 1 + odd / c;
            fraction *= d * c;
        }
        return front * fraction;
    }

    private static double LogGamma(double x)
    {
        // Stirling's series after shifting the argument above 10.
        double shift = 0;
        for (; x < 10; x++)
            shift += Math.Log(x);
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x * x * x)
            + 1 / (1260 * Math.Pow(x, 5)) - shift;
    }
}
