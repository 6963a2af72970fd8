using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Tickets;
using PresignedMultipart.AspNetCore.Uploads;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>
/// The S3 routes of Uppy's Companion (<see href="https://uppy.io/docs/companion/"/>), under a policy and with tickets for upload ids, so that
/// a caller acts on its own uploads alone. Small files, which Uppy posts as a form, go through the server, because a signed form that
/// bounds the length is not known by every store.
/// </summary>
internal sealed class CompanionEndpoints(EndpointScope scope)
{
    private const string Json = "application/json";

    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix, string name)
    {
        var handlers = new CompanionEndpoints(new EndpointScope(name, "companion"));
        var forms = new CompanionForms(new EndpointScope(name, "companion form"));
        prefix += "/s3";
        RouteGroupBuilder group = endpoints.MapContract(prefix, Problem);

        group.MapGet("params", (HttpContext context, string? filename, string? type) => forms.PrepareAsync(context, filename, type))
            .Produces<CompanionForm>().Describe("params", "Says how to post a small file as a form.");
        group.MapPostOf<IFormFile>("form", "multipart/form-data", forms.ReceiveAsync)
            .Produces(StatusCodes.Status201Created).Describe("form", "Takes such a form.");
        group.MapPostOf<CompanionCreateRequest>("multipart", Json, handlers.CreateAsync)
            .Produces<CompanionUpload>().Describe("create", "Creates a multipart upload.");
        group.MapGet("multipart/{uploadId}", (HttpContext context, string uploadId, string? key) => handlers.ListAsync(context, uploadId, key))
            .Produces<IReadOnlyList<CompanionPart>>().Describe("list", "Lists the parts that the storage has.");
        group.MapGet("multipart/{uploadId}/batch", (HttpContext context, string uploadId, string? key, string? partNumbers) => handlers.SignBatchAsync(context, uploadId, key, partNumbers))
            .Produces<CompanionUrls>().Describe("batch", "Signs the PUTs of several parts.");
        group.MapGet("multipart/{uploadId}/{partNumber}", (HttpContext context, string uploadId, string partNumber, string? key) => handlers.SignAsync(context, uploadId, partNumber, key))
            .Produces<CompanionUrl>().Describe("sign", "Signs the PUT of one part.");
        group.RefuseOtherTypes("multipart/{uploadId}/complete", Json);
        group.MapPost("multipart/{uploadId}/complete", (HttpContext context, string uploadId, string? key) => handlers.CompleteAsync(context, uploadId, key))
            .Accepts<CompanionCompleteRequest>(Json).Produces<CompanionObject>().Describe("complete", "Joins the parts into the object.");
        group.MapDelete("multipart/{uploadId}", (HttpContext context, string uploadId, string? key) => handlers.AbortAsync(context, uploadId, key))
            .Produces(StatusCodes.Status200OK).Describe("abort", "Deletes the upload and its parts.");
        return group;
    }

    private static IResult Problem(BackendProblem problem) => Results.Json(
        new CompanionProblem(problem.Detail, problem.Detail, problem.Code, problem.Status, problem.Detail, problem.RequestId),
        CompanionJson.Default.CompanionProblem,
        NativeContract.ProblemMediaType,
        problem.Status);

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        CompanionCreateRequest asked = await JsonBody.ReadAsync(context, CompanionJson.Default.CompanionCreateRequest, JsonBody.SmallBody).ConfigureAwait(false);
        UploadRequest request = Request(context, asked.Filename, asked.Type, asked.Metadata?.Select(pair => (pair.Key, TextOf(pair.Value))));
        CreatedUpload created = await uploads.CreateAsync(request, ChecksumAlgorithm.None).ConfigureAwait(false);
        return Results.Json(new CompanionUpload(created.Ticket.Key, created.Text, created.Ticket.Bucket), CompanionJson.Default.CompanionUpload);
    }

    private async Task<IResult> ListAsync(HttpContext context, string uploadId, string? key)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        List<StoredPart> parts = await uploads.ListAsync(Open(uploads, uploadId, key), context.RequestAborted).ConfigureAwait(false);
        return Results.Json<IReadOnlyList<CompanionPart>>([.. parts.Select(part => new CompanionPart(part.PartNumber, part.ETag, part.Length))], CompanionJson.Default.IReadOnlyListCompanionPart);
    }

    private async Task<IResult> SignAsync(HttpContext context, string uploadId, string partNumber, string? key)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        UploadTicket ticket = Open(uploads, uploadId, key);
        PresignedUrl url = (await uploads.PresignPartsAsync(ticket, [ToSign(partNumber)]).ConfigureAwait(false))[0];
        TimeProvider time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        return Results.Json(new CompanionUrl(url.Uri.OriginalString, (long?)(url.ExpiresAt - time.GetUtcNow())?.TotalSeconds), CompanionJson.Default.CompanionUrl);
    }

    private async Task<IResult> SignBatchAsync(HttpContext context, string uploadId, string? key, string? partNumbers)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        UploadTicket ticket = Open(uploads, uploadId, key);
        string[] numbers = partNumbers?.Split(',', PartRule.MaxPartsToSign + 1) ?? [];
        if (numbers.Length is 0 or > PartRule.MaxPartsToSign)
        {
            throw Refusal.BadRequest($"'{nameof(partNumbers)}' names {numbers.Length} parts; one request signs 1 to {PartRule.MaxPartsToSign}.");
        }

        IReadOnlyList<PresignedUrl> urls = await uploads.PresignPartsAsync(ticket, [.. numbers.Select(ToSign)]).ConfigureAwait(false);
        var answer = new Dictionary<string, string>();
        foreach ((string number, PresignedUrl url) in numbers.Zip(urls))
        {
            answer[number] = url.Uri.OriginalString;
        }

        return Results.Json(new CompanionUrls(answer), CompanionJson.Default.CompanionUrls);
    }

    private async Task<IResult> CompleteAsync(HttpContext context, string uploadId, string? key)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        UploadTicket ticket = Open(uploads, uploadId, key);
        CompanionCompleteRequest asked = await JsonBody.ReadAsync(context, CompanionJson.Default.CompanionCompleteRequest, JsonBody.PartListBody).ConfigureAwait(false);
        await uploads.CompleteAsync(ticket, ClassicPart.ToCompleted(asked.Parts)).ConfigureAwait(false);
        string location = await uploads.LocateAsync(ticket).ConfigureAwait(false);
        return Results.Json(new CompanionObject(location, ticket.Key, ticket.Bucket), CompanionJson.Default.CompanionObject);
    }

    private async Task<IResult> AbortAsync(HttpContext context, string uploadId, string? key)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        await uploads.AbortAsync(Open(uploads, uploadId, key)).ConfigureAwait(false);

        // Uppy 5 reads the answer as JSON.
        return Results.Text("{}", Json);
    }

    public static UploadRequest Request(HttpContext context, string? filename, string? type, IEnumerable<(string Name, string Value)>? metadata)
    {
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in metadata ?? [])
        {
            kept[name] = value;
        }

        return new UploadRequest(
            context,
            new TargetDescription { Key = Required(filename), ContentType = string.IsNullOrEmpty(type) ? null : type, Metadata = kept },
            length: null);
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }
        catch (InvalidOperationException broken)
        {
            throw Refusal.BadRequest("A value of the metadata is no well-formed text.", broken);
        }
    }

    private static UploadTicket Open(TicketedUploads uploads, string uploadId, string? key)
    {
        UploadTicket ticket = uploads.Open(uploadId);
        return ticket.Key == key ? ticket : throw Refusal.InvalidTicket();
    }

    private static PartToSign ToSign(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed)
            ? new PartToSign(parsed, Length: null)
            : throw Refusal.BadRequest($"A part number is no number of 1 to {S3Limits.MaxPartCount}.");

    private static string Required(string? filename) => string.IsNullOrEmpty(filename) ? throw Refusal.BadRequest("The file has no name.") : filename;
}
