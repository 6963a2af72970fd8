namespace PresignedMultipart.Benchmarks;

/// <summary>A provider that takes its time over each call for the URLs of parts.</summary>
internal sealed class SlowSigner(IPresignedUrlProvider inner, TimeSpan delay, PresignedUrlProviderCapabilities capabilities) : IPresignedUrlProvider
{
    public PresignedUrlProviderCapabilities Capabilities => capabilities;

    public string? Storage => inner.Storage;

    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default)
    {
        await Task.Delay(delay, cancellationToken);
        return await inner.PresignPartsAsync(upload, parts, cancellationToken);
    }

    public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        inner.PresignPutObjectAsync(target, contentLength, checksum, cancellationToken);

    public Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default) =>
        inner.CreateMultipartUploadAsync(target, objectLength, checksum, cancellationToken);

    public IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => inner.ListPartsAsync(upload, cancellationToken);

    public Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        inner.CompleteMultipartUploadAsync(upload, parts, objectLength, checksum, cancellationToken);

    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => inner.AbortMultipartUploadAsync(upload, cancellationToken);

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => inner.HeadObjectAsync(upload, cancellationToken);
}
