namespace PresignedMultipart.Testing.Storage;

/// <summary>A part that has arrived.</summary>
/// <param name="Number">1..10,000.</param>
/// <param name="Body">Its bytes; the part owns the reference.</param>
/// <param name="ETagBytes">The 16 bytes of its ETag: the MD5, unless the encryption hides it.</param>
/// <param name="Checksum">Its sum in the upload's algorithm, if there is one.</param>
/// <param name="LastModified">When it arrived.</param>
internal sealed record StoredPart(int Number, StoredBody Body, byte[] ETagBytes, byte[]? Checksum, DateTimeOffset LastModified)
{
    public string ETag => EntityTag.OfBytes(ETagBytes);
}
