using System.Globalization;
using Microsoft.Extensions.Caching.Distributed;
using PresignedMultipart.Journaling;

namespace PresignedMultipart;

/// <summary>
/// A journal in an <see cref="IDistributedCache"/> that all workers of a fleet share, Redis for example, so that any of them can go on with
/// an upload that another one left. Safe to use from several threads.
/// </summary>
/// <remarks>
/// A cache knows no locks: that one worker at a time has an upload is for whoever hands out the work to see to. Two that have it at once do no
/// harm to the object, but send parts twice. It is as lasting as the cache: what a cache evicts is uploaded anew, and the parts in the
/// storage wait for <see cref="IMultipartUploader.SweepAsync"/>. It cannot be listed.
/// </remarks>
public sealed class DistributedCacheUploadJournal : IUploadJournal
{
    private readonly IDistributedCache _cache;
    private readonly string _prefix;
    private readonly TimeSpan _lifetime;

    /// <summary>Keeps the journal in a cache.</summary>
    /// <param name="cache">The cache. Not disposed by the journal.</param>
    /// <param name="prefix">What all keys begin with. Default: <c>presigned-multipart:</c>.</param>
    /// <param name="lifetime">How long a line is kept after it was written: 1 minute or more. Default: 7 days, as long as a URL can live.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is less than a minute.</exception>
    public DistributedCacheUploadJournal(IDistributedCache cache, string prefix = "presigned-multipart:", TimeSpan? lifetime = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(prefix);
        _lifetime = lifetime ?? TimeSpan.FromDays(7);
        ArgumentOutOfRangeException.ThrowIfLessThan(_lifetime, TimeSpan.FromMinutes(1), nameof(lifetime));
        _cache = cache;
        _prefix = prefix;
    }

    /// <inheritdoc/>
    public async Task<IUploadLog> OpenAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return await UploadLogInCache.OpenAsync(_cache, string.Create(CultureInfo.InvariantCulture, $"{_prefix}{name}:"), _lifetime, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<string>> ReadAllAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A distributed cache cannot be listed. Find uploads by their target, or sweep the bucket.");
}
