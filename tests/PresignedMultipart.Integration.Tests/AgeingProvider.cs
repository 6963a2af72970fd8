using System.Text.RegularExpressions;

namespace PresignedMultipart.Integration.Tests;

/// <summary>A provider whose first URLs are expired when they arrive, that can lose an upload, and that can spoil a URL.</summary>
internal sealed partial class AgeingProvider(IPresignedUrlProvider inner, int expiredUrls) : IPresignedUrlProvider
{
    public PresignedUrlProviderCapabilities Capabilities => inner.Capabilities;

    public int Signed { get; private set; }

    public bool AbortBeforeCompletion { get; init; }

    public bool AbortBeforeParts { get; init; }

    /// <summary>What becomes of the URL of a single PUT.</summary>
    public Func<PresignedUrl, PresignedUrl> Alter { get; init; } = url => url;

    public async Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        Alter(await inner.PresignPutObjectAsync(target, contentLength, checksum, cancellationToken));

    public Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default) =>
        inner.CreateMultipartUploadAsync(target, objectLength, checksum, cancellationToken);

    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default)
    {
        if (AbortBeforeParts)
        {
            await inner.AbortMultipartUploadAsync(upload, cancellationToken);
        }

        IReadOnlyList<PresignedUrl> urls = await inner.PresignPartsAsync(upload, parts, cancellationToken);
        // The storage looks at the expiry before the signature, so a date of long ago is enough.
        return Signed++ < expiredUrls
            ? [.. urls.Select(url => new PresignedUrl(SigningTime().Replace(url.Uri.OriginalString, "X-Amz-Date=20200101T000000Z"), url.Headers))]
            : urls;
    }

    public IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        inner.ListPartsAsync(upload, cancellationToken);

    public async Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default)
    {
        if (AbortBeforeCompletion)
        {
            await inner.AbortMultipartUploadAsync(upload, cancellationToken);
        }

        return await inner.CompleteMultipartUploadAsync(upload, parts, objectLength, checksum, cancellationToken);
    }

    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        inner.AbortMultipartUploadAsync(upload, cancellationToken);

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        inner.HeadObjectAsync(upload, cancellationToken);

    [GeneratedRegex("X-Amz-Date=[0-9TZ]+")]
    private static partial Regex SigningTime();
}
