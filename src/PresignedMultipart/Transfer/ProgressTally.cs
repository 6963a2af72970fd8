using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>What has been sent and acknowledged so far. Counting is two interlocked additions a block; everything else happens when somebody asks.</summary>
internal sealed class ProgressTally(PartPlan plan, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RateMeter _rate = new();
    private long _sent;
    private long _resent;
    private long _acknowledged;
    private long _found;
    private int _parts;
    private PartTotals? _totals = plan.ObjectLength is { } length ? new PartTotals(length, plan.PartCount!.Value) : null;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public long BytesResent => Interlocked.Read(ref _resent);

    public long BytesFound => Interlocked.Read(ref _found);

    public long BytesAcknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Ends when every part is under way, with their count.</summary>
    public Task<int> SourceEnded => _ended.Task;

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

    /// <summary>The storage has the part from an earlier run.</summary>
    public void Found(Part part)
    {
        Interlocked.Add(ref _found, part.Length);
        Interlocked.Add(ref _sent, part.Length);
        Acknowledged(part);
    }

    /// <summary>The storage has the part no more, and it will be sent once more.</summary>
    public void Lost(PartReceipt receipt, bool wasFound)
    {
        Interlocked.Add(ref _acknowledged, -receipt.Length);
        Interlocked.Decrement(ref _parts);
        Interlocked.Add(ref _sent, -receipt.Length);
        Interlocked.Add(ref wasFound ? ref _found : ref _resent, wasFound ? -receipt.Length : receipt.Length);
    }

    /// <summary>The source has ended: now it is known how much there is.</summary>
    public void Ended(long objectLength, int partCount)
    {
        Volatile.Write(ref _totals, new PartTotals(objectLength, partCount));
        _ended.TrySetResult(partCount);
    }

    /// <summary>The present state. For one caller at a time: the rate is smoothed from call to call.</summary>
    public UploadProgress Snapshot(bool isCompleted)
    {
        // Acknowledged first: what is acknowledged has been sent, so the two never contradict each other.
        int parts = Volatile.Read(ref _parts);
        long acknowledged = Interlocked.Read(ref _acknowledged);
        long sent = Interlocked.Read(ref _sent);
        PartTotals? totals = Volatile.Read(ref _totals);
        TimeSpan elapsed = Elapsed;
        // Read last: what was found is never more than what counts as sent.
        double rate = _rate.Read(Math.Max(0, sent - BytesFound) + BytesResent, elapsed);

        return new UploadProgress
        {
            BytesSent = sent,
            BytesAcknowledged = acknowledged,
            BytesResent = BytesResent,
            BytesResumed = BytesFound,
            TotalBytes = totals?.Length,
            PartsAcknowledged = parts,
            PartCount = totals?.Count,
            BytesPerSecond = rate,
            TimeLeft = isCompleted ? TimeSpan.Zero : TimeFor(totals?.Length - sent, rate),
            Elapsed = elapsed,
            IsCompleted = isCompleted,
        };
    }

    private static TimeSpan? TimeFor(long? bytes, double rate) =>
        rate > 0 && bytes / rate is { } seconds && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private sealed record PartTotals(long Length, int Count);
}
