namespace PresignedMultipart.Transfer;

/// <summary>Whether the storage is there, by what any upload of an uploader heard of it last.</summary>
internal sealed class StorageContact(TimeProvider time)
{
    private const long Never = long.MinValue;

    private readonly object _lock = new();
    private long _heard = Never;
    private long _missed = Never;
    private TimeSpan _silentBefore;

    /// <summary>A point in time to measure silence from.</summary>
    public long Now => time.GetTimestamp();

    public void Heard()
    {
        lock (_lock)
        {
            (_heard, _missed) = (time.GetTimestamp(), Never);
        }
    }

    /// <summary>
    /// How long the storage has been silent although it was asked, when an attempt fails that nobody answered: also before that attempt,
    /// but not while nobody asked. <see langword="null"/> when something was heard since it began, so that the storage is there, or never,
    /// so that it may not exist.
    /// </summary>
    /// <param name="began">When the attempt began.</param>
    /// <param name="silentEnd">How long bytes have not moved in it at the most.</param>
    public TimeSpan? SilenceOver(long began, TimeSpan silentEnd)
    {
        lock (_lock)
        {
            if (_heard == Never || _heard >= began)
            {
                return null;
            }

            if (_missed == Never)
            {
                TimeSpan asked = time.GetElapsedTime(began);
                (_missed, _silentBefore) = (time.GetTimestamp(), asked < silentEnd ? asked : silentEnd);
            }

            return _silentBefore + time.GetElapsedTime(_missed);
        }
    }
}
