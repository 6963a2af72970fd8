namespace PresignedMultipart;

/// <summary>The sum of a part or of an object, as S3 writes it.</summary>
/// <param name="Algorithm">How it was computed; not <see cref="ChecksumAlgorithm.None"/>.</param>
/// <param name="Value">The value in base64, most significant byte first; for a composite sum followed by <c>-</c> and the number of parts.</param>
/// <param name="Type">Over what it was computed.</param>
public sealed record Checksum(ChecksumAlgorithm Algorithm, string Value, ChecksumType Type = ChecksumType.FullObject);
