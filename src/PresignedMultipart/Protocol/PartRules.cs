namespace PresignedMultipart.Protocol;

/// <summary>How an object may be cut. The back end holds to it when it signs; it is told so that a client need not try.</summary>
public sealed class PartRules
{
    /// <summary>The shortest part but the last, in bytes. Default: 5 MiB.</summary>
    public long MinLength { get; init; } = S3Limits.MinPartSize;

    /// <summary>The longest part, in bytes. Default: 5 GiB.</summary>
    public long MaxLength { get; init; } = S3Limits.MaxPartSize;

    /// <summary>The most parts, and the highest part number. Default: 10,000.</summary>
    public int MaxCount { get; init; } = S3Limits.MaxPartCount;

    /// <summary>Whether all parts but the last must have one length, as some stores demand.</summary>
    public bool EqualLengths { get; init; }
}
