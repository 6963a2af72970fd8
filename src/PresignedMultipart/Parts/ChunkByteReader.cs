namespace PresignedMultipart.Parts;

internal sealed class ChunkByteReader(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks) : ByteReader
{
    // An enumerator knows one token for all its life, which outlasts that of its first read: an upload that fails ends it by this one.
    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<ReadOnlyMemory<byte>>? _chunks;
    private ReadOnlyMemory<byte> _rest;

    public override async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        _chunks ??= chunks.GetAsyncEnumerator(_stop.Token);
        while (_rest.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await MoveNextAsync(_chunks, cancellationToken).ConfigureAwait(false))
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

    public override async ValueTask DisposeAsync()
    {
        if (_chunks is not null)
        {
            await _chunks.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> enumerator, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        return await enumerator.MoveNextAsync().ConfigureAwait(false);
    }
}
