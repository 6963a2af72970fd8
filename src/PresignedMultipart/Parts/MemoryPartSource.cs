namespace PresignedMultipart.Parts;

/// <summary>Parts of bytes that are in memory: slices, never copies.</summary>
internal sealed class MemoryPartSource(ReadOnlyMemory<byte> content) : PartSource
{
    public override long Length => content.Length;

    public override async ValueTask CopyToAsync(Part part, IPartSink sink, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> rest = content.Slice((int)part.Offset, (int)part.Length);
        while (!rest.IsEmpty)
        {
            // In blocks, so that progress moves and a stall is seen.
            ReadOnlyMemory<byte> block = rest[..Math.Min(rest.Length, BlockSize)];
            await sink.WriteAsync(block, cancellationToken).ConfigureAwait(false);
            rest = rest[block.Length..];
        }
    }
}
