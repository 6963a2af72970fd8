namespace PresignedMultipart.Transfer;

/// <summary>What one part, or one call around the parts, may still cost: attempts, renewed URLs, and time without any answer.</summary>
internal sealed class PartTries(MultipartUploadOptions options, StorageContact contact)
{
    private int _counted;
    private int _renewals;
    private long _began;

    /// <summary>How many attempts were made, those included that do not count.</summary>
    public int Made { get; private set; }

    /// <summary>How many attempts have failed in a way that waiting may mend.</summary>
    public int Failed { get; private set; }

    /// <summary>How long the storage had not been heard of when the last attempt failed; <see langword="null"/> while there is no outage.</summary>
    public TimeSpan? Outage { get; private set; }

    /// <summary>An attempt begins.</summary>
    public void Begin()
    {
        Made++;
        _began = contact.Now;
    }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Delay(TimeSpan? retryAfter) =>
#pragma warning disable CA5394 // Jitter spreads load; nobody gains by guessing it.
        PartRetry.Delay(Failed, options, retryAfter, Random.Shared.NextDouble());
#pragma warning restore CA5394

    /// <summary>Whether the URL may be signed anew.</summary>
    public bool TryRenew() => _renewals++ < PartRetry.MaxRenewals;

    /// <summary>Whether there is another attempt after one that has failed.</summary>
    public bool TryAgain(Attempt failed)
    {
        Failed++;
        // Others may be answered while this line breaks; then it is no outage, and counts.
        Outage = failed.IsOfOutage && options.OutageTimeout > TimeSpan.Zero ? contact.SilenceOver(_began, options.StallTimeout) : null;
        return Outage is { } outage
            ? outage < options.OutageTimeout || Failed < options.MaxAttempts
            : ++_counted < options.MaxAttempts;
    }
}
