namespace PresignedMultipart.Parts;

/// <summary>A part that is held in memory, read as often as it takes. An empty object has none.</summary>
internal sealed class BufferedPartBody(PartBuffer? buffer) : PartBody
{
    public override ValueTask CopyToAsync(IPartSink sink, CancellationToken cancellationToken) =>
        buffer?.CopyToAsync(sink, cancellationToken) ?? ValueTask.CompletedTask;
}
