using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PresignedMultipart.Remote.Contracts;

/// <summary><c>{"data":{"uploadId":"…"}}</c></summary>
internal sealed record ClassicStarted(ClassicStartedData? Data);

/// <summary>What is in it.</summary>
internal sealed record ClassicStartedData(string? UploadId);

/// <summary><c>{"bucket":"…","fileName":"…","uploadId":"…","parts":[…]}</c></summary>
internal sealed record ClassicCompletion(string Bucket, string FileName, string UploadId, IReadOnlyList<ClassicPart> Parts);

/// <summary><c>{"ETag":"…","PartNumber":1}</c></summary>
internal sealed record ClassicPart([property: JsonPropertyName("ETag")] string ETag, [property: JsonPropertyName("PartNumber")] int PartNumber);

/// <summary>How the messages of the classic contract are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, MaxDepth = 16)]
[JsonSerializable(typeof(ClassicStarted))]
[JsonSerializable(typeof(ClassicCompletion))]
[JsonSerializable(typeof(string))]
internal sealed partial class ClassicJson : JsonSerializerContext
{
    /// <summary>Writes the quotes of an ETag in two characters instead of six: 10,000 parts stay below the 1 MB that many servers take.</summary>
    public static ClassicJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
