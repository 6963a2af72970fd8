namespace PresignedMultipart.Testing;

/// <summary>A multipart upload that has been created and neither completed nor aborted, as it was when it was asked for.</summary>
public sealed class S3TestMultipartUpload
{
    internal S3TestMultipartUpload(string bucket, string key, string uploadId, DateTimeOffset initiatedAt, IReadOnlyList<S3TestPart> parts)
    {
        Bucket = bucket;
        Key = key;
        UploadId = uploadId;
        InitiatedAt = initiatedAt;
        Parts = parts;
    }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <summary>The key of the object to be.</summary>
    public string Key { get; }

    /// <summary>The upload's id.</summary>
    public string UploadId { get; }

    /// <summary>When it was created, on the server's clock.</summary>
    public DateTimeOffset InitiatedAt { get; }

    /// <summary>The parts that have arrived, by number.</summary>
    public IReadOnlyList<S3TestPart> Parts { get; }

    /// <summary>Shows bucket, key and the number of parts.</summary>
    /// <returns>A line for logs and failed assertions.</returns>
    public override string ToString() => $"{Bucket}/{Key}, {Parts.Count} parts";
}
