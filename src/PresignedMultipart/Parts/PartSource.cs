using System.Runtime.CompilerServices;

namespace PresignedMultipart.Parts;

/// <summary>The bytes of an object, cut into parts. A part can be read several times, until it is released, and several of them at once.</summary>
internal abstract class PartSource : IAsyncDisposable
{
    /// <summary>Whether another upload can read the same bytes again, so that this one can be resumed.</summary>
    public virtual bool IsRepeatable => false;

    /// <summary>The file's full path, where the source is one.</summary>
    public virtual string? Path => null;

    /// <summary>Decides how the object is cut. Reads ahead where only that tells how long the object is.</summary>
    public abstract ValueTask<PartPlan> PlanAsync(MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities, CancellationToken cancellationToken);

    /// <summary>The parts, as they become ready. For one enumeration.</summary>
    /// <exception cref="PartSourceException">The source failed, or is not as long as it was declared to be.</exception>
    public virtual async IAsyncEnumerable<Part> PartsAsync(PartPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Slices are ready at once.
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (Part part in plan.Parts())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return part;
        }
    }

    /// <summary>The part's bytes for one attempt. Waits for the memory that reading takes.</summary>
    public abstract ValueTask<PartBody> OpenAsync(Part part, CancellationToken cancellationToken);

    /// <summary>Says that the part will not be read again.</summary>
    public virtual void Release(Part part)
    {
    }

    /// <summary>Throws when the bytes are no longer those that the upload began with.</summary>
    public virtual void EnsureUnchanged()
    {
    }

    /// <summary>Gives back all that is held. Can be repeated.</summary>
    public abstract ValueTask DisposeAsync();
}
