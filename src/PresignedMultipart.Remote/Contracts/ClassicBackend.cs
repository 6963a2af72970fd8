using System.Globalization;
using PresignedMultipart.Remote.Calls;

namespace PresignedMultipart.Remote.Contracts;

/// <summary>The three endpoints that many front ends and back ends have: start-upload, get-upload-url, complete-upload.</summary>
internal sealed class ClassicBackend(BackendClient backend, RemoteProviderOptions options) : IPresignedUrlProvider
{
    public PresignedUrlProviderCapabilities Capabilities => PresignedUrlProviderCapabilities.None;

    public string Storage => backend.Address;

    public async Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum, CancellationToken cancellationToken)
    {
        UncarriedRules.Check(BackendContract.Classic, target, carriesTypeAndMetadata: false);
        BackendAnswer answer = await GetAsync(new BackendCall("CreateMultipartUpload", target), options.StartUploadPath, Object(target), cancellationToken).ConfigureAwait(false);
        string? uploadId = answer.Read(ClassicJson.Default.ClassicStarted).Data?.UploadId;
        return string.IsNullOrEmpty(uploadId)
            ? throw answer.Malformed("no upload id where {\"data\":{\"uploadId\":…}} was expected")
            : ForeignUploadId.Name(target, uploadId);
    }

    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken)
    {
        var urls = new PresignedUrl[parts.Count];
        for (int i = 0; i < parts.Count; i++)
        {
            string query = $"{Object(upload.Target)}&partNumber={parts[i].PartNumber.ToString(CultureInfo.InvariantCulture)}&uploadId={Uri.EscapeDataString(ForeignUploadId.Of(upload))}";
            BackendAnswer answer = await GetAsync(new BackendCall("PresignPart", upload.Target) { Secret = upload.Ticket }, options.GetUploadUrlPath, query, cancellationToken).ConfigureAwait(false);
            urls[i] = answer.ToUrl(answer.Read(ClassicJson.Default.String));
        }

        return urls;
    }

    public async Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum, CancellationToken cancellationToken)
    {
        var message = new ClassicCompletion(upload.Target.Bucket, upload.Target.Key, ForeignUploadId.Of(upload), [.. parts.Select(part => new ClassicPart(part.ETag, part.PartNumber))]);
        var call = new BackendCall(BackendCall.CompleteMultipartUpload, upload.Target) { Secret = upload.Ticket };
        BackendAnswer answer = await backend.SendAsync(call, HttpMethod.Post, options.CompleteUploadPath, message, ClassicJson.Relaxed.ClassicCompletion, cancellationToken).ConfigureAwait(false);
        return answer.ReadAny(root => ClassicCompletionAnswer.Read(answer, root));
    }

    public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength, Checksum? checksum, CancellationToken cancellationToken) => throw NotInContract();

    public IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, CancellationToken cancellationToken) => throw NotInContract();

    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken) => throw NotInContract();

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken) => throw NotInContract();

    private Task<BackendAnswer> GetAsync(BackendCall call, string path, string query, CancellationToken cancellationToken) =>
        backend.SendAsync(call, HttpMethod.Get, $"{path}?{query}", cancellationToken);

    private static string Object(UploadTarget target) => $"bucket={Uri.EscapeDataString(target.Bucket)}&fileName={Uri.EscapeDataString(target.Key)}";

    private static NotSupportedException NotInContract() => new("The classic contract has three endpoints: start an upload, sign a part, complete. Look at the capabilities before the call.");
}
