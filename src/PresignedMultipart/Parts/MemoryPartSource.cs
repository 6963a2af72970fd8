using System.Buffers;

namespace PresignedMultipart.Parts;

/// <summary>Parts of bytes that are in memory: slices, never copies.</summary>
internal sealed class MemoryPartSource(ReadOnlySequence<byte> content, IDisposable? owned = null) : PartSource
{
    public override bool IsRepeatable => true;

    public override ValueTask<PartPlan> PlanAsync(MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities, CancellationToken cancellationToken) =>
        ValueTask.FromResult(PartPlan.Create(content.Length, options, capabilities));

    public override ValueTask<PartBody> OpenAsync(Part part, CancellationToken cancellationToken) =>
        ValueTask.FromResult<PartBody>(new MemoryPartBody(content.Slice(part.Offset, part.Length)));

    public override ValueTask DisposeAsync()
    {
        owned?.Dispose();
        return ValueTask.CompletedTask;
    }
}
