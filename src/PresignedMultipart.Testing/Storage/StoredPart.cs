using PresignedMultipart.Testing.Checksums;

namespace PresignedMultipart.Testing.Storage;

/// <summary>A part that has arrived.</summary>
/// <param name="Number">1..10,000.</param>
/// <param name="Body">Its bytes; the part owns the reference.</param>
/// <param name="ETagBytes">The 16 bytes of its ETag: the MD5, unless the encryption hides it.</param>
/// <param name="Checksums">Its sum in the upload's algorithm, and in the one it was sent with.</param>
/// <param name="LastModified">When it arrived.</param>
internal sealed record StoredPart(
    int Number, StoredBody Body, byte[] ETagBytes, IReadOnlyDictionary<ChecksumAlgorithm, byte[]> Checksums, DateTimeOffset LastModified)
{
    public string ETag => EntityTag.OfBytes(ETagBytes);
}
