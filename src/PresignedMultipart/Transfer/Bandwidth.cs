using System.Threading.RateLimiting;

namespace PresignedMultipart.Transfer;

/// <summary>How many bytes a second all uploads may send together. Who asks first goes first, so that all of them move.</summary>
internal sealed class Bandwidth : IDisposable
{
    private const int SlicesPerSecond = 10;

    private readonly TokenBucketRateLimiter _tokens;

    public Bandwidth(long bytesPerSecond)
    {
        // A tenth of a second's bytes at once: small enough that each of many connections moves well within the storage's patience.
        Slice = (int)Math.Min(bytesPerSecond / SlicesPerSecond, int.MaxValue);
        _tokens = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Slice,
            TokensPerPeriod = Slice,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / SlicesPerSecond,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            AutoReplenishment = true,
        });
    }

    /// <summary>The most bytes that can be asked for at once.</summary>
    public int Slice { get; }

    public async ValueTask WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        using RateLimitLease lease = await _tokens.AcquireAsync(bytes, cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(!lease.IsAcquired, this);
    }

    public void Dispose() => _tokens.Dispose();
}
