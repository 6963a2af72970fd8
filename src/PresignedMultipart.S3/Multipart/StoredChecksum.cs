using Amazon.S3.Model;

namespace PresignedMultipart.S3.Multipart;

/// <summary>Reads the sum out of an answer; of several, that which says most.</summary>
internal static class StoredChecksum
{
    private const int Md5Length = 16;

    public static Checksum? Of(CompleteMultipartUploadResponse answer) =>
        Read(answer.ChecksumCRC64NVME, answer.ChecksumCRC32C, answer.ChecksumSHA256, answer.ChecksumType);

    public static Checksum? Of(GetObjectMetadataResponse answer) =>
        Read(answer.ChecksumCRC64NVME, answer.ChecksumCRC32C, answer.ChecksumSHA256, answer.ChecksumType);

    public static Checksum? Of(PartDetail part) => Read(part.ChecksumCRC64NVME, part.ChecksumCRC32C, part.ChecksumSHA256, type: null);

    /// <summary>The MD5 in an ETag, of the object or of its parts' MD5s; <see langword="null"/> where the ETag is another thing.</summary>
    public static Checksum? OfETag(GetObjectMetadataResponse answer)
    {
        string[] etag = (answer.ETag ?? "").Trim('"').Split('-');
        return etag[0].Length == 2 * Md5Length && etag[0].All(char.IsAsciiHexDigit) && IsMd5(answer)
            ? etag.Length == 1 ? new Checksum(ChecksumAlgorithm.Md5, Base64(etag[0])) : new Checksum(ChecksumAlgorithm.Md5, $"{Base64(etag[0])}-{etag[1]}", ChecksumType.Composite)
            : null;
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
    private static bool IsMd5(GetObjectMetadataResponse answer) =>
        string.IsNullOrEmpty(answer.ServerSideEncryptionCustomerMethod?.Value)
        && answer.ServerSideEncryptionMethod?.Value?.StartsWith("aws:kms", StringComparison.OrdinalIgnoreCase) != true;

    private static string Base64(string hex) => Convert.ToBase64String(Convert.FromHexString(hex));

    private static Checksum? Read(string? crc64Nvme, string? crc32C, string? sha256, Amazon.S3.ChecksumType? type)
    {
        (ChecksumAlgorithm algorithm, string? value) =
            !string.IsNullOrEmpty(crc64Nvme) ? (ChecksumAlgorithm.Crc64Nvme, crc64Nvme)
            : !string.IsNullOrEmpty(crc32C) ? (ChecksumAlgorithm.Crc32C, crc32C)
            : (ChecksumAlgorithm.Sha256, sha256);

        // Ceph 20 gives the CRC of an only part a count, though CRC-64/NVME is always of the whole.
        if (algorithm == ChecksumAlgorithm.Crc64Nvme && value!.EndsWith("-1", StringComparison.Ordinal))
        {
            value = value[..^2];
        }

        // Not every store names the type, but a composite sum always ends in the number of parts.
        return string.IsNullOrEmpty(value) ? null
            : new Checksum(algorithm, value, type == Amazon.S3.ChecksumType.COMPOSITE || value.Contains('-', StringComparison.Ordinal) ? ChecksumType.Composite : ChecksumType.FullObject);
    }
}
