using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using PresignedMultipart.AspNetCore.Answers;

namespace PresignedMultipart.AspNetCore.Streaming;

/// <summary>
/// The file of a form (<c>multipart/form-data</c>), as it comes: the fields before it are read, the file itself is a stream from the
/// connection, and what follows it is not looked at.
/// </summary>
internal sealed record PostedFile(IReadOnlyDictionary<string, string> Fields, string Name, string? ContentType, Stream Content)
{
    private const int MaxFields = 100;
    private const int MaxFieldLength = 16 << 10;

    /// <summary>Reads on to the file.</summary>
    /// <exception cref="Refusal">The body is no such form, or has no file.</exception>
    public static async Task<PostedFile> ReadAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 70 } boundary)
        {
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, Refusal.Codes.InvalidRequest, "The body must be a form: multipart/form-data with a boundary.");
        }

        RequestBody.LiftServerLimit(context);
        var reader = new MultipartReader(boundary, context.Request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (await reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false) is { } section)
            {
                ContentDispositionHeaderValue disposition = section.GetContentDispositionHeader() ?? throw Refusal.BadRequest("A part of the form has no Content-Disposition.");
                if (disposition.IsFileDisposition())
                {
                    string name = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value ?? "";
                    return new PostedFile(fields, name, section.ContentType, section.Body);
                }

                if (fields.Count == MaxFields)
                {
                    throw Refusal.BadRequest($"The form has more than {MaxFields} fields before its file.");
                }

                using var value = new StreamReader(
                    new BoundedStream(section.Body, MaxFieldLength, () => Refusal.BadRequest($"A field of the form is longer than {MaxFieldLength} bytes.")), Encoding.UTF8);
                fields[HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? ""] = await value.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Refusal.BadRequest("The form is not well-formed, or breaks off.", broken);
        }

        throw Refusal.BadRequest("The form has no file.");
    }
}
