using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Storage;

/// <summary>A bucket: its objects, its uploads in progress and its configurations. Every method is atomic.</summary>
internal sealed class Bucket(string name, string owner, DateTimeOffset createdAt)
{
    private readonly object _gate = new();
    private readonly SortedDictionary<string, StoredObject> _objects = new(KeyOrder.Instance);
    private readonly Dictionary<string, MultipartUpload> _uploads = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>The account that owns it.</summary>
    public string Owner { get; } = owner;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public BucketConfiguration<AbortRule>? Lifecycle { get; set; }

    public BucketConfiguration<CorsRule>? Cors { get; set; }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _objects.Count == 0;
            }
        }
    }

    public StoredObject? Find(string key)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    /// <summary>Opens an object's bytes; <see langword="null"/> when it has been replaced or deleted meanwhile.</summary>
    public BodyReader? TryOpen(StoredObject stored)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault(stored.Key) == stored ? stored.Body.OpenReader() : null;
        }
    }

    public IReadOnlyList<StoredObject> ListObjects()
    {
        lock (_gate)
        {
            return [.. _objects.Values];
        }
    }

    public void Put(StoredObject stored, WriteCondition condition)
    {
        lock (_gate)
        {
            Replace(stored, condition);
        }
    }

    public bool Delete(string key)
    {
        lock (_gate)
        {
            if (!_objects.Remove(key, out StoredObject? stored))
            {
                return false;
            }

            stored.Body.Release();
            return true;
        }
    }

    public void AddUpload(MultipartUpload upload)
    {
        lock (_gate)
        {
            _uploads.Add(upload.UploadId, upload);
        }
    }

    /// <summary>The uploads in the order of S3's list: by key, then by time.</summary>
    public IReadOnlyList<MultipartUpload> ListUploads(DateTimeOffset now)
    {
        lock (_gate)
        {
            RemoveOverdueUploads(now);
            return [.. _uploads.Values.OrderBy(u => u.Key, KeyOrder.Instance).ThenBy(u => u.InitiatedAt)];
        }
    }

    /// <exception cref="S3Error">There is no such upload.</exception>
    public MultipartUpload GetUpload(string key, string uploadId, DateTimeOffset now) =>
        FindUpload(key, uploadId, now) ?? throw S3Errors.NoSuchUpload(uploadId);

    public MultipartUpload? FindUpload(string key, string uploadId, DateTimeOffset now)
    {
        lock (_gate)
        {
            RemoveOverdueUploads(now);
            return _uploads.TryGetValue(uploadId, out MultipartUpload? upload) && upload.Key == key ? upload : null;
        }
    }

    public IReadOnlyList<StoredPart> ListParts(MultipartUpload upload)
    {
        lock (_gate)
        {
            return [.. upload.Parts.Values];
        }
    }

    /// <summary>Keeps a part, over one of the same number: the last to arrive wins.</summary>
    /// <exception cref="S3Error">The upload has ended meanwhile.</exception>
    public void PutPart(MultipartUpload upload, StoredPart part)
    {
        lock (_gate)
        {
            if (!_uploads.ContainsKey(upload.UploadId))
            {
                throw S3Errors.NoSuchUpload(upload.UploadId);
            }

            if (upload.Parts.Remove(part.Number, out StoredPart? replaced))
            {
                replaced.Body.Release();
            }

            upload.Parts.Add(part.Number, part);
        }
    }

    /// <exception cref="S3Error">There is no such upload.</exception>
    public void AbortUpload(string key, string uploadId, DateTimeOffset now)
    {
        lock (_gate)
        {
            MultipartUpload upload = GetUpload(key, uploadId, now);
            _uploads.Remove(uploadId);
            Release(upload.Parts.Values);
        }
    }

    /// <summary>
    /// Ends an upload: makes the object from it, and drops the parts that are not in it. When the object cannot be made, the upload stays.
    /// </summary>
    public StoredObject CompleteUpload(
        MultipartUpload upload,
        WriteCondition condition,
        Func<IReadOnlyDictionary<int, StoredPart>, IReadOnlyList<StoredPart>> choose,
        Func<IReadOnlyList<StoredPart>, StoredObject> assemble)
    {
        lock (_gate)
        {
            if (!_uploads.ContainsKey(upload.UploadId))
            {
                throw S3Errors.NoSuchUpload(upload.UploadId);
            }

            IReadOnlyList<StoredPart> chosen = choose(upload.Parts);
            condition.ThrowIfBroken(upload.Key, _objects.GetValueOrDefault(upload.Key));
            StoredObject stored = assemble(chosen);
            Replace(stored, default);
            _uploads.Remove(upload.UploadId);
            Release(upload.Parts.Values.Except(chosen));
            return stored;
        }
    }

    private static void Release(IEnumerable<StoredPart> parts)
    {
        foreach (StoredPart part in parts)
        {
            part.Body.Release();
        }
    }

    private void Replace(StoredObject stored, WriteCondition condition)
    {
        StoredObject? replaced = _objects.GetValueOrDefault(stored.Key);
        condition.ThrowIfBroken(stored.Key, replaced);
        _objects[stored.Key] = stored;
        replaced?.Body.Release();
    }

    private void RemoveOverdueUploads(DateTimeOffset now)
    {
        List<MultipartUpload>? overdue = null;
        foreach (MultipartUpload upload in _uploads.Values)
        {
            if (upload.Abort is { } abort && abort.Date <= now)
            {
                (overdue ??= []).Add(upload);
            }
        }

        foreach (MultipartUpload upload in overdue ?? [])
        {
            _uploads.Remove(upload.UploadId);
            Release(upload.Parts.Values);
        }
    }
}
