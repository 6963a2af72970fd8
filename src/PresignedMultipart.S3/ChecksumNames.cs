namespace PresignedMultipart.S3;

/// <summary>S3's names of the algorithms whose sums it keeps (<c>x-amz-checksum-algorithm</c>).</summary>
internal static class ChecksumNames
{
    /// <summary><see langword="null"/> for those that it does not keep: MD5 is in the ETag.</summary>
    public static string? Of(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32C => "CRC32C",
        ChecksumAlgorithm.Crc64Nvme => "CRC64NVME",
        ChecksumAlgorithm.Sha256 => "SHA256",
        _ => null,
    };

    public static ChecksumAlgorithm Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "CRC32C" => ChecksumAlgorithm.Crc32C,
        "CRC64NVME" => ChecksumAlgorithm.Crc64Nvme,
        "SHA256" => ChecksumAlgorithm.Sha256,
        _ => ChecksumAlgorithm.None,
    };
}
