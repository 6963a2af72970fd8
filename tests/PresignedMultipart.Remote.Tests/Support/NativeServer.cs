using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.Remote.Tests.Support;

/// <summary>A back end of the native contract over another provider, with tickets that it remembers and pages of two parts.</summary>
internal sealed class NativeServer(IPresignedUrlProvider signer, string folder)
{
    private const int PageLength = 2;

    private readonly ConcurrentDictionary<string, (MultipartUpload Upload, StoredObject? Completed)> _uploads = new();

    public static Task<Backend> StartAsync(Storage storage, string folder = "") => Backend.StartAsync(new NativeServer(storage.Signer, folder).AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await (context.Request.Path.Value!.TrimStart('/') switch
            {
                NativeContract.CreatePath => CreateAsync(context),
                NativeContract.PresignPartsPath => PresignPartsAsync(context),
                NativeContract.PresignPutPath => PresignPutAsync(context),
                NativeContract.ListPartsPath => ListAsync(context),
                NativeContract.CompletePath => CompleteAsync(context),
                NativeContract.AbortPath => AbortAsync(context),
                NativeContract.OutcomePath => OutcomeAsync(context),
                _ => ProblemAsync(context, 404, new BackendProblem { Title = "No such endpoint" }),
            });
        }
        catch (PresignedUrlProviderException refusal)
        {
            await ProblemAsync(context, (int?)refusal.StatusCode ?? 502, new BackendProblem
            {
                Detail = refusal.Message,
                Code = refusal.ErrorCode,
                RequestId = refusal.RequestId,
                OutcomeUnknown = refusal.IsOutcomeUnknown,
                NoSuchUpload = refusal.IsNoSuchUpload,
            });
        }
    }

    private async Task CreateAsync(HttpContext context)
    {
        CreateUploadRequest request = await ReadAsync(context, NativeContractJson.Default.CreateUploadRequest);
        UploadTarget target = request.Target.ToTarget(request.Target.Bucket!, folder + request.Target.Key);
        MultipartUpload upload = await signer.CreateMultipartUploadAsync(target, request.ObjectLength, request.ChecksumAlgorithm);
        string ticket = $"ticket-{Guid.NewGuid():N}";
        _uploads[ticket] = (upload, null);
        await WriteAsync(context, new CreateUploadResponse { Ticket = ticket, UploadId = upload.UploadId, Bucket = target.Bucket, Key = target.Key, ChecksumAlgorithm = upload.ChecksumAlgorithm }, NativeContractJson.Default.CreateUploadResponse);
    }

    private async Task PresignPartsAsync(HttpContext context)
    {
        PresignPartsRequest request = await ReadAsync(context, NativeContractJson.Default.PresignPartsRequest);
        IReadOnlyList<PresignedUrl> urls = await signer.PresignPartsAsync(_uploads[request.Ticket].Upload, request.Parts);
        await WriteAsync(context, new PresignPartsResponse { Urls = [.. urls.Zip(request.Parts, (url, part) => SignedUrl.Of(url, part.PartNumber))] }, NativeContractJson.Default.PresignPartsResponse);
    }

    private async Task PresignPutAsync(HttpContext context)
    {
        PresignPutRequest request = await ReadAsync(context, NativeContractJson.Default.PresignPutRequest);
        UploadTarget target = request.Target.ToTarget(request.Target.Bucket!, folder + request.Target.Key);
        PresignedUrl url = await signer.PresignPutObjectAsync(target, request.ObjectLength, request.Checksum);
        await WriteAsync(context, new PresignPutResponse { Bucket = target.Bucket, Key = target.Key, Url = SignedUrl.Of(url) }, NativeContractJson.Default.PresignPutResponse);
    }

    private async Task ListAsync(HttpContext context)
    {
        ListPartsRequest request = await ReadAsync(context, NativeContractJson.Default.ListPartsRequest);
        List<StoredPart> parts = [];
        await foreach (StoredPart part in signer.ListPartsAsync(_uploads[request.Ticket].Upload))
        {
            parts.Add(part);
        }

        StoredPart[] rest = [.. parts.Where(part => part.PartNumber > request.PartNumberMarker)];
        StoredPart[] page = [.. rest.Take(PageLength)];
        await WriteAsync(context, new ListPartsResponse { Parts = page, NextPartNumberMarker = rest.Length > page.Length ? page[^1].PartNumber : null }, NativeContractJson.Default.ListPartsResponse);
    }

    private async Task CompleteAsync(HttpContext context)
    {
        CompleteUploadRequest request = await ReadAsync(context, NativeContractJson.Default.CompleteUploadRequest);
        (MultipartUpload upload, StoredObject? completed) = _uploads[request.Ticket];
        completed ??= await signer.CompleteMultipartUploadAsync(upload, request.Parts, request.ObjectLength, request.Checksum);
        _uploads[request.Ticket] = (upload, completed);
        await WriteAsync(context, new StoredObjectResponse { Stored = completed }, NativeContractJson.Default.StoredObjectResponse);
    }

    private async Task AbortAsync(HttpContext context)
    {
        await signer.AbortMultipartUploadAsync(_uploads[(await ReadAsync(context, NativeContractJson.Default.TicketRequest)).Ticket].Upload);
        context.Response.StatusCode = 204;
    }

    private async Task OutcomeAsync(HttpContext context)
    {
        MultipartUpload upload = _uploads[(await ReadAsync(context, NativeContractJson.Default.TicketRequest)).Ticket].Upload;
        await WriteAsync(context, new StoredObjectResponse { Stored = await signer.HeadObjectAsync(upload) }, NativeContractJson.Default.StoredObjectResponse);
    }

    private static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) => (await JsonSerializer.DeserializeAsync(context.Request.Body, type))!;

    private static Task WriteAsync<T>(HttpContext context, T message, JsonTypeInfo<T> type) => Backend.WriteAsync(context, 200, JsonSerializer.Serialize(message, type));

    private static Task ProblemAsync(HttpContext context, int status, BackendProblem problem) =>
        Backend.WriteAsync(context, status, JsonSerializer.Serialize(problem, NativeContractJson.Default.BackendProblem), NativeContract.ProblemMediaType);
}
