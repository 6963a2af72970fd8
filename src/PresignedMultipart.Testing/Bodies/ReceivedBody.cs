using PresignedMultipart.Testing.Checksums;

namespace PresignedMultipart.Testing.Bodies;

/// <summary>What is known of a body that has arrived and whose declared sums were right.</summary>
/// <param name="Length">Its length, without any aws-chunked form.</param>
/// <param name="Md5">Its MD5.</param>
/// <param name="Algorithm">The algorithm of the checksum that was computed.</param>
/// <param name="Checksum">The checksum that was computed.</param>
internal sealed record ReceivedBody(long Length, byte[] Md5, ChecksumAlgorithm? Algorithm, byte[]? Checksum);
