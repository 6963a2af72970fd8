namespace PresignedMultipart.Testing.Storage;

/// <summary>
/// The bytes of an object or part. Counted references keep them while an answer is still reading them, though the object is gone.
/// </summary>
internal abstract class StoredBody(long length)
{
    private int _references = 1;

    public long Length { get; } = length;

    /// <summary>Opens the bytes for reading; they stay until the reader is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The last reference has been given back.</exception>
    public BodyReader OpenReader()
    {
        int references = Volatile.Read(ref _references);
        while (references > 0)
        {
            int seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
            {
                return CreateReader();
            }

            references = seen;
        }

        throw new ObjectDisposedException(nameof(StoredBody), "The object has been replaced or deleted.");
    }

    /// <summary>Gives a reference back: the owner's, or a reader's.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Free();
        }
    }

    protected abstract BodyReader CreateReader();

    protected abstract void Free();
}
