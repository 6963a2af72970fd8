namespace PresignedMultipart.Checksums;

/// <summary>The value of one part, the most significant byte first, and how many bytes it is of.</summary>
internal sealed record PartSum(byte[] Value, long Length);
