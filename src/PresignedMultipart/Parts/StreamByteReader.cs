namespace PresignedMultipart.Parts;

internal sealed class StreamByteReader(Stream stream, bool leaveOpen) : ByteReader
{
    public override ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken) => stream.ReadAsync(into, cancellationToken);

    public override ValueTask DisposeAsync() => leaveOpen ? ValueTask.CompletedTask : stream.DisposeAsync();
}
