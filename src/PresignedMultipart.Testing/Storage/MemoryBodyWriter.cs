namespace PresignedMultipart.Testing.Storage;

/// <summary>Fills blocks one after the other.</summary>
internal sealed class MemoryBodyWriter(BlockPool pool) : BodyWriter
{
    private List<byte[]> _blocks = [];
    private long _length;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> rest = data.Span;
        while (rest.Length > 0)
        {
            int offset = (int)(_length % BlockPool.BlockSize);
            if (offset == 0)
            {
                _blocks.Add(pool.Rent());
            }

            int count = Math.Min(rest.Length, BlockPool.BlockSize - offset);
            rest[..count].CopyTo(_blocks[^1].AsSpan(offset));
            rest = rest[count..];
            _length += count;
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<StoredBody> CompleteAsync(CancellationToken cancellationToken)
    {
        var body = new MemoryBody(pool, _blocks, _length);
        _blocks = [];
        return new(body);
    }

    public override void Dispose()
    {
        pool.Return(_blocks);
        _blocks = [];
    }
}
