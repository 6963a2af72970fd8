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

        if (checksum.Algorithm == ChecksumAlgorithm.Md5)
        {
            headers["Content-MD5"] = checksum.Value;
            return;
        }

        string name = ChecksumNames.Of(checksum.Algorithm) ?? throw new ArgumentException($"There is no header for a checksum of the algorithm {checksum.Algorithm}. Give a sum, or none.", nameof(checksum));
        headers["x-amz-checksum-" + name.ToLowerInvariant()] = checksum.Value;

        // Amazon S3 has no need of it; without it Ceph 20 does not look at the sum.
        headers["x-amz-sdk-checksum-algorithm"] = name;
    }
}
