namespace PresignedMultipart.Protocol;

/// <summary>An upload that was created.</summary>
public sealed class CreateUploadResponse
{
    /// <summary>What stands for the upload in every further call. Opaque and a secret; it travels in bodies, never in a URL.</summary>
    public required string Ticket { get; init; }

    /// <summary>The storage's id of the upload, or another that gives no right: for logs and support.</summary>
    public required string UploadId { get; init; }

    /// <summary>When the ticket ends, by the back end's clock; absent when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The bucket that the back end chose.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key that the back end chose.</summary>
    public required string Key { get; init; }

    /// <summary>The sum that the storage agreed to keep; absent or <c>none</c> for none.</summary>
    public ChecksumAlgorithm ChecksumAlgorithm { get; init; }

    /// <summary>What the object will bear in its metadata, and <see cref="NativeContract.OutcomePath"/> answers of it; absent when nothing.</summary>
    public string? Marker { get; init; }

    /// <summary>How the object may be cut; absent for S3's own rules.</summary>
    public PartRules? PartRules { get; init; }

    /// <summary>The longest object in bytes that will be completed; absent for S3's own limit.</summary>
    public long? MaxObjectLength { get; init; }

    /// <summary>When the bucket's lifecycle rule aborts the upload; absent without such a rule.</summary>
    public DateTimeOffset? AbortDate { get; init; }

    /// <summary>The id of that rule.</summary>
    public string? AbortRuleId { get; init; }
}
