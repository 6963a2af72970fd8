namespace PresignedMultipart;

/// <summary>A multipart upload that the storage has created and that waits for its parts. Immutable.</summary>
public sealed class MultipartUpload
{
    /// <summary>Names an upload in progress.</summary>
    /// <param name="target">The object that it will make.</param>
    /// <param name="uploadId">The id that the provider knows it by: the storage's upload id, or a back end's ticket for it.</param>
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

    /// <summary>The id that the provider knows the upload by.</summary>
    public string UploadId { get; }

    /// <summary>
    /// The sum that the storage keeps of this upload, as it agreed when it created it. <see cref="ChecksumAlgorithm.None"/>, the default,
    /// when it did not say so: then no sum is signed into a part's URL unless the storage demands one, and none is given to the completion.
    /// </summary>
    public ChecksumAlgorithm ChecksumAlgorithm { get; init; }

    /// <summary>When the bucket's lifecycle rule aborts the upload if it is not completed (<c>x-amz-abort-date</c>); <see langword="null"/> without such a rule.</summary>
    public DateTimeOffset? AbortDate { get; init; }

    /// <summary>The id of that rule (<c>x-amz-abort-rule-id</c>).</summary>
    public string? AbortRuleId { get; init; }

    /// <summary>The object and the upload's id.</summary>
    public override string ToString() => $"{Target} (upload id {UploadId})";
}
