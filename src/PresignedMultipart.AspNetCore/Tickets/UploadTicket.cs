using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Tickets;

/// <summary>All that the back end knows of an upload. The caller keeps it, sealed, so that any instance can go on with it.</summary>
internal sealed record UploadTicket
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    public required string UploadId { get; init; }

    /// <summary>Who may use it; <see langword="null"/> for an anonymous caller.</summary>
    public string? Subject { get; init; }

    /// <summary>The length that was declared; <see langword="null"/> when none was.</summary>
    public long? Length { get; init; }

    /// <summary>The longest object that the policy allows.</summary>
    public long MaxLength { get; init; }

    /// <summary>The sum that the storage agreed to keep.</summary>
    public ChecksumAlgorithm ChecksumAlgorithm { get; init; }

    /// <summary>What the object will be known by.</summary>
    public string? Marker { get; init; }

    public bool FailIfExists { get; init; }

    /// <summary>What the caller asked for, where its protocol repeats it with every call.</summary>
    public string? AskedBucket { get; init; }

    public string? AskedKey { get; init; }

    /// <summary>The whole object, where the ticket is given before anything is created.</summary>
    public TargetDescription? Target { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the object must not outgrow.</summary>
    public long Limit => Length ?? MaxLength;

    public MultipartUpload ToUpload() => new(new UploadTarget(Bucket, Key) { FailIfExists = FailIfExists }, UploadId) { ChecksumAlgorithm = ChecksumAlgorithm, Marker = Marker };

    // The upload's id is half of what it takes to act on it; the rest of a record would show it.
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
