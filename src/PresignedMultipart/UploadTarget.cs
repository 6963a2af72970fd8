using System.Collections.ObjectModel;
using System.Text;

namespace PresignedMultipart;

/// <summary>
/// Where an object goes and what the storage keeps with it. Everything here is decided when the upload is created;
/// S3 does not let a part or the completion change it. Immutable and safe to share between threads.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html"/>.
/// </summary>
public sealed class UploadTarget
{
    // Amazon S3 takes 63, Ceph told to be lenient (rgw_relaxed_s3_bucket_names) and Swift 255.
    private const int MaxBucketLength = 255;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IReadOnlyDictionary<string, string> _metadata = ReadOnlyDictionary<string, string>.Empty;
    private readonly IReadOnlyDictionary<string, string> _tags = ReadOnlyDictionary<string, string>.Empty;
    private ServerSideEncryption? _encryption;

    /// <summary>Names an object.</summary>
    /// <param name="bucket">
    /// The bucket: 1 to 255 characters, not only dots, without white space, control characters, slashes, <c>?</c> and <c>#</c>. Amazon S3 is stricter, as
    /// a provider may be.
    /// </param>
    /// <param name="key">The key: 1 to 1,024 bytes of UTF-8. Any characters: it is never normalised.</param>
    /// <exception cref="ArgumentException">The bucket or the key breaks its rule.</exception>
    public UploadTarget(string bucket, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(bucket);
        ArgumentException.ThrowIfNullOrEmpty(key);

        if (FindProblem(bucket) is { } problem)
        {
            throw new ArgumentException($"The bucket name '{bucket}' {problem}", nameof(bucket));
        }

        Bucket = bucket;
        Key = key;

        int length;
        try
        {
            length = StrictUtf8.GetByteCount(key);
        }
        catch (EncoderFallbackException broken)
        {
            throw new ArgumentException($"The key has half a surrogate pair at index {broken.Index}, which UTF-8 cannot express. Give a well-formed string.", nameof(key));
        }

        if (length > S3Limits.MaxKeyLength)
        {
            throw new ArgumentException($"The key is {length} bytes long in UTF-8; S3 takes at most {S3Limits.MaxKeyLength}. Shorten it.", nameof(key));
        }
    }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    /// <summary>The key, as it was given.</summary>
    public string Key { get; }

    /// <summary>The <c>Content-Type</c> that readers get, for example <c>video/mp4</c>; <see langword="null"/> leaves it to the storage.</summary>
    public string? ContentType { get; init; }

    /// <summary>The <c>Content-Disposition</c> that readers get.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>The <c>Content-Encoding</c> that readers get. The bytes are stored as they are; nothing is compressed.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The <c>Content-Language</c> that readers get.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>The <c>Cache-Control</c> that readers get.</summary>
    public string? CacheControl { get; init; }

    /// <summary>
    /// User metadata (<c>x-amz-meta-*</c>), without the prefix; names are ASCII, at most 2 KB in all.
    /// A value outside ASCII is stored as an RFC 2047 encoded word, the form in which S3 itself answers such values.
    /// Copied when set; empty by default.
    /// </summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get => _metadata;
        init => _metadata = Copy(value, nameof(Metadata), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Object tags, at most ten. Copied when set; empty by default. Some stores refuse them with 501, and Ceph 16 drops those of objects in parts.</summary>
    public IReadOnlyDictionary<string, string> Tags
    {
        get => _tags;
        init => _tags = Copy(value, nameof(Tags), StringComparer.Ordinal);
    }

    /// <summary>The storage class, for example <c>STANDARD_IA</c>; <see langword="null"/> for the bucket's default.</summary>
    public string? StorageClass { get; init; }

    /// <summary>A canned ACL, for example <c>bucket-owner-full-control</c>; <see langword="null"/> for none.</summary>
    public string? Acl { get; init; }

    /// <summary>How the storage encrypts the object; <see langword="null"/> for the bucket's default.</summary>
    public ServerSideEncryption? Encryption
    {
        get => _encryption;
        init => _encryption = value;
    }

    /// <summary>
    /// Whether the upload fails, with the status 412 and on most stores the code <c>PreconditionFailed</c>, when the key exists already
    /// (<c>If-None-Match: *</c>). <see langword="false"/> by default: an existing object is replaced. Some stores refuse the condition
    /// with 501; Ceph 16 ignores it for objects in parts, and replaces them.
    /// </summary>
    public bool FailIfExists { get; init; }

    /// <summary><c>s3://bucket/key</c>.</summary>
    public override string ToString() => $"s3://{Bucket}/{Key}";

    /// <summary>The same without the key of SSE-C, for what is written down.</summary>
    internal UploadTarget WithoutCustomerKey()
    {
        if (_encryption?.Kind != ServerSideEncryptionKind.CustomerKey)
        {
            return this;
        }

        var copy = (UploadTarget)MemberwiseClone();
        copy._encryption = null;
        return copy;
    }

    private static string? FindProblem(string bucket) =>
        bucket.Any(c => char.IsWhiteSpace(c) || c is '/' or '\\' or '?' or '#') ? "has white space, a slash, '?' or '#' in it. Give the bucket alone; a path belongs to the key."
        : bucket.Any(char.IsControl) ? "has a control character in it. Give the name as the storage lists it."
        : bucket.All(c => c == '.') ? "is a step in a path and no bucket. Give the name as the storage lists it."
        : bucket.Length > MaxBucketLength ? $"is {bucket.Length} characters long; no storage takes more than {MaxBucketLength}, and Amazon S3 no more than 63. Give a shorter one."
        : null;

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string> given, string property, StringComparer names)
    {
        ArgumentNullException.ThrowIfNull(given, property);
        var copy = new Dictionary<string, string>(names);
        foreach ((string name, string? value) in given)
        {
            if (value is null || !copy.TryAdd(name, value))
            {
                throw new ArgumentException($"{property} has {(value is null ? $"no value for '{name}'" : $"'{name}' twice, as upper and lower case are the same there")}. Give each name one value; it may be empty.", property);
            }
        }

        return copy;
    }
}
