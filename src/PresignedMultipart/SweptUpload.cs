namespace PresignedMultipart;

/// <summary>An upload that a sweep found.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key.</param>
/// <param name="UploadId">The storage's id of the upload.</param>
/// <param name="InitiatedAt">When it was begun, by the storage's clock; by this machine's for one that only the journal knows.</param>
/// <param name="IsAborted">Whether it is gone now: <see langword="false"/> in a dry run, when the storage refused, and for one with <see cref="HasObject"/>: see docs/reliability.md.</param>
public sealed record SweptUpload(string Bucket, string Key, string UploadId, DateTimeOffset InitiatedAt, bool IsAborted)
{
    /// <summary>Whether it is left alone, and a dry run says that it would be, because an object stands that is of exactly its parts.</summary>
    public bool HasObject { get; init; }
}
