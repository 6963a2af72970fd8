namespace PresignedMultipart.Transfer;

/// <summary>A rate over the last few seconds: long enough to be steady, short enough to follow the line. For one caller at a time.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Smoothing = TimeSpan.FromSeconds(3);

    private TimeSpan _lastAsked;
    private long _lastMoved;
    private double _rate;

    /// <summary>Bytes a second.</summary>
    /// <param name="moved">Bytes moved since the beginning.</param>
    /// <param name="elapsed">Time since the beginning.</param>
    public double Read(long moved, TimeSpan elapsed)
    {
        double seconds = (elapsed - _lastAsked).TotalSeconds;
        if (seconds <= 0)
        {
            return _rate;
        }

        double now = (moved - _lastMoved) / seconds;
        // Until a few seconds have passed, the mean since the start: one interval says little, least of all the first, which is a burst
        // into the socket's buffer.
        double weight = Math.Max(seconds / elapsed.TotalSeconds, 1 - Math.Exp(-seconds / Smoothing.TotalSeconds));
        _rate += weight * (now - _rate);
        _lastAsked = elapsed;
        _lastMoved = moved;
        return _rate;
    }
}
