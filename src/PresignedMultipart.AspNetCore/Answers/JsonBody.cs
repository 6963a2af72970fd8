using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace PresignedMultipart.AspNetCore.Answers;

/// <summary>Reads a JSON body of bounded length, on any server.</summary>
internal static class JsonBody
{
    /// <summary>For bodies that name one object: its attributes are at most some kilobytes.</summary>
    public const int SmallBody = 64 << 10;

    /// <summary>For bodies that name up to 10,000 parts: with an ETag and a SHA-256 each takes some 165 bytes.</summary>
    public const int PartListBody = S3Limits.MaxPartCount * 256;

    /// <summary>Reads the body. The type must be JSON's, so that no page of another site can send it without being asked for leave (CORS).</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxLength)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, Refusal.Codes.InvalidRequest, "The body must be JSON, with Content-Type: application/json.");
        }

        if (context.Request.ContentLength > maxLength)
        {
            throw TooLong(maxLength);
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(new BoundedStream(context.Request.Body, maxLength, () => TooLong(maxLength)), type, context.RequestAborted).ConfigureAwait(false)
                ?? throw Refusal.BadRequest("The body is null.");
        }
        catch (JsonException broken)
        {
            throw Refusal.BadRequest($"The body is not the JSON that is expected here{(broken.Path is { Length: <= 100 } path ? $": see {path}" : "")}.", broken);
        }
    }

    private static Refusal TooLong(int maxLength) => Refusal.TooLarge($"The body is longer than {maxLength} bytes, which 10,000 parts with checksums do not need.");
}
