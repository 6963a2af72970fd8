namespace PresignedMultipart.Transfer;

/// <summary>How far all uploads of a batch are: the sum of what each of them last reported.</summary>
internal sealed class BatchTally(TimeProvider time)
{
    private readonly object _lock = new();
    private readonly long _started = time.GetTimestamp();
    private readonly RateMeter _rate = new();
    private int? _count;
    private int _begun;
    private int _completed;
    private int _failed;
    private long _sent;
    private long _acknowledged;
    private long _resent;
    private long _known;
    private long _moved;

    /// <summary>An upload begins; it reports to what is returned.</summary>
    public Upload Begin()
    {
        lock (_lock)
        {
            _begun++;
        }

        return new Upload(this);
    }

    /// <summary>The last item is known.</summary>
    public void NoMore(int count)
    {
        lock (_lock)
        {
            _count = count;
        }
    }

    public UploadManyProgress Snapshot(bool isCompleted)
    {
        lock (_lock)
        {
            TimeSpan elapsed = time.GetElapsedTime(_started);
            return new UploadManyProgress
            {
                UploadsStarted = _begun,
                UploadsCompleted = _completed,
                UploadsFailed = _failed,
                UploadCount = _count,
                BytesSent = _sent,
                BytesAcknowledged = _acknowledged,
                BytesResent = _resent,
                BytesKnown = _known,
                BytesPerSecond = _rate.Read(_moved, elapsed),
                Elapsed = elapsed,
                IsCompleted = isCompleted,
            };
        }
    }

    private void Replace(in UploadProgress before, in UploadProgress now)
    {
        _sent += now.BytesSent - before.BytesSent;
        _acknowledged += now.BytesAcknowledged - before.BytesAcknowledged;
        _resent += now.BytesResent - before.BytesResent;
        _known += (now.TotalBytes ?? 0) - (before.TotalBytes ?? 0);
        // The bytes of a failed upload are taken back, the line was busy with them all the same.
        _moved += Math.Max(0, now.BytesSent + now.BytesResent - before.BytesSent - before.BytesResent);
    }

    /// <summary>One upload of the batch.</summary>
    internal sealed class Upload(BatchTally batch) : IProgress<UploadProgress>
    {
        private UploadProgress _last;

        public void Report(UploadProgress value)
        {
            lock (batch._lock)
            {
                batch.Replace(_last, value);
                _last = value;
            }
        }

        public void Completed()
        {
            lock (batch._lock)
            {
                batch._completed++;
            }
        }

        public void Failed()
        {
            lock (batch._lock)
            {
                batch.Replace(_last, default);
                batch._failed++;
            }
        }
    }
}
