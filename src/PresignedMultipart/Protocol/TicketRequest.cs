namespace PresignedMultipart.Protocol;

/// <summary>Names an upload: to abort it, or to ask what became of it.</summary>
public sealed class TicketRequest
{
    /// <summary>The upload's ticket.</summary>
    public required string Ticket { get; init; }
}
