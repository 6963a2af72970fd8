namespace PresignedMultipart;

/// <summary>An object that the storage has acknowledged, whole.</summary>
public sealed class UploadResult
{
    internal UploadResult(UploadTarget target)
    {
        Bucket = target.Bucket;
        Key = target.Key;
    }

    /// <summary>The bucket, as the provider chose it.</summary>
    public string Bucket { get; }

    /// <summary>The key, as the provider chose it: a back end need not keep to the one that it was asked for.</summary>
    public string Key { get; }

    /// <summary>The object's length in bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>The object's ETag, exactly as the storage answered it; <see langword="null"/> when it gave none.</summary>
    public string? ETag { get; internal init; }

    /// <summary>The object's version, in a bucket that keeps versions.</summary>
    public string? VersionId { get; internal init; }

    /// <summary>The sum of the bytes sent, as it was computed here; <see langword="null"/> with <see cref="ChecksumAlgorithm.None"/>.</summary>
    public Checksum? Checksum { get; internal init; }

    /// <summary>Whether the storage confirmed that sum.</summary>
    public ChecksumConfirmation ChecksumConfirmation { get; internal init; }

    /// <summary>The upload's id; <see langword="null"/> for a single PUT.</summary>
    public string? UploadId { get; internal init; }

    /// <summary>How many parts were sent; 1 for a single PUT.</summary>
    public int PartCount { get; internal init; }

    /// <summary>The length of each part but the last, in bytes; the object's length for a single PUT.</summary>
    public long PartSize { get; internal init; }

    /// <summary>Bytes that had to be sent again.</summary>
    public long BytesResent { get; internal init; }

    /// <summary>Bytes that an earlier run had sent, so that this one did not; 0 unless the upload was resumed.</summary>
    public long BytesResumed { get; internal init; }

    /// <summary>From the first call to the storage to its last answer.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>When the bucket's lifecycle rule would have aborted the upload (<c>x-amz-abort-date</c>); <see langword="null"/> without such a rule.</summary>
    public DateTimeOffset? AbortDate { get; internal init; }

    /// <summary>The id of that rule (<c>x-amz-abort-rule-id</c>).</summary>
    public string? AbortRuleId { get; internal init; }
}
