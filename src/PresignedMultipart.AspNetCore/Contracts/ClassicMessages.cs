using System.Text.Json;
using System.Text.Json.Serialization;
using PresignedMultipart.AspNetCore.Answers;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>The answer to <c>start-upload</c>.</summary>
internal sealed record ClassicStartAnswer(ClassicUpload Data);

/// <summary>An upload by its id, which is a ticket.</summary>
internal sealed record ClassicUpload(string UploadId);

/// <summary>The body of <c>complete-upload</c>.</summary>
internal sealed record ClassicCompleteRequest(string? Bucket, string? FileName, string? UploadId, IReadOnlyList<ClassicPart>? Parts);

/// <summary>A part, in S3's own spelling.</summary>
internal sealed record ClassicPart([property: JsonPropertyName("ETag")] string? ETag, [property: JsonPropertyName("PartNumber")] int PartNumber)
{
    /// <exception cref="Refusal">One of them is null.</exception>
    public static List<CompletedPart>? ToCompleted(IReadOnlyList<ClassicPart?>? parts) =>
        parts?.Select(part => part is null ? throw Refusal.BadRequest("One of the parts is null.") : new CompletedPart(part.PartNumber, part.ETag!)).ToList();
}

/// <summary>The object, in S3's own spelling.</summary>
internal sealed record ClassicObject(
    [property: JsonPropertyName("Location")] string Location,
    [property: JsonPropertyName("Bucket")] string Bucket,
    [property: JsonPropertyName("Key")] string Key,
    [property: JsonPropertyName("ETag")] string? ETag,
    [property: JsonPropertyName("VersionId")] string? VersionId);

/// <summary>How these are written: S3's spelling where they are S3's, camel case otherwise; read in any case.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClassicStartAnswer))]
[JsonSerializable(typeof(ClassicCompleteRequest))]
[JsonSerializable(typeof(ClassicObject))]
[JsonSerializable(typeof(string))]
internal sealed partial class ClassicJson : JsonSerializerContext;
