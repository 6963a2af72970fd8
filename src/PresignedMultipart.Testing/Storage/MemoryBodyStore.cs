namespace PresignedMultipart.Testing.Storage;

/// <summary>Keeps bodies in pooled blocks of memory.</summary>
internal sealed class MemoryBodyStore(long maximumBytes) : IBodyStore
{
    private readonly BlockPool _pool = new(maximumBytes);

    public BodyWriter CreateWriter() => new MemoryBodyWriter(_pool);

    public void Dispose() => _pool.Clear();
}
