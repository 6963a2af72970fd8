using System.Runtime.CompilerServices;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Holds a provider to its contract: a failure of any other kind, as a client's own time-out, and a missing answer become a
/// <see cref="PresignedUrlProviderException"/> that leaves the outcome open. Otherwise a time-out would pass for a cancellation, and a
/// completion that broke off in the provider's own transport would not be looked into.
/// </summary>
internal sealed class StrictProvider(IPresignedUrlProvider provider) : IPresignedUrlProvider
{
    public PresignedUrlProviderCapabilities Capabilities => provider.Capabilities;

    public string? Storage => provider.Storage;

    public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        CallAsync(nameof(PresignPutObjectAsync), () => provider.PresignPutObjectAsync(target, contentLength, checksum, cancellationToken), cancellationToken);

    public Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default) =>
        CallAsync(nameof(CreateMultipartUploadAsync), () => provider.CreateMultipartUploadAsync(target, objectLength, checksum, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<PresignedUrl> urls = await CallAsync(nameof(PresignPartsAsync), () => provider.PresignPartsAsync(upload, parts, cancellationToken), cancellationToken).ConfigureAwait(false);
        return urls.Contains(null) ? throw NoAnswer(nameof(PresignPartsAsync)) : urls;
    }

    public async IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<StoredPart> parts = provider.ListPartsAsync(upload, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (parts.ConfigureAwait(false))
        {
            while (await CallAsync(nameof(ListPartsAsync), () => parts.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            {
                yield return parts.Current;
            }
        }
    }

    public Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        CallAsync(nameof(CompleteMultipartUploadAsync), () => provider.CompleteMultipartUploadAsync(upload, parts, objectLength, checksum, cancellationToken), cancellationToken);

    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => provider.AbortMultipartUploadAsync(upload, cancellationToken);

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        CallAsync(nameof(HeadObjectAsync), () => provider.HeadObjectAsync(upload, cancellationToken), cancellationToken, mayBeNull: true);

    /// <summary>Whether the storage has the upload, and parts of it.</summary>
    public async Task<bool> HasPartsAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (StoredPart _ in provider.ListPartsAsync(upload, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (PresignedUrlProviderException refusal) when (refusal.IsNoSuchUpload)
        {
        }

        return false;
    }

    private static async Task<T> CallAsync<T>(string method, Func<Task<T>> call, CancellationToken cancellationToken, bool mayBeNull = false)
    {
        T answer;
        try
        {
            answer = await call().ConfigureAwait(false);
        }
        catch (Exception foreign) when (foreign is not (PresignedUrlProviderException or ArgumentException) && !(foreign is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new PresignedUrlProviderException($"The provider's {method} failed with {foreign.GetType().Name}: {foreign.Message}", foreign);
        }

        return answer is not null || mayBeNull ? answer : throw NoAnswer(method);
    }

    private static PresignedUrlProviderException NoAnswer(string method) => new($"The provider's {method} answered null.");
}
