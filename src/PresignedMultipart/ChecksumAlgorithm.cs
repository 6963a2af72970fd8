namespace PresignedMultipart;

/// <summary>
/// The sum that proves the bytes. All of them are computed while the bytes leave, without reading them twice; what they cost differs
/// (see the members). Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html"/>.
/// </summary>
public enum ChecksumAlgorithm
{
    /// <summary>No sum: the bytes are sent as they are and nothing is compared.</summary>
    None = 0,

    /// <summary>CRC-32C (Castagnoli), 4 bytes, of the whole object. Nearly free.</summary>
    Crc32C,

    /// <summary>CRC-64/NVME, 8 bytes, of the whole object: the sum that Amazon S3 itself computes of every object. Nearly free. The default.</summary>
    Crc64Nvme,

    /// <summary>
    /// SHA-256, 32 bytes, of each part; of an object of parts it is the sum of the parts' sums. S3 wants it before the bytes, so each
    /// part is read twice (<see cref="MultipartUploadOptions.SignChecksums"/>); 0.8 CPU seconds a GiB.
    /// </summary>
    Sha256,

    /// <summary>
    /// MD5, 16 bytes, compared with the ETag, which most stores make of it; so it works where no other sum is known, unless the storage
    /// encrypts with SSE-C or SSE-KMS. Not proof against an attacker; 1.6 CPU seconds a GiB.
    /// </summary>
    Md5,
}
