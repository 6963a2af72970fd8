namespace PresignedMultipart.Parts;

/// <summary>Bytes that come once and in order, gathered into parts.</summary>
internal abstract class PartFeed(PartPlan plan) : IAsyncDisposable
{
    /// <summary>How the bytes are cut, as far as that is known beforehand.</summary>
    public PartPlan Plan { get; } = plan;

    /// <summary>
    /// The next part, filled completely unless the bytes end; <see langword="null"/> when none are left. For one caller at a time.
    /// </summary>
    /// <exception cref="PartSourceException">The source failed.</exception>
    public abstract ValueTask<PartBuffer?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Ends the reading and gives back what it held. Can be repeated.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>How long the part after so many bytes is at most. Beyond a declared end one byte is enough to tell.</summary>
    protected long CapacityAfter(long bytes) => Plan.ObjectLength is { } length ? Math.Clamp(length - bytes, 1, Math.Max(1, Plan.PartSize)) : Plan.PartSize;
}
