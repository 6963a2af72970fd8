using System.Diagnostics;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>
/// A line of so many bytes a second, exact on average: each chunk has its place on the line, and whoever is ahead of it sleeps. A line that
/// was idle does not save up.
/// </summary>
internal sealed class RateCap(long bytesPerSecond)
{
    // Sleeping shorter than this would cost more than it paces.
    private static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly double _ticksPerByte = (double)Stopwatch.Frequency / bytesPerSecond;
    private double _busyUntil;

    public void Pass(int bytes)
    {
        double wait;
        lock (_lock)
        {
            long now = Stopwatch.GetTimestamp();
            _busyUntil = Math.Max(_busyUntil, now) + (bytes * _ticksPerByte);
            wait = _busyUntil - now;
        }

        TimeSpan ahead = TimeSpan.FromSeconds(wait / Stopwatch.Frequency);
        if (ahead > Granularity)
        {
            Thread.Sleep(ahead);
        }
    }
}
