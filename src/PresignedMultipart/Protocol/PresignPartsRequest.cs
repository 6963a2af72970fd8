namespace PresignedMultipart.Protocol;

/// <summary>Asks for the URLs of some parts.</summary>
public sealed class PresignPartsRequest
{
    /// <summary>The upload's ticket.</summary>
    public required string Ticket { get; init; }

    /// <summary>The parts, at most 1,000.</summary>
    public required IReadOnlyList<PartToSign> Parts { get; init; }
}
