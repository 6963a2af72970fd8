using System.Text.Json;
using System.Text.Json.Serialization;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.Journaling;

/// <summary>How lines are written: as the native contract writes its messages.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16,
    Converters = [typeof(CamelCaseEnumConverter<ChecksumAlgorithm>), typeof(CamelCaseEnumConverter<ServerSideEncryptionKind>)])]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
