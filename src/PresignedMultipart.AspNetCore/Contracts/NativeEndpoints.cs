using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Tickets;
using PresignedMultipart.AspNetCore.Uploads;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>The native contract: what <c>RemotePresignedUrlProvider</c> speaks. The ticket travels in bodies alone.</summary>
internal sealed class NativeEndpoints(EndpointScope scope)
{
    private const string Json = "application/json";

    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix, string name)
    {
        var handlers = new NativeEndpoints(new EndpointScope(name, "native"));
        RouteGroupBuilder group = endpoints.MapContract(prefix, ProblemFilter.ProblemJson);

        group.MapPostOf<CreateUploadRequest>(NativeContract.CreatePath, Json, handlers.CreateAsync)
            .Produces<CreateUploadResponse>().Describe(NativeContract.CreatePath, "Creates a multipart upload and answers its ticket.");
        group.MapPostOf<PresignPartsRequest>(NativeContract.PresignPartsPath, Json, handlers.PresignPartsAsync)
            .Produces<PresignPartsResponse>().Describe(NativeContract.PresignPartsPath, "Signs PUTs of parts, each for its exact length.");
        group.MapPostOf<PresignPutRequest>(NativeContract.PresignPutPath, Json, handlers.PresignPutAsync)
            .Produces<PresignPutResponse>().Describe(NativeContract.PresignPutPath, "Signs one PUT of a whole object, for its exact length.");
        group.MapPostOf<ListPartsRequest>(NativeContract.ListPartsPath, Json, handlers.ListPartsAsync)
            .Produces<ListPartsResponse>().Describe(NativeContract.ListPartsPath, "Lists the parts that the storage has.");
        group.MapPostOf<CompleteUploadRequest>(NativeContract.CompletePath, Json, handlers.CompleteAsync)
            .Produces<StoredObjectResponse>().Describe(NativeContract.CompletePath, "Joins the parts into the object. Asked again, it answers the same.");
        group.MapPostOf<TicketRequest>(NativeContract.AbortPath, Json, handlers.AbortAsync)
            .Produces(StatusCodes.Status204NoContent).Describe(NativeContract.AbortPath, "Deletes the upload and its parts.");
        group.MapPostOf<TicketRequest>(NativeContract.OutcomePath, Json, handlers.FindOutcomeAsync)
            .Produces<StoredObjectResponse>().Describe(NativeContract.OutcomePath, "Says what stands under the upload's key now.");
        return group;
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        CreateUploadRequest asked = await JsonBody.ReadAsync(context, NativeContractJson.Default.CreateUploadRequest, JsonBody.SmallBody).ConfigureAwait(false);
        CreatedUpload created = await uploads.CreateAsync(Request(context, asked.Target, asked.ObjectLength), asked.ChecksumAlgorithm).ConfigureAwait(false);
        return Results.Json(
            new CreateUploadResponse
            {
                Ticket = created.Text,
                UploadId = created.Upload.UploadId,
                ExpiresAt = created.Ticket.ExpiresAt,
                Bucket = created.Ticket.Bucket,
                Key = created.Ticket.Key,
                ChecksumAlgorithm = created.Ticket.ChecksumAlgorithm,
                Marker = created.Ticket.Marker,
                PartRules = new PartRules { EqualLengths = true },
                MaxObjectLength = created.Ticket.Limit,
                AbortDate = created.Upload.AbortDate,
                AbortRuleId = created.Upload.AbortRuleId,
            },
            NativeContractJson.Default.CreateUploadResponse);
    }

    private async Task<IResult> PresignPartsAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        PresignPartsRequest asked = await JsonBody.ReadAsync(context, NativeContractJson.Default.PresignPartsRequest, JsonBody.PartListBody).ConfigureAwait(false);
        UploadTicket ticket = uploads.Open(asked.Ticket);
        if (asked.Parts is not { Count: > 0 and <= PartRule.MaxPartsToSign })
        {
            throw Refusal.BadRequest($"One request signs 1 to {PartRule.MaxPartsToSign} parts; this one names {asked.Parts?.Count ?? 0}.");
        }

        if (asked.Parts.Any(part => part.Length is null))
        {
            throw new Refusal(StatusCodes.Status411LengthRequired, Refusal.Codes.MissingContentLength, "A part is signed for its exact length. Say each part's length.");
        }

        IReadOnlyList<PresignedUrl> urls = await uploads.PresignPartsAsync(ticket, asked.Parts).ConfigureAwait(false);
        return Results.Json(
            new PresignPartsResponse { Urls = [.. urls.Zip(asked.Parts, (url, part) => SignedUrl.Of(url, part.PartNumber))] },
            NativeContractJson.Default.PresignPartsResponse);
    }

    private async Task<IResult> PresignPutAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        PresignPutRequest asked = await JsonBody.ReadAsync(context, NativeContractJson.Default.PresignPutRequest, JsonBody.SmallBody).ConfigureAwait(false);
        (UploadTarget target, PresignedUrl url) = await uploads.PresignPutAsync(Request(context, asked.Target, asked.ObjectLength), asked.Checksum).ConfigureAwait(false);
        return Results.Json(
            new PresignPutResponse { Bucket = target.Bucket, Key = target.Key, Url = SignedUrl.Of(url) },
            NativeContractJson.Default.PresignPutResponse);
    }

    private async Task<IResult> ListPartsAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        ListPartsRequest asked = await JsonBody.ReadAsync(context, NativeContractJson.Default.ListPartsRequest, JsonBody.SmallBody).ConfigureAwait(false);
        UploadTicket ticket = uploads.Open(asked.Ticket);

        // All of them: a page would have to be found by listing from the start again.
        List<StoredPart> parts = await uploads.ListAsync(ticket, context.RequestAborted).ConfigureAwait(false);
        return Results.Json(
            new ListPartsResponse { Parts = [.. parts.Where(part => part.PartNumber > asked.PartNumberMarker)] },
            NativeContractJson.Default.ListPartsResponse);
    }

    private async Task<IResult> CompleteAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        CompleteUploadRequest asked = await JsonBody.ReadAsync(context, NativeContractJson.Default.CompleteUploadRequest, JsonBody.PartListBody).ConfigureAwait(false);
        StoredObject stored = await uploads.CompleteAsync(uploads.Open(asked.Ticket), asked.Parts, asked.ObjectLength, asked.Checksum).ConfigureAwait(false);
        return Results.Json(new StoredObjectResponse { Stored = stored }, NativeContractJson.Default.StoredObjectResponse);
    }

    private async Task<IResult> AbortAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        TicketRequest asked = await JsonBody.ReadAsync(context, NativeContractJson.Default.TicketRequest, JsonBody.SmallBody).ConfigureAwait(false);
        await uploads.AbortAsync(uploads.Open(asked.Ticket)).ConfigureAwait(false);
        return Results.NoContent();
    }

    private async Task<IResult> FindOutcomeAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        TicketRequest asked = await JsonBody.ReadAsync(context, NativeContractJson.Default.TicketRequest, JsonBody.SmallBody).ConfigureAwait(false);
        StoredObject? found = await uploads.FindAsync(uploads.Open(asked.Ticket)).ConfigureAwait(false);
        return Results.Json(new StoredObjectResponse { Stored = found }, NativeContractJson.Default.StoredObjectResponse);
    }

    private static UploadRequest Request(HttpContext context, TargetDescription? wish, long? length) =>
        new(context, wish ?? throw Refusal.BadRequest("The request names no object."), length);
}
