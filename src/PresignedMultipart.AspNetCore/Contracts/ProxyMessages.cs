using System.Text.Json;
using System.Text.Json.Serialization;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>An object that was uploaded through the server.</summary>
internal sealed record ProxiedObject(string Bucket, string Key, long Length, string? ETag, string? VersionId);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProxiedObject))]
internal sealed partial class ProxyJson : JsonSerializerContext;
