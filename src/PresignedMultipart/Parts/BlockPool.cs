namespace PresignedMultipart.Parts;

/// <summary>
/// Blocks of one size that parts are read and held in. Not ArrayPool.Shared: it loses many blocks of this size and allocates them again
/// (364 MiB instead of 40 MiB in a trial of 512 MiB).
/// </summary>
internal sealed class BlockPool : IDisposable
{
    // Long enough for the pause between two uploads of a batch, short enough that a program that is done gets its memory back.
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    private readonly int _blockSize;
    private readonly List<MemoryBlock> _free = [];
    private readonly ITimer _timer;
    private int _rented;
    private int _peak;
    private int _idle;
    private bool _watching;
    private bool _disposed;

    public BlockPool(int blockSize, TimeProvider time)
    {
        _blockSize = blockSize;
        _timer = time.CreateTimer(static pool => ((BlockPool)pool!).DropIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many blocks are out at present.</summary>
    public int Rented => Volatile.Read(ref _rented);

    /// <summary>The most that were out at the same time.</summary>
    public int Peak => Volatile.Read(ref _peak);

    /// <summary>How many wait to be rented again.</summary>
    public int Free
    {
        get
        {
            lock (_free)
            {
                return _free.Count;
            }
        }
    }

    public MemoryBlock Rent()
    {
        lock (_free)
        {
            _peak = Math.Max(_peak, ++_rented);
            if (_free.Count > 0)
            {
                MemoryBlock block = _free[^1];
                _free.RemoveAt(_free.Count - 1);
                _idle = Math.Min(_idle, _free.Count);
                return block;
            }
        }

        return new MemoryBlock(_blockSize);
    }

    public void Return(MemoryBlock block)
    {
        lock (_free)
        {
            _rented--;
            if (_disposed)
            {
                return;
            }

            _free.Add(block);
            if (!_watching)
            {
                _watching = true;
                _idle = _free.Count;
                _timer.Change(IdleTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_free)
        {
            _disposed = true;
            _free.Clear();
        }

        _timer.Dispose();
    }

    /// <summary>Frees the blocks that nobody wanted since the last look: those at the bottom, which have not been out since.</summary>
    private void DropIdle()
    {
        lock (_free)
        {
            int idle = Math.Min(_idle, _free.Count);
            foreach (IDisposable block in _free.Take(idle))
            {
                block.Dispose();
            }

            _free.RemoveRange(0, idle);
            _idle = _free.Count;
            _watching = _idle > 0 && !_disposed;
            if (_watching)
            {
                _timer.Change(IdleTime, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
