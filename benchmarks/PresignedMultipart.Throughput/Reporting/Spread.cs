using System.Globalization;

namespace PresignedMultipart.Throughput.Reporting;

/// <summary>The median of a few values, with the least and the largest.</summary>
internal readonly record struct Spread(double Median, double Least, double Largest)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1]);
    }

    public string ToString(string format)
    {
        string median = Text(Median), least = Text(Least), largest = Text(Largest);
        return least == largest ? median : $"{median} ({least}–{largest})";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
