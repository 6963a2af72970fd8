using System.Net;
using System.Runtime.CompilerServices;
using PresignedMultipart.Checksums;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>
/// The body of one attempt at a part: streamed from the source to the network block by block, with its length known. It says which
/// side failed, because HttpClient wraps both alike, and only the network is worth another attempt.
/// </summary>
internal sealed class PartContent(PartBody body, long length, PartSending sending, StallGuard stall, Bandwidth? bandwidth, PartChecksum? sum) : HttpContent, IPartSink
{
    private Stream? _network;
    private bool _networkFailed;

    /// <summary>What the source threw; <see langword="null"/> when the source is not to blame.</summary>
    public Exception? SourceFailure { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        bandwidth is null ? SendAsync(bytes, cancellationToken) : SendSlicesAsync(bytes, bandwidth.Slice, cancellationToken);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _network = stream;
        // Here and not once an attempt: a handler may send the same body twice, as after a proxy's 407.
        sending.Starts();
        sum?.Reset();
        try
        {
            await body.CopyToAsync(this, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!_networkFailed && failure is not OperationCanceledException)
        {
            SourceFailure = failure;
            throw;
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long contentLength)
    {
        contentLength = length;
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendSlicesAsync(ReadOnlyMemory<byte> bytes, int slice, CancellationToken cancellationToken)
    {
        while (bytes.Length > slice)
        {
            await SendAsync(bytes[..slice], cancellationToken).ConfigureAwait(false);
            bytes = bytes[slice..];
        }

        await SendAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    // Pooled: one for each block would otherwise be allocated whenever the network is slower than the source.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // Now that the block is in the CPU's cache.
        sum?.Append(bytes.Span);
        try
        {
            if (bandwidth is not null)
            {
                stall.Pause();
                await bandwidth.WaitAsync(bytes.Length, cancellationToken).ConfigureAwait(false);
                stall.Moved();
            }

            sending.Hands(bytes.Length);
            await _network!.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _networkFailed = true;
            throw;
        }

        sending.Took(bytes.Length);
        stall.Moved();
    }
}
