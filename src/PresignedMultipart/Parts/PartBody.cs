namespace PresignedMultipart.Parts;

/// <summary>The bytes of a part for one attempt at sending it, with what it takes to read them.</summary>
internal abstract class PartBody : IDisposable
{
    /// <summary>Writes all bytes of the part to the sink.</summary>
    public abstract ValueTask CopyToAsync(IPartSink sink, CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }
}
