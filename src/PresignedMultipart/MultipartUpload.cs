namespace PresignedMultipart;

/// <summary>A multipart upload that the storage has created and that waits for its parts. Immutable.</summary>
public sealed class MultipartUpload
{
    /// <summary>Names an upload in progress.</summary>
    /// <param name="target">The object that it will make.</param>
    /// <param name="uploadId">The storage's id of it. Logs and exceptions show it; what gives rights is a <see cref="Ticket"/>.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public MultipartUpload(UploadTarget target, string uploadId)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrEmpty(uploadId);
        Target = target;
        UploadId = uploadId;
    }

    /// <summary>The object that the upload will make.</summary>
    public UploadTarget Target { get; }

    /// <summary>The storage's id of the upload.</summary>
    public string UploadId { get; }

    /// <summary>
    /// What a back end takes for the right to go on with the upload; <see langword="null"/> from a provider that needs none. A secret: it
    /// is in no log, exception or <see cref="ToString"/>.
    /// </summary>
    public string? Ticket { get; init; }

    /// <summary>
    /// The sum that the storage keeps of this upload, as it agreed when it created it. <see cref="ChecksumAlgorithm.None"/>, the default,
    /// when it did not say so: then no sum is signed into a part's URL unless the storage demands one, and none is given to the completion.
    /// </summary>
    public ChecksumAlgorithm ChecksumAlgorithm { get; init; }

    /// <summary>
    /// What the object will bear in its metadata, so that it can be told to be of this upload (<see cref="StoredObject.Marker"/>) where its ETag
    /// cannot: encrypted under a key of KMS or of the customer's. No secret. <see langword="null"/> from a provider that marks none.
    /// </summary>
    public string? Marker { get; init; }

    /// <summary>When the bucket's lifecycle rule aborts the upload if it is not completed (<c>x-amz-abort-date</c>); <see langword="null"/> without such a rule.</summary>
    public DateTimeOffset? AbortDate { get; init; }

    /// <summary>The id of that rule (<c>x-amz-abort-rule-id</c>).</summary>
    public string? AbortRuleId { get; init; }

    /// <summary>The object and the upload's id.</summary>
    public override string ToString() => $"{Target} (upload id {UploadId})";
}
