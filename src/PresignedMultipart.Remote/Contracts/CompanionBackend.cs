using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using PresignedMultipart.Protocol;
using PresignedMultipart.Remote.Calls;

namespace PresignedMultipart.Remote.Contracts;

/// <summary>
/// The S3 routes of Uppy's Companion. It chooses bucket and key, asks for no proof of rights, and answers every failure of the storage with
/// a 500 that does not say which.
/// Source: <see href="https://github.com/transloadit/uppy/blob/main/packages/%40uppy/companion/src/server/controllers/s3.ts"/>.
/// </summary>
internal sealed class CompanionBackend(BackendClient backend) : IPresignedUrlProvider
{
    private const string Uploads = "s3/multipart";

    // Companion refuses a creation without a type.
    private const string UnknownType = "application/octet-stream";

    // Uploads that Companion said it aborted: a list of their parts can only fail because they are gone.
    private readonly ConditionalWeakTable<MultipartUpload, object> _aborted = [];

    public PresignedUrlProviderCapabilities Capabilities => PresignedUrlProviderCapabilities.PresignBatch | PresignedUrlProviderCapabilities.ListParts | PresignedUrlProviderCapabilities.Abort;

    public string Storage => backend.Address;

    public async Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum, CancellationToken cancellationToken)
    {
        UncarriedRules.Check(BackendContract.Companion, target, carriesTypeAndMetadata: true);
        var message = new CompanionCreation(target.Key, target.ContentType ?? UnknownType, target.Metadata.Count == 0 ? null : target.Metadata);
        BackendAnswer answer = await backend.SendAsync(Call("CreateMultipartUpload", target), HttpMethod.Post, Uploads, message, CompanionJson.Relaxed.CompanionCreation, cancellationToken).ConfigureAwait(false);
        CompanionCreated created = answer.Read(CompanionJson.Default.CompanionCreated);
        if (string.IsNullOrEmpty(created.UploadId) || string.IsNullOrEmpty(created.Key))
        {
            throw answer.Malformed("neither a key nor an upload id where both were expected");
        }

        try
        {
            return ForeignUploadId.Name(TargetDescription.Of(target).ToTarget(string.IsNullOrEmpty(created.Bucket) ? target.Bucket : created.Bucket, created.Key), created.UploadId);
        }
        catch (ArgumentException broken)
        {
            throw answer.Malformed("a bucket or key that S3 does not know", broken);
        }
    }

    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken)
    {
        string[] numbers = [.. parts.Select(part => part.PartNumber.ToString(CultureInfo.InvariantCulture))];
        if (numbers is [string number])
        {
            BackendAnswer one = await GetAsync("PresignPart", upload, $"/{number}", query: "", cancellationToken).ConfigureAwait(false);
            return [one.ToUrl(one.Read(CompanionJson.Default.CompanionUrl).Url)];
        }

        BackendAnswer answer = await GetAsync("PresignParts", upload, "/batch", $"&partNumbers={string.Join(',', numbers)}", cancellationToken).ConfigureAwait(false);
        Dictionary<string, string>? urls = answer.Read(CompanionJson.Default.CompanionUrls).PresignedUrls;
        return [.. numbers.Select(each => answer.ToUrl(urls?.GetValueOrDefault(each)))];
    }

    public async IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoredPart[] parts;
        try
        {
            BackendAnswer answer = await GetAsync("ListParts", upload, path: "", query: "", cancellationToken).ConfigureAwait(false);
            parts = [.. answer.Read(CompanionJson.Default.CompanionPartArray).Select(part => new StoredPart(part.PartNumber, part.Size, part.ETag!)).OrderBy(part => part.PartNumber)];
            if (!StoredParts.AreListed(parts))
            {
                throw answer.Malformed("a part without number, size or ETag, or one that is there twice");
            }
        }
        catch (PresignedUrlProviderException refusal) when (refusal.StatusCode == HttpStatusCode.InternalServerError && _aborted.TryGetValue(upload, out _))
        {
            throw new PresignedUrlProviderException($"The upload of {upload.Target} was aborted, and Companion has no parts of it.", refusal) { StatusCode = HttpStatusCode.NotFound, ErrorCode = "NoSuchUpload" };
        }

        foreach (StoredPart part in parts)
        {
            yield return part;
        }
    }

    public async Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum, CancellationToken cancellationToken)
    {
        var message = new CompanionCompletion([.. parts.Select(part => new CompanionPartName(part.PartNumber, part.ETag))]);
        BackendAnswer answer = await backend.SendAsync(
            Call(BackendCall.CompleteMultipartUpload, upload.Target, upload.Ticket), HttpMethod.Post, Path(upload, "/complete"), message, CompanionJson.Relaxed.CompanionCompletion, cancellationToken).ConfigureAwait(false);
        CompanionCompleted completed = answer.Read(CompanionJson.Default.CompanionCompleted);
        return IsEmpty(completed.Error) ? new StoredObject() : throw answer.ErrorInside(BackendError.Read(completed.Error!.Value));
    }

    public async Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        await backend.SendAsync(Call("AbortMultipartUpload", upload.Target, upload.Ticket), HttpMethod.Delete, Path(upload, ""), cancellationToken).ConfigureAwait(false);
        _aborted.TryAdd(upload, this);
    }

    public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength, Checksum? checksum, CancellationToken cancellationToken) => throw NotInContract();

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken) => throw NotInContract();

    private Task<BackendAnswer> GetAsync(string name, MultipartUpload upload, string path, string query, CancellationToken cancellationToken) =>
        backend.SendAsync(Call(name, upload.Target, upload.Ticket), HttpMethod.Get, Path(upload, path) + query, cancellationToken);

    // Companion's own SDK has repeated the storage's calls already when it answers 500.
    private static BackendCall Call(string name, UploadTarget target, string? secret = null) => new(name, target) { Takes500ForRefusal = true, Secret = secret };

    private static string Path(MultipartUpload upload, string path) =>
        $"{Uploads}/{Uri.EscapeDataString(ForeignUploadId.Of(upload))}{path}?key={Uri.EscapeDataString(upload.Target.Key)}";

    private static bool IsEmpty(System.Text.Json.JsonElement? error) => error is null or { ValueKind: System.Text.Json.JsonValueKind.Null or System.Text.Json.JsonValueKind.False };

    private static NotSupportedException NotInContract() => new("Companion neither signs single PUTs nor looks at objects. Look at the capabilities before the call.");
}
