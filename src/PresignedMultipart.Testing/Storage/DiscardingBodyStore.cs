namespace PresignedMultipart.Testing.Storage;

/// <summary>Keeps nothing but lengths.</summary>
internal sealed class DiscardingBodyStore : IBodyStore
{
    public BodyWriter CreateWriter() => new Writer();

    public void Dispose()
    {
    }

    private sealed class Writer : BodyWriter
    {
        private long _length;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            _length += data.Length;
            return ValueTask.CompletedTask;
        }

        public override ValueTask<StoredBody> CompleteAsync(CancellationToken cancellationToken) => new(new DiscardedBody(_length));

        public override void Dispose()
        {
        }
    }
}
