using System.Security.Cryptography;

namespace PresignedMultipart.Transfer;

/// <summary>The ETag that S3 gives a multipart object: the MD5 of the parts' binary MD5s, and their count.</summary>
internal static class MultipartETag
{
    private const int Md5Length = 16;

    /// <summary>The expected ETag without quotes; <see langword="null"/> when a part's ETag is no MD5, as with SSE-KMS.</summary>
    public static string? Expect(IReadOnlyList<CompletedPart> parts)
    {
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
