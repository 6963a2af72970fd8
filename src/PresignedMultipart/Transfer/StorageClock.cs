namespace PresignedMultipart.Transfer;

/// <summary>
/// What time it is at the storage, at the least, learnt from the <c>Date</c> of its answers (RFC 9110, section 6.6.1): that of whole
/// seconds, and the answer was on its way since. Between answers it runs by this machine's timer, so no clock on a wall counts.
/// </summary>
internal sealed class StorageClock(TimeProvider time)
{
    // An answer can be older than one that was learnt before, by its way and by what servers of one storage differ; a clock that was
    // set back, or learnt wrong from something in between, is further off.
    private static readonly TimeSpan Jitter = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private DateTimeOffset? _answered;
    private long _at;

    /// <summary><see langword="null"/> before anything was learnt.</summary>
    public DateTimeOffset? Now
    {
        get
        {
            lock (_lock)
            {
                return _answered + time.GetElapsedTime(_at);
            }
        }
    }

    /// <param name="answered">The answer's <c>Date</c>, when it has one.</param>
    public void Learn(DateTimeOffset? answered)
    {
        lock (_lock)
        {
            TimeSpan? ahead = answered - (_answered + time.GetElapsedTime(_at));
            if (answered is not null && (ahead is null || ahead > TimeSpan.Zero || ahead < -Jitter))
            {
                (_answered, _at) = (answered, time.GetTimestamp());
            }
        }
    }

    /// <summary>Whether the storage will certainly refuse the URL as expired.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="margin">How much earlier it counts as expired.</param>
    public bool HasExpired(PresignedUrl url, TimeSpan margin = default) => url.ExpiresAt - Now <= margin;
}
