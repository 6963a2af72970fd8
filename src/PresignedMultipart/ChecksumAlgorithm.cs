namespace PresignedMultipart;

/// <summary>The sum that goes with every part and with the object, which the storage recomputes.</summary>
public enum ChecksumAlgorithm
{
    /// <summary>No sum is computed or sent.</summary>
    None,

    /// <summary>CRC-32C (Castagnoli), 4 bytes.</summary>
    Crc32C,

    /// <summary>CRC-64/NVME, 8 bytes; always of the full object.</summary>
    Crc64Nvme,

    /// <summary>SHA-256, 32 bytes; of an object in parts, the hash of the parts' hashes.</summary>
    Sha256,

    /// <summary>MD5, 16 bytes, as in <c>Content-MD5</c>.</summary>
    Md5,
}
