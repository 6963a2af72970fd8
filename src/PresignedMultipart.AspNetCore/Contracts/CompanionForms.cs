using Microsoft.AspNetCore.Http;
using PresignedMultipart.AspNetCore.Streaming;
using PresignedMultipart.AspNetCore.Tickets;
using PresignedMultipart.AspNetCore.Uploads;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>
/// Uppy's way for small files: it asks for a form to post, and posts it. The form comes to this server, with a ticket for what the
/// policy decided.
/// </summary>
internal sealed class CompanionForms(EndpointScope scope)
{
    private const string TicketField = "x-upload-ticket";
    private const string KeyField = "key";

    public async Task<IResult> PrepareAsync(HttpContext context, string? filename, string? type)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        UploadRequest request = CompanionEndpoints.Request(context, filename, type, MetadataOf(context.Request.Query));
        (UploadTicket ticket, string text, TimeSpan lifetime) = await uploads.ReserveAsync(request).ConfigureAwait(false);

        string path = context.Request.Path.Value!.TrimEnd('/');
        string form = new PathString(path[..path.LastIndexOf('/')] + "/form").ToUriComponent();
        var fields = new Dictionary<string, string> { [KeyField] = ticket.Key, [TicketField] = text };
        return Results.Json(
            new CompanionForm("POST", $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{form}", fields, (long)lifetime.TotalSeconds),
            CompanionJson.Default.CompanionForm);
    }

    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        TicketedUploads uploads = scope.UploadsOf(context);
        PostedFile file = await PostedFile.ReadAsync(context).ConfigureAwait(false);
        UploadTicket ticket = uploads.Open(file.Fields.GetValueOrDefault(TicketField));
        UploadResult result = await new StreamedUpload(context, scope).ReceiveAsync(
            ticket.Target!.ToTarget(ticket.Bucket, ticket.Key), ticket.MaxLength, file.Content, length: null).ConfigureAwait(false);

        context.Response.Headers.ETag = result.ETag;
        context.Response.Headers.AccessControlExposeHeaders = "ETag";
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static IEnumerable<(string Name, string Value)> MetadataOf(IQueryCollection query) =>
        from parameter in query
        where parameter.Key.StartsWith("metadata[", StringComparison.Ordinal) && parameter.Key.EndsWith(']')
        select (parameter.Key["metadata[".Length..^1], parameter.Value.ToString());
}
