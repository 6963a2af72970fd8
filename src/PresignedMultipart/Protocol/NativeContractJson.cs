using System.Text.Json;
using System.Text.Json.Serialization;

namespace PresignedMultipart.Protocol;

/// <summary>
/// How the native contract's messages are written as JSON: names in camel case, what is not there left out, unknown members
/// skipped. Generated, so it works trimmed and compiled ahead of time.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16,
    Converters = [typeof(CamelCaseEnumConverter<ChecksumAlgorithm>), typeof(CamelCaseEnumConverter<ChecksumType>), typeof(CamelCaseEnumConverter<ServerSideEncryptionKind>)])]
[JsonSerializable(typeof(CreateUploadRequest))]
[JsonSerializable(typeof(CreateUploadResponse))]
[JsonSerializable(typeof(PresignPartsRequest))]
[JsonSerializable(typeof(PresignPartsResponse))]
[JsonSerializable(typeof(PresignPutRequest))]
[JsonSerializable(typeof(PresignPutResponse))]
[JsonSerializable(typeof(ListPartsRequest))]
[JsonSerializable(typeof(ListPartsResponse))]
[JsonSerializable(typeof(CompleteUploadRequest))]
[JsonSerializable(typeof(TicketRequest))]
[JsonSerializable(typeof(StoredObjectResponse))]
[JsonSerializable(typeof(BackendProblem))]
public sealed partial class NativeContractJson : JsonSerializerContext;
