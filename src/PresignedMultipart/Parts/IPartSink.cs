namespace PresignedMultipart.Parts;

/// <summary>Where a source puts the bytes of a part, in order.</summary>
internal interface IPartSink
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
