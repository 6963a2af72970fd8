namespace PresignedMultipart.Parts;

internal sealed class ChunkByteReader(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks) : ByteReader
{
    private IAsyncEnumerator<ReadOnlyMemory<byte>>? _chunks;
    private ReadOnlyMemory<byte> _rest;

    public override async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        // The first token is that of the whole upload.
        _chunks ??= chunks.GetAsyncEnumerator(cancellationToken);
        while (_rest.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await _chunks.MoveNextAsync().ConfigureAwait(false))
            {
                return 0;
            }

            _rest = _chunks.Current;
        }

        int count = Math.Min(_rest.Length, into.Length);
        _rest[..count].CopyTo(into);
        _rest = _rest[count..];
        return count;
    }

    public override ValueTask DisposeAsync() => _chunks?.DisposeAsync() ?? ValueTask.CompletedTask;
}
