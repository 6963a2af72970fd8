using System.Collections.Concurrent;
using System.Globalization;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>
/// The uploads that were created and neither completed nor aborted, with the lengths of their parts: a back end lists these before it
/// completes. Parts of other uploads are taken and forgotten.
/// </summary>
internal sealed class OpenUploads
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, long>> _uploads = new();
    private int _created;

    public string Create()
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"upload-{Interlocked.Increment(ref _created)}");
        _uploads[id] = new();
        return id;
    }

    public void Add(string id, int part, long length)
    {
        if (_uploads.TryGetValue(id, out ConcurrentDictionary<int, long>? parts))
        {
            parts[part] = length;
        }
    }

    /// <summary>The parts, ascending; <see langword="null"/> when there is no such upload any more.</summary>
    public IEnumerable<(int Number, long Length)>? PartsOf(string id) =>
        _uploads.TryGetValue(id, out ConcurrentDictionary<int, long>? parts) ? parts.Select(part => (part.Key, part.Value)).Order() : null;

    public void Close(string id) => _uploads.TryRemove(id, out _);
}
