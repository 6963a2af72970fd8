using System.Runtime.CompilerServices;

namespace PresignedMultipart.Tests.Support;

/// <summary>A provider with nothing behind it: it signs nothing, lists what it is given, and remembers what it was to abort.</summary>
internal sealed class EmptyStorage : IPresignedUrlProvider, IIncompleteUploads
{
    public PresignedUrlProviderCapabilities Capabilities => PresignedUrlProviderCapabilities.All;

    public List<StoredPart> Parts { get; } = [];

    public List<IncompleteUpload> Uploads { get; } = [];

    /// <summary>The ids of the uploads that were to be aborted, call by call.</summary>
    public List<string> Aborted { get; } = [];

    /// <summary>How long an abort takes.</summary>
    public Func<CancellationToken, Task> UntilAborted { get; set; } = _ => Task.CompletedTask;

    /// <summary>The prefixes that were asked for.</summary>
    public List<string> Prefixes { get; } = [];

    public async IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (StoredPart part in Parts)
        {
            yield return part;
        }
    }

    public async IAsyncEnumerable<IncompleteUpload> ListIncompleteUploadsAsync(string bucket, string keyPrefix = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        Prefixes.Add(keyPrefix);
        foreach (IncompleteUpload upload in Uploads)
        {
            yield return upload;
        }
    }

    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default)
    {
        Aborted.Add(upload.UploadId);
        return UntilAborted(cancellationToken);
    }

    public Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new StoredObject { Length = objectLength, Checksum = checksum });

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => Task.FromResult<StoredObject?>(null);

    public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
