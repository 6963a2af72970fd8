using System.Collections.Concurrent;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Hosting;

namespace PresignedMultipart.Testing.Storage;

/// <summary>All buckets of all accounts, and where their bodies are kept.</summary>
internal sealed class S3Store : IDisposable
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;

    public S3Store(ServerSettings settings)
    {
        _clock = settings.Clock;
        Bodies = settings.DiscardBodies ? new DiscardingBodyStore()
            : settings.StorageDirectory is { } directory ? new DiskBodyStore(directory)
            : new MemoryBodyStore(settings.MaximumMemory);
        foreach (string bucket in settings.DefaultBuckets)
        {
            EnsureBucket(bucket, settings.Credentials[0].Account);
        }
    }

    public IBodyStore Bodies { get; }

    public void EnsureBucket(string name, string account)
    {
        BucketName.ThrowIfInvalid(name);
        if (_buckets.GetOrAdd(name, n => new Bucket(n, account, _clock.GetUtcNow())).Owner != account)
        {
            throw new InvalidOperationException($"The bucket {name} belongs to another account.");
        }
    }

    /// <exception cref="S3Error">The name is taken, by the account itself or by another.</exception>
    public void CreateBucket(string name, string account)
    {
        var bucket = new Bucket(name, account, _clock.GetUtcNow());
        Bucket present = _buckets.GetOrAdd(name, bucket);
        if (present != bucket)
        {
            throw present.Owner == account ? S3Errors.BucketAlreadyOwnedByYou(name) : S3Errors.BucketAlreadyExists(name);
        }
    }

    public Bucket? FindBucket(string name) => _buckets.GetValueOrDefault(name);

    public IReadOnlyList<Bucket> ListBuckets(string account) =>
        [.. _buckets.Values.Where(b => b.Owner == account).OrderBy(b => b.Name, StringComparer.Ordinal)];

    public void DeleteBucket(Bucket bucket)
    {
        if (!bucket.IsEmpty)
        {
            throw S3Errors.BucketNotEmpty(bucket.Name);
        }

        if (_buckets.TryRemove(bucket.Name, out _))
        {
            foreach (MultipartUpload upload in bucket.ListUploads(_clock.GetUtcNow()))
            {
                bucket.AbortUpload(upload.Key, upload.UploadId, DateTimeOffset.MinValue);
            }
        }
    }

    public IReadOnlyList<S3TestObject> SnapshotObjects() =>
        [.. SortedBuckets().SelectMany(b => b.ListObjects().Select(o => new S3TestObject(b.Name, o)))];

    public S3TestObject? FindSnapshot(string bucket, string key) =>
        FindBucket(bucket)?.Find(key) is { } stored ? new S3TestObject(bucket, stored) : null;

    public IReadOnlyList<S3TestMultipartUpload> SnapshotUploads()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        return
        [
            .. SortedBuckets().SelectMany(b => b.ListUploads(now).Select(u => (Bucket: b, Upload: u)))
                .OrderBy(x => x.Upload.InitiatedAt)
                .Select(x => new S3TestMultipartUpload(
                    x.Bucket.Name,
                    x.Upload.Key,
                    x.Upload.UploadId,
                    x.Upload.InitiatedAt,
                    [.. x.Bucket.ListParts(x.Upload).Select(p => new S3TestPart(p.Number, p.Body.Length, p.ETag))])),
        ];
    }

    public void Dispose() => Bodies.Dispose();

    private IOrderedEnumerable<Bucket> SortedBuckets() => _buckets.Values.OrderBy(b => b.Name, StringComparer.Ordinal);
}
