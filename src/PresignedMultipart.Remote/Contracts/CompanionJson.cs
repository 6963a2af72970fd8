using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PresignedMultipart.Remote.Contracts;

/// <summary><c>{"filename":"…","type":"…","metadata":{…}}</c></summary>
internal sealed record CompanionCreation([property: JsonPropertyName("filename")] string FileName, string Type, IReadOnlyDictionary<string, string>? Metadata);

/// <summary><c>{"key":"…","uploadId":"…","bucket":"…"}</c>; the bucket may be missing.</summary>
internal sealed record CompanionCreated(string? Key, string? UploadId, string? Bucket);

/// <summary><c>{"url":"…","expires":800}</c>; the URL itself says when it expires.</summary>
internal sealed record CompanionUrl(string? Url);

/// <summary><c>{"presignedUrls":{"4":"…","6":"…"}}</c></summary>
internal sealed record CompanionUrls(Dictionary<string, string>? PresignedUrls);

/// <summary><c>{"PartNumber":1,"ETag":"\"…\"","Size":5242880}</c></summary>
internal readonly record struct CompanionPart(
    [property: JsonPropertyName("PartNumber")] int PartNumber,
    [property: JsonPropertyName("ETag")] string? ETag,
    [property: JsonPropertyName("Size")] long Size);

/// <summary><c>{"parts":[…]}</c></summary>
internal sealed record CompanionCompletion(IReadOnlyList<CompanionPartName> Parts);

/// <summary><c>{"PartNumber":1,"ETag":"…"}</c></summary>
internal sealed record CompanionPartName([property: JsonPropertyName("PartNumber")] int PartNumber, [property: JsonPropertyName("ETag")] string ETag);

/// <summary><c>{"location":"…","key":"…","bucket":"…"}</c>, of which any may be missing; an <c>error</c> is one, whatever the status says.</summary>
internal sealed record CompanionCompleted(JsonElement? Error);

/// <summary>How the messages of Companion's contract are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 16)]
[JsonSerializable(typeof(CompanionCreation))]
[JsonSerializable(typeof(CompanionCreated))]
[JsonSerializable(typeof(CompanionUrl))]
[JsonSerializable(typeof(CompanionUrls))]
[JsonSerializable(typeof(CompanionPart[]))]
[JsonSerializable(typeof(CompanionCompletion))]
[JsonSerializable(typeof(CompanionCompleted))]
internal sealed partial class CompanionJson : JsonSerializerContext
{
    /// <summary>Writes the quotes of an ETag in two characters instead of six: 10,000 parts stay below Companion's 1 MB.</summary>
    public static CompanionJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
