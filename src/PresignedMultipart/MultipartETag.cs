using System.Security.Cryptography;

namespace PresignedMultipart;

/// <summary>
/// The ETag that S3 gives a multipart object: the MD5 of the parts' binary MD5s, and their count. It tells whether the object that stands
/// under a key is the one that certain parts make, when the answer to a completion was lost.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html"/>.
/// </summary>
public static class MultipartETag
{
    private const int Md5Length = 16;

    /// <summary>The expected ETag without quotes, in upper-case hexadecimal; <see langword="null"/> when a part's ETag is no MD5, as with SSE-KMS.</summary>
    /// <param name="parts">All parts, in ascending order.</param>
    public static string? Expect(IReadOnlyList<CompletedPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        byte[] sums = new byte[parts.Count * Md5Length];
        for (int i = 0; i < parts.Count; i++)
        {
            string etag = parts[i].ETag.Trim('"');
            if (etag.Length != 2 * Md5Length || !etag.All(char.IsAsciiHexDigit))
            {
                return null;
            }

            Convert.FromHexString(etag).CopyTo(sums, i * Md5Length);
        }

#pragma warning disable CA5351 // Not for security: S3 defines this ETag by MD5.
        return $"{Convert.ToHexString(MD5.HashData(sums))}-{parts.Count}";
#pragma warning restore CA5351
    }
}
