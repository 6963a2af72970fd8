using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Tickets;
using PresignedMultipart.AspNetCore.Uploads;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>
/// The three endpoints that many front ends know: start, one URL a part, complete. The upload id handed out is a ticket, and the bucket and
/// file name that come with every call must be those that it was started with.
/// </summary>
internal sealed class ClassicEndpoints(EndpointScope scope)
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix, string name)
    {
        var handlers = new ClassicEndpoints(new EndpointScope(name, "classic"));
        RouteGroupBuilder group = endpoints.MapContract(prefix, ProblemFilter.ProblemJson);

        group.MapGet("start-upload", (HttpContext context, string? bucket, string? fileName) => handlers.StartAsync(context, bucket, fileName))
            .Produces<ClassicStartAnswer>().Describe("start-upload", "Creates a multipart upload and answers its id.");
        group.MapGet("get-upload-url", (HttpContext context, string? bucket, string? fileName, string? partNumber, string? uploadId) => handlers.SignAsync(context, bucket, fileName, partNumber, uploadId))
            .Produces<string>(contentType: "application/json").Describe("get-upload-url", "Signs the PUT of one part.");
        group.MapPostOf<ClassicCompleteRequest>("complete-upload", "application/json", handlers.CompleteAsync)
            .Produces<ClassicObject>().Describe("complete-upload", "Joins the parts into the object.");
        return group;
    }

    private async Task<IResult> StartAsync(HttpContext context, string? bucket, string? fileName)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        var request = new UploadRequest(context, new TargetDescription { Bucket = bucket, Key = Required(fileName, nameof(fileName)) }, length: null);
        CreatedUpload created = await uploads.CreateAsync(request, ChecksumAlgorithm.None, (bucket ?? "", fileName!)).ConfigureAwait(false);
        return Results.Json(new ClassicStartAnswer(new ClassicUpload(created.Text)), ClassicJson.Default.ClassicStartAnswer);
    }

    private async Task<IResult> SignAsync(HttpContext context, string? bucket, string? fileName, string? partNumber, string? uploadId)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        UploadTicket ticket = Open(uploads, uploadId, bucket, fileName);
        if (!int.TryParse(partNumber, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            throw Refusal.BadRequest($"'{nameof(partNumber)}' is missing or no number of 1 to {S3Limits.MaxPartCount}.");
        }

        IReadOnlyList<PresignedUrl> urls = await uploads.PresignPartsAsync(ticket, [new PartToSign(number, Length: null)]).ConfigureAwait(false);
        return Results.Json(urls[0].Uri.OriginalString, ClassicJson.Default.String);
    }

    private async Task<IResult> CompleteAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        ClassicCompleteRequest asked = await JsonBody.ReadAsync(context, ClassicJson.Default.ClassicCompleteRequest, JsonBody.PartListBody).ConfigureAwait(false);
        UploadTicket ticket = Open(uploads, asked.UploadId, asked.Bucket, asked.FileName);
        StoredObject stored = await uploads.CompleteAsync(ticket, ClassicPart.ToCompleted(asked.Parts)).ConfigureAwait(false);
        string location = await uploads.LocateAsync(ticket).ConfigureAwait(false);
        return Results.Json(new ClassicObject(location, ticket.Bucket, ticket.Key, stored.ETag, stored.VersionId), ClassicJson.Default.ClassicObject);
    }

    private static UploadTicket Open(TicketedUploads uploads, string? uploadId, string? bucket, string? fileName)
    {
        UploadTicket ticket = uploads.Open(uploadId);
        return ticket.AskedBucket == (bucket ?? "") && ticket.AskedKey == fileName ? ticket : throw Refusal.InvalidTicket();
    }

    private static string Required(string? value, string parameter) =>
        string.IsNullOrEmpty(value) ? throw Refusal.BadRequest($"The parameter '{parameter}' is missing.") : value;
}
