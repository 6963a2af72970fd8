namespace PresignedMultipart.Protocol;

/// <summary>Asks that the parts be joined into the object.</summary>
public sealed class CompleteUploadRequest
{
    /// <summary>The upload's ticket.</summary>
    public required string Ticket { get; init; }

    /// <summary>All parts, in ascending order.</summary>
    public required IReadOnlyList<CompletedPart> Parts { get; init; }

    /// <summary>The sum of the parts' lengths in bytes.</summary>
    public required long ObjectLength { get; init; }

    /// <summary>The sum of the whole object's bytes; absent when none was computed or the storage keeps none.</summary>
    public Checksum? Checksum { get; init; }
}
