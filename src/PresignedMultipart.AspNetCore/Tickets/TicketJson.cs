using System.Text.Json.Serialization;

namespace PresignedMultipart.AspNetCore.Tickets;

/// <summary>How a ticket is written before it is sealed.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(UploadTicket))]
internal sealed partial class TicketJson : JsonSerializerContext;
