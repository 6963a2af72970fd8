using System.Text.Json;
using System.Text.Json.Serialization;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>The body that creates an upload.</summary>
internal sealed record CompanionCreateRequest(string? Filename, string? Type, IReadOnlyDictionary<string, JsonElement>? Metadata);

/// <summary>The answer to it. The upload id is a ticket.</summary>
internal sealed record CompanionUpload(string Key, string UploadId, string Bucket);

/// <summary>A part in a list, in S3's own spelling.</summary>
internal sealed record CompanionPart(
    [property: JsonPropertyName("PartNumber")] int PartNumber,
    [property: JsonPropertyName("ETag")] string ETag,
    [property: JsonPropertyName("Size")] long Size);

/// <summary>A signed URL, and for how many seconds it is good.</summary>
internal sealed record CompanionUrl(string Url, long? Expires);

/// <summary>Signed URLs by the part numbers asked for.</summary>
internal sealed record CompanionUrls(IReadOnlyDictionary<string, string> PresignedUrls);

/// <summary>How to post a whole file as a form.</summary>
internal sealed record CompanionForm(string Method, string Url, IReadOnlyDictionary<string, string> Fields, long Expires);

/// <summary>The body that completes an upload.</summary>
internal sealed record CompanionCompleteRequest(IReadOnlyList<ClassicPart>? Parts);

/// <summary>The object.</summary>
internal sealed record CompanionObject(string Location, string Key, string Bucket);

/// <summary>A refusal: Uppy 5 shows <c>message</c>, others look for <c>error</c>.</summary>
internal sealed record CompanionProblem(string? Message, string? Error, string? Code, int? Status, string? Detail, string? RequestId);

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CompanionCreateRequest))]
[JsonSerializable(typeof(CompanionUpload))]
[JsonSerializable(typeof(IReadOnlyList<CompanionPart>))]
[JsonSerializable(typeof(CompanionUrl))]
[JsonSerializable(typeof(CompanionUrls))]
[JsonSerializable(typeof(CompanionForm))]
[JsonSerializable(typeof(CompanionCompleteRequest))]
[JsonSerializable(typeof(CompanionObject))]
[JsonSerializable(typeof(CompanionProblem))]
internal sealed partial class CompanionJson : JsonSerializerContext;
