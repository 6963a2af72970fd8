using System.Diagnostics;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>
/// A line of so many bytes a second, exact on average: each chunk has its place on the line, and whoever is ahead of it sleeps. Sleeping
/// too long is made up for; a line that was idle does not save up more than that.
/// </summary>
internal sealed class RateCap(long bytesPerSecond)
{
    // Sleeping shorter than this would cost more than it paces.
    private static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(1);

    // How late a busy machine may wake a thread without the line getting slower.
    private static readonly long MostLate = Stopwatch.Frequency / 50;

    private readonly Lock _lock = new();
    private readonly double _ticksPerByte = (double)Stopwatch.Frequency / bytesPerSecond;
    private double _busyUntil;

    /// <summary>Forgets that the line was idle, at the beginning of a body.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _busyUntil = Math.Max(_busyUntil, Stopwatch.GetTimestamp());
        }
    }

    public void Pass(int bytes)
    {
        double ahead;
        lock (_lock)
        {
            long now = Stopwatch.GetTimestamp();
            _busyUntil = Math.Max(_busyUntil, now - MostLate) + (bytes * _ticksPerByte);
            ahead = _busyUntil - now;
        }

        TimeSpan wait = TimeSpan.FromSeconds(ahead / Stopwatch.Frequency);
        if (wait > Granularity)
        {
            Thread.Sleep(wait);
        }
    }
}
