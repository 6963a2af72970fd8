using PresignedMultipart.Testing.Checksums;

namespace PresignedMultipart.Testing.Bodies;

/// <summary>What is known of a body that has arrived and whose declared sums were right.</summary>
/// <param name="Length">Its length, without any aws-chunked form.</param>
/// <param name="Md5">Its MD5.</param>
/// <param name="Checksums">The checksums that were declared or asked for.</param>
internal sealed record ReceivedBody(long Length, byte[] Md5, IReadOnlyDictionary<ChecksumAlgorithm, byte[]> Checksums);
