using System.Buffers;
using System.Runtime.InteropServices;

namespace PresignedMultipart.Parts;

/// <summary>
/// Memory of one block, outside the managed heap: 3 MB of arrays this large, pinned or not, make the collector go through all generations
/// (three times in an upload of a stream). Not for disposal by who used it last, because a broken connection may still have a write in its
/// hands: it is freed when it was left alone for long, or when nothing refers to it any more.
/// </summary>
internal sealed unsafe class MemoryBlock : MemoryManager<byte>
{
    // From where a page begins the kernel copies faster: 16 bytes further a file over HTTP costs 9 % more CPU.
    private const int Alignment = 4096;

    private readonly void* _start;
    private readonly int _length;

    public MemoryBlock(int length)
    {
        _start = NativeMemory.AlignedAlloc((nuint)length, Alignment);
        _length = length;
    }

#pragma warning disable CA2015 // Who rents a block returns it, and so refers to it for longer than to any span of it.
    ~MemoryBlock() => Dispose(false);
#pragma warning restore CA2015

    public override Span<byte> GetSpan() => new(_start, _length);

    // The handle refers to this, which is all it takes: the memory does not move.
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle((byte*)_start + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => NativeMemory.AlignedFree(_start);
}
