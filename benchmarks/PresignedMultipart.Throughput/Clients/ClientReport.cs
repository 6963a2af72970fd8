using System.Globalization;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>What a client says of itself at its end, in one line of its output. Only programs of .NET know of garbage.</summary>
internal sealed record ClientReport(
    int Succeeded, long PeakResidentBytes, long? AllocatedBytes = null, int? Gen0 = null, int? Gen1 = null, int? Gen2 = null, TimeSpan? MedianUpload = null)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Succeeded} {PeakResidentBytes} {AllocatedBytes} {Gen0} {Gen1} {Gen2} {MedianUpload?.Ticks}").TrimEnd();

    public static ClientReport Parse(string line)
    {
        long[] values = [.. line.Split(' ').Select(value => long.Parse(value, CultureInfo.InvariantCulture))];
        return values.Length == 2
            ? new((int)values[0], values[1])
            : new((int)values[0], values[1], values[2], (int)values[3], (int)values[4], (int)values[5], TimeSpan.FromTicks(values[6]));
    }
}
