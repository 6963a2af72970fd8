using System.Globalization;

namespace PresignedMultipart.Throughput.Backend;

/// <summary>What the back end has spent since it was started.</summary>
/// <param name="Cpu">User and system time.</param>
/// <param name="SocketBytes">What went in and out of all its connections, to clients and to the storage.</param>
/// <param name="PeakResidentBytes">The most that was ever resident.</param>
internal readonly record struct BackendCounts(TimeSpan Cpu, long SocketBytes, long PeakResidentBytes)
{
    public static BackendCounts operator -(BackendCounts later, BackendCounts earlier) =>
        later with { Cpu = later.Cpu - earlier.Cpu, SocketBytes = later.SocketBytes - earlier.SocketBytes };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cpu.Ticks} {SocketBytes} {PeakResidentBytes}");

    public static BackendCounts Parse(string line)
    {
        long[] values = [.. line.Split(' ').Select(value => long.Parse(value, CultureInfo.InvariantCulture))];
        return new(TimeSpan.FromTicks(values[0]), values[1], values[2]);
    }
}
