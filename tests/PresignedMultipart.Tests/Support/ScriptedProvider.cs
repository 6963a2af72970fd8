using System.Runtime.CompilerServices;

namespace PresignedMultipart.Tests.Support;

/// <summary>A provider that passes its calls on, counts them, and does otherwise where a test says so.</summary>
internal sealed class ScriptedProvider(IPresignedUrlProvider inner) : IPresignedUrlProvider
{
    private readonly List<int[]> _windows = [];

    public PresignedUrlProviderCapabilities Capabilities { get; set; } = inner.Capabilities;

    public string? Storage { get; set; } = inner.Storage;

    /// <summary>The part numbers of each call for URLs, in the order of the calls.</summary>
    public IReadOnlyList<int[]> Windows
    {
        get
        {
            lock (_windows)
            {
                return [.. _windows];
            }
        }
    }

    public Func<IReadOnlyList<PartToSign>, CancellationToken, Task>? BeforePresignParts { get; set; }

    public Func<PartToSign, PartToSign> AlterPartToSign { get; set; } = part => part;

    public Func<IReadOnlyList<PresignedUrl>, IReadOnlyList<PresignedUrl>> AlterUrls { get; set; } = urls => urls;

    public Action BeforeCreate { get; set; } = () => { };

    public Func<MultipartUpload, MultipartUpload> AlterUpload { get; set; } = upload => upload;

    public Func<StoredObject, StoredObject> AlterCompletion { get; set; } = stored => stored;

    public Func<StoredObject?, StoredObject?> AlterHead { get; set; } = found => found;

    public Func<IReadOnlyList<CompletedPart>, IReadOnlyList<CompletedPart>> AlterParts { get; set; } = parts => parts;

    public Func<Task>? BeforePresignPut { get; set; }

    public Func<IEnumerable<StoredPart>, IEnumerable<StoredPart>>? AlterListing { get; set; }

    public Func<Task>? BeforeAbort { get; set; }

    public async Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default)
    {
        if (BeforePresignPut is { } before)
        {
            await before();
        }

        return await inner.PresignPutObjectAsync(target, contentLength, checksum, cancellationToken);
    }

    public async Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default)
    {
        BeforeCreate();
        return AlterUpload(await inner.CreateMultipartUploadAsync(target, objectLength, checksum, cancellationToken));
    }

    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default)
    {
        lock (_windows)
        {
            _windows.Add([.. parts.Select(part => part.PartNumber)]);
        }

        if (BeforePresignParts is { } before)
        {
            await before(parts, cancellationToken);
        }

        return AlterUrls(await inner.PresignPartsAsync(upload, [.. parts.Select(AlterPartToSign)], cancellationToken));
    }

    public async IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var parts = new List<StoredPart>();
        await foreach (StoredPart part in inner.ListPartsAsync(upload, cancellationToken))
        {
            parts.Add(part);
        }

        foreach (StoredPart part in AlterListing?.Invoke(parts) ?? parts)
        {
            yield return part;
        }
    }

    public async Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        AlterCompletion(await inner.CompleteMultipartUploadAsync(upload, AlterParts(parts), objectLength, checksum, cancellationToken));

    public async Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default)
    {
        if (BeforeAbort is { } before)
        {
            await before();
        }

        await inner.AbortMultipartUploadAsync(upload, cancellationToken);
    }

    public async Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        AlterHead(await inner.HeadObjectAsync(upload, cancellationToken));
}
