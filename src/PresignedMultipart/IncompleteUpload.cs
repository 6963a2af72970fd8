namespace PresignedMultipart;

/// <summary>An upload that was begun and neither completed nor aborted.</summary>
/// <param name="Upload">The upload; of its target, bucket and key are known.</param>
/// <param name="InitiatedAt">When it was begun, by the storage's clock.</param>
public sealed record IncompleteUpload(MultipartUpload Upload, DateTimeOffset InitiatedAt);
