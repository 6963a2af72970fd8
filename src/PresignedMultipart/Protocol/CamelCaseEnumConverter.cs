using System.Text.Json;
using System.Text.Json.Serialization;

namespace PresignedMultipart.Protocol;

/// <summary>Writes the members of an enumeration by name (<c>crc64Nvme</c>) and takes no number for one.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
