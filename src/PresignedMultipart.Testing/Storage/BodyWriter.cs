using PresignedMultipart.Testing.Bodies;

namespace PresignedMultipart.Testing.Storage;

/// <summary>Takes the bytes of a body that arrives; what was written is freed on dispose unless the body was completed.</summary>
internal abstract class BodyWriter : IBodySink, IDisposable
{
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Ends the body, which the caller owns from now on.</summary>
    public abstract ValueTask<StoredBody> CompleteAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
