namespace PresignedMultipart.Integration.Tests;

/// <summary>A provider in whose signing and completing a test takes part.</summary>
internal sealed class InterceptedProvider(IPresignedUrlProvider inner) : IPresignedUrlProvider
{
    public PresignedUrlProviderCapabilities Capabilities => inner.Capabilities;

    public string? Storage => inner.Storage;

    /// <summary>How often URLs of parts were asked for.</summary>
    public int Signed { get; private set; }

    /// <summary>Signs the parts instead, told how often that was done before.</summary>
    public Func<int, MultipartUpload, IReadOnlyList<PartToSign>, Task<IReadOnlyList<PresignedUrl>>>? SignParts { get; init; }

    /// <summary>What happens before an upload is completed.</summary>
    public Func<MultipartUpload, Task>? BeforeCompletion { get; init; }

    /// <summary>What becomes of the URL of a single PUT.</summary>
    public Func<PresignedUrl, PresignedUrl> Alter { get; init; } = url => url;

    public async Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        Alter(await inner.PresignPutObjectAsync(target, contentLength, checksum, cancellationToken));

    public Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default) =>
        inner.CreateMultipartUploadAsync(target, objectLength, checksum, cancellationToken);

    public Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default)
    {
        int before = Signed++;
        return SignParts is null ? inner.PresignPartsAsync(upload, parts, cancellationToken) : SignParts(before, upload, parts);
    }

    public IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        inner.ListPartsAsync(upload, cancellationToken);

    public async Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default)
    {
        await (BeforeCompletion?.Invoke(upload) ?? Task.CompletedTask);
        return await inner.CompleteMultipartUploadAsync(upload, parts, objectLength, checksum, cancellationToken);
    }

    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        inner.AbortMultipartUploadAsync(upload, cancellationToken);

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        inner.HeadObjectAsync(upload, cancellationToken);
}
