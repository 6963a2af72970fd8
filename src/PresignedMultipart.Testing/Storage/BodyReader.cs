namespace PresignedMultipart.Testing.Storage;

/// <summary>Reads the bytes of a <see cref="StoredBody"/> and holds a reference to it.</summary>
internal abstract class BodyReader(StoredBody body) : IDisposable
{
    private StoredBody? _body = body;

    /// <summary>Reads some bytes at an offset; 0 only at the end or with an empty buffer.</summary>
    public abstract int Read(long offset, Span<byte> buffer);

    /// <summary>Reads some bytes at an offset; 0 only at the end or with an empty buffer.</summary>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _body, null) is { } body)
        {
            Close();
            body.Release();
        }
    }

    protected virtual void Close()
    {
    }
}
