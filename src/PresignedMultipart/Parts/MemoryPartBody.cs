using System.Buffers;

namespace PresignedMultipart.Parts;

/// <summary>A slice of memory.</summary>
internal sealed class MemoryPartBody(ReadOnlySequence<byte> slice) : PartBody
{
    public override async ValueTask CopyToAsync(IPartSink sink, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> piece in slice)
        {
            ReadOnlyMemory<byte> rest = piece;
            while (!rest.IsEmpty)
            {
                // In blocks, so that progress moves and a stall is seen.
                ReadOnlyMemory<byte> block = rest[..Math.Min(rest.Length, MemoryBudget.FileBlockSize)];
                await sink.WriteAsync(block, cancellationToken).ConfigureAwait(false);
                rest = rest[block.Length..];
            }
        }
    }
}
