using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Storage;

/// <summary>
/// Blocks for bodies in memory, used again after an object is gone. Small enough to stay out of the large object heap, which is only
/// compacted on demand.
/// </summary>
internal sealed class BlockPool(long maximumBytes)
{
    public const int BlockSize = 64 * 1024;

    /// <summary>What is kept for reuse at most; more is left to the garbage collector.</summary>
    private const int MaximumIdleBlocks = (256 << 20) / BlockSize;

    private readonly Stack<byte[]> _idle = new();
    private long _used;

    public byte[] Rent()
    {
        lock (_idle)
        {
            if (_used + BlockSize > Math.Max(maximumBytes, BlockSize))
            {
                throw new S3Error(
                    507, "InsufficientStorage", $"The test server holds {_used} bytes of bodies; S3TestServerOptions.MaximumMemory allows no more.");
            }

            _used += BlockSize;
            if (_idle.TryPop(out byte[]? block))
            {
                return block;
            }
        }

        return GC.AllocateUninitializedArray<byte>(BlockSize);
    }

    public void Return(List<byte[]> blocks)
    {
        lock (_idle)
        {
            _used -= (long)blocks.Count * BlockSize;
            foreach (byte[] block in blocks)
            {
                if (_idle.Count == MaximumIdleBlocks)
                {
                    break;
                }

                _idle.Push(block);
            }
        }
    }

    public void Clear()
    {
        lock (_idle)
        {
            _idle.Clear();
        }
    }
}
