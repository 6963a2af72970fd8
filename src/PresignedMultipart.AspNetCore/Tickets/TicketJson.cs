using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PresignedMultipart.AspNetCore.Tickets;

/// <summary>How a ticket is written before it is sealed.</summary>
[JsonSerializable(typeof(UploadTicket))]
internal sealed partial class TicketJson : JsonSerializerContext
{
    /// <summary>Short, because tickets travel in addresses: letters as they are, not as six characters each. No page ever shows the text.</summary>
    public static TicketJson Compact { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
