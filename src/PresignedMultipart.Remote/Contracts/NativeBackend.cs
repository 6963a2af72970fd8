using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using PresignedMultipart.Protocol;
using PresignedMultipart.Remote.Calls;

namespace PresignedMultipart.Remote.Contracts;

/// <summary>The library's own contract: POST and JSON throughout, tickets in bodies, every answer explicit. See <see cref="NativeContract"/>.</summary>
internal sealed class NativeBackend(BackendClient backend, bool allowSinglePut) : IPresignedUrlProvider
{
    public PresignedUrlProviderCapabilities Capabilities { get; } =
        allowSinglePut ? PresignedUrlProviderCapabilities.All : PresignedUrlProviderCapabilities.All & ~PresignedUrlProviderCapabilities.PutObject;

    public string Storage => backend.Address;

    public async Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength, Checksum? checksum, CancellationToken cancellationToken)
    {
        if (!allowSinglePut)
        {
            throw new NotSupportedException($"Single PUTs were turned off ({nameof(RemoteProviderOptions.AllowSinglePut)}).");
        }

        var message = new PresignPutRequest { Target = TargetDescription.Of(target), ObjectLength = contentLength, Checksum = checksum };
        var call = new BackendCall("PresignPutObject", target) { IsIdempotent = true };
        BackendAnswer answer = await PostAsync(call, NativeContract.PresignPutPath, message, NativeContractJson.Default.PresignPutRequest, cancellationToken).ConfigureAwait(false);
        PresignPutResponse signed = answer.Read(NativeContractJson.Default.PresignPutResponse);
        return Url(answer, signed.Url, Chosen(answer, target, signed.Bucket, signed.Key));
    }

    public async Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum, CancellationToken cancellationToken)
    {
        var message = new CreateUploadRequest { Target = TargetDescription.Of(target), ObjectLength = objectLength, ChecksumAlgorithm = checksum };
        BackendAnswer answer = await PostAsync(new BackendCall("CreateMultipartUpload", target), NativeContract.CreatePath, message, NativeContractJson.Default.CreateUploadRequest, cancellationToken).ConfigureAwait(false);
        CreateUploadResponse created = answer.Read(NativeContractJson.Default.CreateUploadResponse);
        if (string.IsNullOrEmpty(created.Ticket) || string.IsNullOrEmpty(created.UploadId))
        {
            throw answer.Malformed("neither a ticket nor an upload id where both were expected");
        }

        return new MultipartUpload(Chosen(answer, target, created.Bucket, created.Key) ?? target, created.UploadId)
        {
            Ticket = created.Ticket,
            ChecksumAlgorithm = created.ChecksumAlgorithm,
            Marker = created.Marker,
            AbortDate = created.AbortDate,
            AbortRuleId = created.AbortRuleId,
        };
    }

    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken)
    {
        var message = new PresignPartsRequest { Ticket = Ticket(upload), Parts = parts };
        BackendAnswer answer = await PostAsync(Call("PresignParts", upload), NativeContract.PresignPartsPath, message, NativeContractJson.Default.PresignPartsRequest, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SignedUrl>? urls = answer.Read(NativeContractJson.Default.PresignPartsResponse).Urls;
        return urls is not null && urls.Select(url => url?.PartNumber).SequenceEqual(parts.Select(part => (int?)part.PartNumber))
            ? [.. urls.Select(url => Url(answer, url))]
            : throw answer.Malformed($"not the URLs of the {parts.Count} part(s) that were asked for, in their order");
    }

    public async IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int? marker = 0;
        while (marker is { } after)
        {
            var message = new ListPartsRequest { Ticket = Ticket(upload), PartNumberMarker = after };
            BackendAnswer answer = await PostAsync(Call("ListParts", upload), NativeContract.ListPartsPath, message, NativeContractJson.Default.ListPartsRequest, cancellationToken).ConfigureAwait(false);
            ListPartsResponse page = answer.Read(NativeContractJson.Default.ListPartsResponse);
            marker = page.NextPartNumberMarker;
            if (page.Parts is null || marker <= after || marker > S3Limits.MaxPartCount || !StoredParts.AreListed(page.Parts, after))
            {
                throw answer.Malformed("a page of parts that is incomplete, out of order or leads nowhere");
            }

            foreach (StoredPart part in page.Parts)
            {
                yield return part;
            }
        }
    }

    public async Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum, CancellationToken cancellationToken)
    {
        var message = new CompleteUploadRequest { Ticket = Ticket(upload), Parts = parts, ObjectLength = objectLength, Checksum = checksum };
        BackendAnswer answer = await PostAsync(Call(BackendCall.CompleteMultipartUpload, upload), NativeContract.CompletePath, message, NativeContractJson.Default.CompleteUploadRequest, cancellationToken).ConfigureAwait(false);
        return answer.Read(NativeContractJson.Default.StoredObjectResponse).Stored ?? throw answer.Malformed("no object where one was expected");
    }

    public async Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            await PostAsync(Call("AbortMultipartUpload", upload), NativeContract.AbortPath, Message(upload), NativeContractJson.Default.TicketRequest, cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal) when (refusal.ErrorCode == "NoSuchUpload")
        {
        }
    }

    public async Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        BackendAnswer answer = await PostAsync(Call("HeadObject", upload), NativeContract.OutcomePath, Message(upload), NativeContractJson.Default.TicketRequest, cancellationToken).ConfigureAwait(false);
        return answer.Read(NativeContractJson.Default.StoredObjectResponse).Stored;
    }

    private Task<BackendAnswer> PostAsync<T>(BackendCall call, string path, T message, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        backend.SendAsync(call, HttpMethod.Post, path, message, type, cancellationToken);

    private static BackendCall Call(string name, MultipartUpload upload) => new(name, upload.Target) { Secret = upload.Ticket, IsIdempotent = true };

    private static TicketRequest Message(MultipartUpload upload) => new() { Ticket = Ticket(upload) };

    private static string Ticket(MultipartUpload upload) =>
        upload.Ticket ?? throw new ArgumentException($"The upload of {upload.Target} has no ticket, so it is not one of this provider's. Pass the one that {nameof(CreateMultipartUploadAsync)} returned.", nameof(upload));

    /// <summary>The target as the back end chose it; <see langword="null"/> when that is the one that was asked for.</summary>
    private static UploadTarget? Chosen(BackendAnswer answer, UploadTarget asked, string bucket, string key)
    {
        try
        {
            return bucket == asked.Bucket && key == asked.Key ? null : TargetDescription.Of(asked).ToTarget(bucket, key);
        }
        catch (ArgumentException broken)
        {
            throw answer.Malformed("a bucket or key that S3 does not know", broken);
        }
    }

    private static PresignedUrl Url(BackendAnswer answer, SignedUrl? url, UploadTarget? chosen = null) => answer.ToUrl(url?.Url, url?.Headers, url?.ExpiresAt, chosen);
}
