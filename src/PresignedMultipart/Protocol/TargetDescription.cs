namespace PresignedMultipart.Protocol;

/// <summary>
/// The object that a client asks to write. It is a wish: the back end decides, and its answer names the bucket and the key that it chose.
/// What is absent is left to the back end or the storage.
/// </summary>
public sealed class TargetDescription
{
    /// <summary>The bucket.</summary>
    public string? Bucket { get; init; }

    /// <summary>The key, or a file's name of which the back end makes one.</summary>
    public required string Key { get; init; }

    /// <summary>The <c>Content-Type</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>The <c>Content-Disposition</c>.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>The <c>Content-Encoding</c>.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The <c>Content-Language</c>.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>The <c>Cache-Control</c>.</summary>
    public string? CacheControl { get; init; }

    /// <summary>User metadata, names without <c>x-amz-meta-</c>.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Object tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The storage class.</summary>
    public string? StorageClass { get; init; }

    /// <summary>A canned ACL.</summary>
    public string? Acl { get; init; }

    /// <summary>How the storage encrypts the object.</summary>
    public EncryptionDescription? Encryption { get; init; }

    /// <summary>Whether the upload fails when the key exists already.</summary>
    public bool FailIfExists { get; init; }

    /// <summary>Describes a target.</summary>
    /// <param name="target">The target.</param>
    /// <exception cref="ArgumentException">It is encrypted with a customer's key, which no back end is to see.</exception>
    public static TargetDescription Of(UploadTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new()
        {
            Bucket = target.Bucket,
            Key = target.Key,
            ContentType = target.ContentType,
            ContentDisposition = target.ContentDisposition,
            ContentEncoding = target.ContentEncoding,
            ContentLanguage = target.ContentLanguage,
            CacheControl = target.CacheControl,
            Metadata = target.Metadata.Count == 0 ? null : target.Metadata,
            Tags = target.Tags.Count == 0 ? null : target.Tags,
            StorageClass = target.StorageClass,
            Acl = target.Acl,
            Encryption = target.Encryption is null ? null : EncryptionDescription.Of(target.Encryption),
            FailIfExists = target.FailIfExists,
        };
    }

    /// <summary>Makes the target that this describes.</summary>
    /// <param name="bucket">The bucket, as the back end decided.</param>
    /// <param name="key">The key, as the back end decided.</param>
    /// <exception cref="ArgumentException">The bucket, the key or another value breaks a rule of <see cref="UploadTarget"/>.</exception>
    public UploadTarget ToTarget(string bucket, string key) => new(bucket, key)
    {
        ContentType = ContentType,
        ContentDisposition = ContentDisposition,
        ContentEncoding = ContentEncoding,
        ContentLanguage = ContentLanguage,
        CacheControl = CacheControl,
        Metadata = Metadata ?? new Dictionary<string, string>(),
        Tags = Tags ?? new Dictionary<string, string>(),
        StorageClass = StorageClass,
        Acl = Acl,
        Encryption = Encryption?.ToEncryption(),
        FailIfExists = FailIfExists,
    };
}
