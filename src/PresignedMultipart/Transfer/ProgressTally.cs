using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>What has been sent and acknowledged so far. Counting is two interlocked additions a block; everything else happens when somebody asks.</summary>
internal sealed class ProgressTally(PartPlan plan, TimeProvider time)
{
    // A rate over the last few seconds: long enough to be steady, short enough to follow the line.
    private static readonly TimeSpan Smoothing = TimeSpan.FromSeconds(3);

    private readonly long _started = time.GetTimestamp();
    private long _sent;
    private long _resent;
    private long _acknowledged;
    private int _parts;
    private PartTotals? _totals = plan.ObjectLength is { } length ? new PartTotals(length, plan.PartCount!.Value) : null;

    private TimeSpan _lastAsked;
    private long _lastMoved;
    private double _rate;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public long BytesResent => Interlocked.Read(ref _resent);

    public long BytesAcknowledged => Interlocked.Read(ref _acknowledged);

    public void Sent(long first, long resent)
    {
        Interlocked.Add(ref _sent, first);
        if (resent > 0)
        {
            Interlocked.Add(ref _resent, resent);
        }
    }

    public void Acknowledged(Part part)
    {
        Interlocked.Add(ref _acknowledged, part.Length);
        Interlocked.Increment(ref _parts);
    }

    /// <summary>The source has ended: now it is known how much there is.</summary>
    public void Ended(long objectLength, int partCount) => Volatile.Write(ref _totals, new PartTotals(objectLength, partCount));

    /// <summary>The present state. For one caller at a time: the rate is smoothed from call to call.</summary>
    public UploadProgress Snapshot(bool isCompleted)
    {
        // Acknowledged first: what is acknowledged has been sent, so the two never contradict each other.
        int parts = Volatile.Read(ref _parts);
        long acknowledged = Interlocked.Read(ref _acknowledged);
        long sent = Interlocked.Read(ref _sent);
        PartTotals? totals = Volatile.Read(ref _totals);
        TimeSpan elapsed = Elapsed;
        double rate = Rate(sent + BytesResent, elapsed);

        return new UploadProgress
        {
            BytesSent = sent,
            BytesAcknowledged = acknowledged,
            BytesResent = BytesResent,
            TotalBytes = totals?.Length,
            PartsAcknowledged = parts,
            PartCount = totals?.Count,
            BytesPerSecond = rate,
            TimeLeft = isCompleted ? TimeSpan.Zero : TimeFor(totals?.Length - sent, rate),
            Elapsed = elapsed,
            IsCompleted = isCompleted,
        };
    }

    private double Rate(long moved, TimeSpan elapsed)
    {
        double seconds = (elapsed - _lastAsked).TotalSeconds;
        if (seconds <= 0)
        {
            return _rate;
        }

        double now = (moved - _lastMoved) / seconds;
        double weight = _lastAsked == TimeSpan.Zero ? 1 : 1 - Math.Exp(-seconds / Smoothing.TotalSeconds);
        _rate += weight * (now - _rate);
        _lastAsked = elapsed;
        _lastMoved = moved;
        return _rate;
    }

    private static TimeSpan? TimeFor(long? bytes, double rate) =>
        rate > 0 && bytes / rate is { } seconds && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private sealed record PartTotals(long Length, int Count);
}
