namespace PresignedMultipart.Testing.Checksums;

/// <summary>The checksum that an object has.</summary>
/// <param name="Algorithm">Its algorithm.</param>
/// <param name="Type">What it is a sum of.</param>
/// <param name="Value">As in the header: base64, and with <c>-N</c> if it is of N parts.</param>
internal sealed record ObjectChecksum(ChecksumAlgorithm Algorithm, ChecksumType Type, string Value);
