using System.Collections.Concurrent;

namespace PresignedMultipart.Parts;

/// <summary>
/// Blocks of one size that workers read through. Not ArrayPool.Shared: it loses many blocks of this size and allocates them again
/// (364 MiB instead of 40 MiB in a trial of 512 MiB). Pinned, so that they never lie on the large-object heap or move under a system call.
/// </summary>
internal sealed class BlockPool
{
    private readonly ConcurrentStack<byte[]> _free = new();
    private int _rented;

    /// <summary>How many blocks are out at present.</summary>
    public int Rented => Volatile.Read(ref _rented);

    public byte[] Rent()
    {
        Interlocked.Increment(ref _rented);
        return _free.TryPop(out byte[]? block) ? block : GC.AllocateUninitializedArray<byte>(PartSource.BlockSize, pinned: true);
    }

    public void Return(byte[] block)
    {
        Interlocked.Decrement(ref _rented);
        _free.Push(block);
    }
}
