namespace PresignedMultipart.Parts;

/// <summary>
/// A part of a stream in pooled blocks: filled once, then read as often as attempts need it. For one user at a time, but that several
/// may read what is filled.
/// </summary>
internal sealed class PartBuffer : IDisposable
{
    private readonly BlockPool _pool;
    private readonly FifoQuota _quota;
    private readonly long _capacity;
    private readonly List<MemoryBlock> _blocks;
    private int _reserved;

    public PartBuffer(BlockPool pool, FifoQuota quota, int reserved, long capacity)
    {
        _pool = pool;
        _quota = quota;
        _reserved = reserved;
        _capacity = capacity;
        _blocks = new List<MemoryBlock>(reserved);
    }

    /// <summary>How many bytes it holds.</summary>
    public long Length { get; private set; }

    public bool IsFull => Length == _capacity;

    /// <summary>Whether the source is known to end with this part.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Where the next bytes go: never empty before the part is full.</summary>
    public Memory<byte> Next()
    {
        int filled = (int)(Length % MemoryBudget.PartBlockSize);
        if (Length == (long)_blocks.Count * MemoryBudget.PartBlockSize)
        {
            _blocks.Add(_pool.Rent());
        }

        return _blocks[^1].Memory.Slice(filled, (int)Math.Min(MemoryBudget.PartBlockSize - filled, _capacity - Length));
    }

    public void Advance(int count) => Length += count;

    /// <summary>Says that nothing follows, and gives back what was not needed.</summary>
    public void EndHere()
    {
        IsLast = true;
        int needed = (int)((Length + MemoryBudget.PartBlockSize - 1) / MemoryBudget.PartBlockSize);
        while (_blocks.Count > needed)
        {
            _pool.Return(_blocks[^1]);
            _blocks.RemoveAt(_blocks.Count - 1);
        }

        _quota.Give(_reserved - needed);
        _reserved = needed;
    }

    public async ValueTask CopyToAsync(IPartSink sink, CancellationToken cancellationToken)
    {
        long rest = Length;
        for (int i = 0; rest > 0; i++)
        {
            int count = (int)Math.Min(rest, MemoryBudget.PartBlockSize);
            await sink.WriteAsync(_blocks[i].Memory[..count], cancellationToken).ConfigureAwait(false);
            rest -= count;
        }
    }

    public void Dispose()
    {
        _blocks.ForEach(_pool.Return);
        _blocks.Clear();
        _quota.Give(Interlocked.Exchange(ref _reserved, 0));
    }
}
