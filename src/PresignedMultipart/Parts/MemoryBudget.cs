namespace PresignedMultipart.Parts;

/// <summary>
/// The one limit on the memory that all uploads hold bytes in. It is kept by waiting: whoever wants more than there is waits until
/// others have given back.
/// </summary>
/// <remarks>
/// It cannot come to a deadlock. A part is granted whole or not at all, so nobody waits for memory with half a part in hand: who has a
/// part can fill it, and who has filled one can send it. Files have a share of their own, because streams whose producers are slow may
/// hold all of theirs for hours.
/// </remarks>
internal sealed class MemoryBudget : IDisposable
{
    private const int ShareOfFiles = 8;

    private readonly BlockPool _blocks;
    private readonly FifoQuota _files;
    private readonly FifoQuota _parts;

    public MemoryBudget(long limit, TimeProvider time)
    {
        int blocks = (int)Math.Min(limit / BlockPool.BlockSize, int.MaxValue);
        int files = blocks / ShareOfFiles;
        _blocks = new BlockPool(time);
        _files = new FifoQuota(files);
        _parts = new FifoQuota(blocks - files);
        PartMemory = (long)(blocks - files) * BlockPool.BlockSize;
        Limit = limit;
    }

    public long Limit { get; }

    /// <summary>What the parts of streams may take together, in bytes.</summary>
    public long PartMemory { get; }

    /// <summary>The largest part of a stream, in bytes: one is filled while another is sent.</summary>
    public long LargestPart => PartMemory / 2;

    public long RentedBytes => (long)_blocks.Rented * BlockPool.BlockSize;

    public long PeakBytes => (long)_blocks.Peak * BlockPool.BlockSize;

    /// <summary>A block to read a file through.</summary>
    public async ValueTask<byte[]> RentBlockAsync(CancellationToken cancellationToken)
    {
        await _files.TakeAsync(1, cancellationToken).ConfigureAwait(false);
        return _blocks.Rent();
    }

    public void ReturnBlock(byte[] block)
    {
        _blocks.Return(block);
        _files.Give(1);
    }

    /// <summary>Room for a whole part. The blocks themselves are rented as it is filled.</summary>
    public async ValueTask<PartBuffer> ReservePartAsync(long capacity, CancellationToken cancellationToken)
    {
        int blocks = (int)((capacity + BlockPool.BlockSize - 1) / BlockPool.BlockSize);
        await _parts.TakeAsync(blocks, cancellationToken).ConfigureAwait(false);
        return new PartBuffer(_blocks, _parts, blocks, capacity);
    }

    public void Dispose() => _blocks.Dispose();
}
