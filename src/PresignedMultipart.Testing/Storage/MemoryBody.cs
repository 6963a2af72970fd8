namespace PresignedMultipart.Testing.Storage;

/// <summary>A body in pooled blocks.</summary>
internal sealed class MemoryBody(BlockPool pool, List<byte[]> blocks, long length) : StoredBody(length)
{
    protected override BodyReader CreateReader() => new Reader(this);

    protected override void Free() => pool.Return(blocks);

    private int Read(long offset, Span<byte> buffer)
    {
        if (offset >= Length)
        {
            return 0;
        }

        int start = (int)(offset % BlockPool.BlockSize);
        int count = (int)Math.Min(Math.Min(buffer.Length, BlockPool.BlockSize - start), Length - offset);
        blocks[(int)(offset / BlockPool.BlockSize)].AsSpan(start, count).CopyTo(buffer);
        return count;
    }

    private sealed class Reader(MemoryBody body) : BodyReader(body)
    {
        public override int Read(long offset, Span<byte> buffer) => body.Read(offset, buffer);

        public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
            new(body.Read(offset, buffer.Span));
    }
}
