namespace PresignedMultipart;

/// <summary>A part that the storage has acknowledged, as the completion names it.</summary>
/// <param name="PartNumber">1 to 10,000.</param>
/// <param name="ETag">The ETag that the storage answered, exactly as it answered it.</param>
/// <param name="Checksum">The sum of the part's bytes; <see langword="null"/> when none was computed.</param>
public readonly record struct CompletedPart(int PartNumber, string ETag, Checksum? Checksum = null);
