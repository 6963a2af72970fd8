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
    // The smallest that costs next to the least CPU a byte, over both HTTP and HTTPS: 256 KiB gains 2 %, 1 MiB under 10 %, 64 KiB costs
    // 11 % more and 16 KiB 80 %. Small, because there is one for each part that is sent.
    public const int FileBlockSize = 128 * 1024;

    // Larger, because a stream is read by one and not by many: each read waits for the one before. 128 KiB costs 15 % more CPU, 512 KiB
    // 3 % less; but a block that has not left within the stall timeout is a stall.
    public const int PartBlockSize = 256 * 1024;

    private const int ShareOfFiles = 8;

    private readonly BlockPool _fileBlocks;
    private readonly BlockPool _partBlocks;
    private readonly FifoQuota _files;
    private readonly FifoQuota _parts;

    public MemoryBudget(long limit, TimeProvider time)
    {
        int files = (int)Math.Min(limit / ShareOfFiles / FileBlockSize, int.MaxValue);
        int parts = (int)Math.Min((limit - ((long)files * FileBlockSize)) / PartBlockSize, int.MaxValue);
        _fileBlocks = new BlockPool(FileBlockSize, time);
        _partBlocks = new BlockPool(PartBlockSize, time);
        _files = new FifoQuota(files);
        _parts = new FifoQuota(parts);
        PartMemory = (long)parts * PartBlockSize;
        LargestPart = (long)(parts / 2) * PartBlockSize;
        Limit = limit;
    }

    public long Limit { get; }

    /// <summary>What the parts of streams may take together, in bytes.</summary>
    public long PartMemory { get; }

    /// <summary>The largest part of a stream, in bytes: one is filled while another is sent.</summary>
    public long LargestPart { get; }

    public long RentedBytes => ((long)_fileBlocks.Rented * FileBlockSize) + ((long)_partBlocks.Rented * PartBlockSize);

    /// <summary>The most that files held, and the most that streams did, if not at the same time.</summary>
    public long PeakBytes => ((long)_fileBlocks.Peak * FileBlockSize) + ((long)_partBlocks.Peak * PartBlockSize);

    /// <summary>A block to read a file through.</summary>
    public async ValueTask<MemoryBlock> RentBlockAsync(CancellationToken cancellationToken)
    {
        await _files.TakeAsync(1, cancellationToken).ConfigureAwait(false);
        return _fileBlocks.Rent();
    }

    public void ReturnBlock(MemoryBlock block)
    {
        _fileBlocks.Return(block);
        _files.Give(1);
    }

    /// <summary>Room for a whole part. The blocks themselves are rented as it is filled.</summary>
    public async ValueTask<PartBuffer> ReservePartAsync(long capacity, CancellationToken cancellationToken)
    {
        int blocks = (int)((capacity + PartBlockSize - 1) / PartBlockSize);
        await _parts.TakeAsync(blocks, cancellationToken).ConfigureAwait(false);
        return new PartBuffer(_partBlocks, _parts, blocks, capacity);
    }

    public void Dispose()
    {
        _fileBlocks.Dispose();
        _partBlocks.Dispose();
    }
}
