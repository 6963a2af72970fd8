namespace PresignedMultipart.Testing.Checksums;

/// <summary>The checksum that a multipart upload was created with.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Type">What the object's checksum is to be a sum of.</param>
/// <param name="IsExplicit">Whether the creator asked for it, or it is S3's own default that nobody sees before completion.</param>
internal sealed record ChecksumDeclaration(ChecksumAlgorithm Algorithm, ChecksumType Type, bool IsExplicit);
