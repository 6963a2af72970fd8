using System.Security.Cryptography;

namespace PresignedMultipart.S3.Signing;

/// <summary>
/// The sum of a body as headers of its PUT, so that the storage takes no other bytes.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html"/>.
/// </summary>
internal static class ChecksumHeaders
{
    public static void AddTo(Dictionary<string, string> headers, Checksum? checksum)
    {
        if (checksum is null)
        {
            return;
        }

        EnsureOfBody(checksum);
        if (checksum.Algorithm == ChecksumAlgorithm.Md5)
        {
            headers["Content-MD5"] = checksum.Value;
            return;
        }

        string name = ChecksumNames.Of(checksum.Algorithm)!;
        headers["x-amz-checksum-" + name.ToLowerInvariant()] = checksum.Value;

        // Amazon S3 has no need of it; without it Ceph 20 does not look at the sum.
        headers["x-amz-sdk-checksum-algorithm"] = name;
    }

    // It may come from a client; what is no sum would be signed, and refused by the storage only when the bytes have arrived.
    private static void EnsureOfBody(Checksum checksum)
    {
        int length = checksum.Algorithm switch
        {
            ChecksumAlgorithm.Crc32C => sizeof(uint),
            ChecksumAlgorithm.Crc64Nvme => sizeof(ulong),
            ChecksumAlgorithm.Sha256 => SHA256.HashSizeInBytes,
            ChecksumAlgorithm.Md5 => MD5.HashSizeInBytes,
            _ => throw new ArgumentException($"There is no header for a checksum of the algorithm {checksum.Algorithm}. Give a sum, or none.", nameof(checksum)),
        };
        Span<byte> value = stackalloc byte[length];
        // Said again it is the same: white space, which base64 may have, belongs in no header.
        if (!Convert.TryFromBase64String(checksum.Value, value, out int decoded) || decoded != length || Convert.ToBase64String(value) != checksum.Value)
        {
            throw new ArgumentException($"The checksum is no {checksum.Algorithm} of a body: {length} bytes in base64, without a count of parts. Give the sum of exactly the bytes that are sent.", nameof(checksum));
        }
    }
}
