namespace PresignedMultipart.Protocol;

/// <summary>A page of parts.</summary>
public sealed class ListPartsResponse
{
    /// <summary>The parts, in ascending order.</summary>
    public required IReadOnlyList<StoredPart> Parts { get; init; }

    /// <summary>The marker to ask for the next page with; absent when this is the last.</summary>
    public int? NextPartNumberMarker { get; init; }
}
