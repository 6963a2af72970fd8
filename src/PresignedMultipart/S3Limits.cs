namespace PresignedMultipart;

/// <summary>
/// The limits that Amazon S3 sets for uploads. Sizes are in bytes.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html"/>.
/// </summary>
public static class S3Limits
{
    /// <summary>The smallest part, unless it is the last one: 5 MiB.</summary>
    public const long MinPartSize = 5L << 20;

    /// <summary>The largest part: 5 GiB.</summary>
    public const long MaxPartSize = 5L << 30;

    /// <summary>The most parts an upload can have, and the highest part number: 10,000.</summary>
    public const int MaxPartCount = 10_000;

    /// <summary>The largest object of a single PUT: 5 GiB.</summary>
    public const long MaxSinglePutSize = 5L << 30;

    /// <summary>The largest object: 10,000 parts of 5 GiB, which is 48.8 TiB.</summary>
    public const long MaxObjectSize = MaxPartCount * MaxPartSize;

    /// <summary>The longest key: 1,024 bytes of UTF-8.</summary>
    public const int MaxKeyLength = 1024;

    /// <summary>The longest life of a URL signed with Signature Version 4: seven days.</summary>
    public static readonly TimeSpan MaxUrlLifetime = TimeSpan.FromDays(7);
}
