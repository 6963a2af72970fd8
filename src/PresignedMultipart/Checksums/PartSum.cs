namespace PresignedMultipart.Checksums;

/// <summary>The value of one part, the most significant byte first, and how many bytes it is of.</summary>
internal readonly record struct PartSum(byte[] Value, long Length);
