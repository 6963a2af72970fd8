namespace PresignedMultipart.Transfer;

/// <summary>When the storage was last heard of, by any upload of an uploader.</summary>
internal sealed class StorageContact(TimeProvider time)
{
    private const long Never = long.MinValue;

    private long _last = Never;

    /// <summary>A point in time to measure silence from.</summary>
    public long Now => time.GetTimestamp();

    public void Heard() => Volatile.Write(ref _last, time.GetTimestamp());

    /// <summary>
    /// How long nothing has been heard; <see langword="null"/> when something was since that point in time, so that the storage is
    /// there, or never, so that it may not exist.
    /// </summary>
    public TimeSpan? SilenceOver(long since)
    {
        long last = Volatile.Read(ref _last);
        return last == Never || last >= since ? null : time.GetElapsedTime(last);
    }
}
