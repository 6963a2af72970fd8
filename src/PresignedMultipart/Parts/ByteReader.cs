namespace PresignedMultipart.Parts;

/// <summary>Bytes in order, from whatever gives them.</summary>
internal abstract class ByteReader : IAsyncDisposable
{
    /// <summary>Reads some bytes, at least one unless the end is reached.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
