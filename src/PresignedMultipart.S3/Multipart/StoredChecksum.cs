using Amazon.S3.Model;

namespace PresignedMultipart.S3.Multipart;

/// <summary>Reads the sum out of an answer; of several, that which says most.</summary>
internal static class StoredChecksum
{
    public static Checksum? Of(CompleteMultipartUploadResponse answer) =>
        Read(answer.ChecksumCRC64NVME, answer.ChecksumCRC32C, answer.ChecksumSHA256, answer.ChecksumType);

    public static Checksum? Of(GetObjectMetadataResponse answer) =>
        Read(answer.ChecksumCRC64NVME, answer.ChecksumCRC32C, answer.ChecksumSHA256, answer.ChecksumType);

    public static Checksum? Of(PartDetail part) => Read(part.ChecksumCRC64NVME, part.ChecksumCRC32C, part.ChecksumSHA256, type: null);

    private static Checksum? Read(string? crc64Nvme, string? crc32C, string? sha256, Amazon.S3.ChecksumType? type)
    {
        (ChecksumAlgorithm algorithm, string? value) =
            !string.IsNullOrEmpty(crc64Nvme) ? (ChecksumAlgorithm.Crc64Nvme, crc64Nvme)
            : !string.IsNullOrEmpty(crc32C) ? (ChecksumAlgorithm.Crc32C, crc32C)
            : (ChecksumAlgorithm.Sha256, sha256);

        // Not every store names the type, but a composite sum always ends in the number of parts.
        return string.IsNullOrEmpty(value) ? null
            : new Checksum(algorithm, value, type == Amazon.S3.ChecksumType.COMPOSITE || value.Contains('-', StringComparison.Ordinal) ? ChecksumType.Composite : ChecksumType.FullObject);
    }
}
