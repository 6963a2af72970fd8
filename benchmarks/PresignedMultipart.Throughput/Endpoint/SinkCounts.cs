using System.Globalization;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>What the endpoint has seen since it was started.</summary>
internal readonly record struct SinkCounts(long Requests, long Connections, long BodyBytes, long SlowDowns)
{
    public static SinkCounts operator -(SinkCounts later, SinkCounts earlier) => new(
        later.Requests - earlier.Requests,
        later.Connections - earlier.Connections,
        later.BodyBytes - earlier.BodyBytes,
        later.SlowDowns - earlier.SlowDowns);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Requests} {Connections} {BodyBytes} {SlowDowns}");

    public static SinkCounts Parse(string line)
    {
        long[] values = [.. line.Split(' ').Select(value => long.Parse(value, CultureInfo.InvariantCulture))];
        return new(values[0], values[1], values[2], values[3]);
    }
}
