namespace PresignedMultipart;

/// <summary>A part that the storage says it has.</summary>
/// <param name="PartNumber">1 to 10,000.</param>
/// <param name="Length">The part's length in bytes.</param>
/// <param name="ETag">The part's ETag.</param>
/// <param name="Checksum">The sum that the storage keeps of the part; <see langword="null"/> when it keeps none.</param>
public readonly record struct StoredPart(int PartNumber, long Length, string ETag, Checksum? Checksum = null);
