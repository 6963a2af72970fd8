namespace PresignedMultipart.Protocol;

/// <summary>Asks for the parts that the storage has.</summary>
public sealed class ListPartsRequest
{
    /// <summary>The upload's ticket.</summary>
    public required string Ticket { get; init; }

    /// <summary>Only parts with higher numbers are answered; 0 or absent starts at the first.</summary>
    public int PartNumberMarker { get; init; }
}
