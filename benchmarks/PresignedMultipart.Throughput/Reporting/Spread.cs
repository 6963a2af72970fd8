using System.Globalization;

namespace PresignedMultipart.Throughput.Reporting;

/// <summary>The median of a few values, with the least and the largest.</summary>
internal readonly record struct Spread(double Median, double Least, double Largest, int Count)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1], sorted.Length);
    }

    public string ToString(string format) => Count == 1
        ? Median.ToString(format, CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Median.ToString(format, CultureInfo.InvariantCulture)} ({Least.ToString(format, CultureInfo.InvariantCulture)}–{Largest.ToString(format, CultureInfo.InvariantCulture)})");
}
