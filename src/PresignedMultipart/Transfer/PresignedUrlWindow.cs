using System.Collections.Concurrent;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Signs URLs just in time, a window of parts in one call: URLs signed all at once expire before a slow line gets to them, URLs signed
/// one by one cost a round trip each.
/// </summary>
internal sealed class PresignedUrlWindow(
    PartPlan plan,
    int size,
    Func<IReadOnlyList<PartToSign>, CancellationToken, Task<IReadOnlyList<PresignedUrl>>> sign,
    TimeProvider time) : IDisposable
{
    // Expiry is checked when a request starts; this much is left for the way there.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, (PresignedUrl Url, long Received)> _ready = new();
    private readonly SemaphoreSlim _signing = new(1, 1);
    private int _next = 1;

    /// <summary>A URL for the part that was never given out before and that still lives.</summary>
    public async ValueTask<PresignedUrl> TakeAsync(Part part, Checksum? checksum, CancellationToken cancellationToken)
    {
        // Nobody knows the sum of another part, nor, of a source of unknown length, whether there will be one.
        if (checksum is not null || plan.PartCount is not { } partCount)
        {
            return (await SignAsync([ToSign(part) with { Checksum = checksum }], cancellationToken).ConfigureAwait(false))[0];
        }

        if (TryTake(part, out PresignedUrl? url))
        {
            return url;
        }

        await _signing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (TryTake(part, out url))
            {
                return url;
            }

            if (part.Number >= _next)
            {
                await SignWindowAsync(Math.Max(part.Number, Math.Min(_next + size - 1, partCount)), cancellationToken).ConfigureAwait(false);
                return _ready.TryRemove(part.Number, out var signed) ? signed.Url : throw new InvalidOperationException($"Part {part.Number} is not in the window that was signed for it.");
            }
        }
        finally
        {
            _signing.Release();
        }

        return (await SignAsync([ToSign(part)], cancellationToken).ConfigureAwait(false))[0];
    }

    public void Dispose() => _signing.Dispose();

    private async Task SignWindowAsync(int last, CancellationToken cancellationToken)
    {
        for (int first = _next; first <= last; first = _next)
        {
            var parts = Enumerable.Range(first, Math.Min(size, last - first + 1)).Select(number => ToSign(plan[number])).ToArray();
            IReadOnlyList<PresignedUrl> urls = await SignAsync(parts, cancellationToken).ConfigureAwait(false);
            long received = time.GetTimestamp();
            for (int i = 0; i < parts.Length; i++)
            {
                _ready[parts[i].PartNumber] = (urls[i], received);
            }

            _next = first + parts.Length;
        }
    }

    private async Task<IReadOnlyList<PresignedUrl>> SignAsync(PartToSign[] parts, CancellationToken cancellationToken)
    {
        IReadOnlyList<PresignedUrl> urls = await sign(parts, cancellationToken).ConfigureAwait(false);
        return urls.Count == parts.Length
            ? urls
            : throw new PresignedUrlProviderException($"The provider was asked for the URLs of {parts.Length} parts and answered {urls.Count}.");
    }

    private bool TryTake(Part part, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PresignedUrl? url)
    {
        url = null;
        if (_ready.TryRemove(part.Number, out var signed) && !IsStale(signed.Url, signed.Received))
        {
            url = signed.Url;
        }

        return url is not null;
    }

    // By age since the URL came, not by the clock on the wall: the signer's clock and this one need not agree.
    private bool IsStale(PresignedUrl url, long received) => url.Lifetime is { } lifetime && time.GetElapsedTime(received) > lifetime - Margin;

    private static PartToSign ToSign(Part part) => new(part.Number, part.Length);
}
