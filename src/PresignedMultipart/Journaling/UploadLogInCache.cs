using System.Globalization;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;

namespace PresignedMultipart.Journaling;

/// <summary>A log of which each line has a key of its own, numbered from 0: a cache cannot append, and to write all lines with each part grows with its square.</summary>
internal sealed class UploadLogInCache : IUploadLog
{
    // Calls on the way at a time.
    private const int Together = 64;

    private readonly IDistributedCache _cache;
    private readonly string _prefix;
    private readonly DistributedCacheEntryOptions _options;
    private int _count;

    private UploadLogInCache(IDistributedCache cache, string prefix, TimeSpan lifetime, IReadOnlyList<string> lines)
    {
        _cache = cache;
        _prefix = prefix;
        _options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime };
        _count = lines.Count;
        Lines = lines;
    }

    public IReadOnlyList<string> Lines { get; }

    public static async Task<UploadLogInCache> OpenAsync(IDistributedCache cache, string prefix, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        try
        {
            while (true)
            {
                byte[]?[] next = await Task.WhenAll(Enumerable.Range(lines.Count, Together).Select(number => cache.GetAsync(Key(prefix, number), cancellationToken))).ConfigureAwait(false);
                lines.AddRange(next.TakeWhile(line => line is not null).Select(line => Encoding.UTF8.GetString(line!)));
                if (next.Contains(null))
                {
                    return new UploadLogInCache(cache, prefix, lifetime, lines);
                }
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The journal could not be read from the cache: {failure.Message}", failure);
        }
    }

    public async Task AppendAsync(string line, CancellationToken cancellationToken = default)
    {
        try
        {
            await _cache.SetAsync(Key(_prefix, _count), Encoding.UTF8.GetBytes(line), _options, cancellationToken).ConfigureAwait(false);
            _count++;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The cache did not take a line of the journal: {failure.Message}", failure);
        }
    }

    public async Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            // The first one first: without it there is no log, whatever becomes of the others.
            await _cache.RemoveAsync(Key(_prefix, 0), cancellationToken).ConfigureAwait(false);
            foreach (int[] numbers in Enumerable.Range(0, _count).Skip(1).Chunk(Together))
            {
                await Task.WhenAll(numbers.Select(number => _cache.RemoveAsync(Key(_prefix, number), cancellationToken))).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The cache did not remove a line of the journal: {failure.Message}", failure);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Key(string prefix, int number) => prefix + number.ToString(CultureInfo.InvariantCulture);
}
