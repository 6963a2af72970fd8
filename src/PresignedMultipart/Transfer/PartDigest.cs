using PresignedMultipart.Checksums;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>The sum of a part's bytes in the form that S3 writes, and its comparison with what the storage answered for the part.</summary>
internal static class PartDigest
{
    /// <summary>Reads the part for its sum alone, as a signature needs it before the bytes.</summary>
    public static async ValueTask<Checksum?> ReadAsync(PartBody body, ChecksumAlgorithm algorithm, CancellationToken cancellationToken)
    {
        using PartChecksum? sum = PartChecksum.Create(algorithm);
        if (sum is null)
        {
            return null;
        }

        await body.CopyToAsync(new Sink(sum), cancellationToken).ConfigureAwait(false);
        return Finish(sum, algorithm);
    }

    public static Checksum Finish(PartChecksum sum, ChecksumAlgorithm algorithm)
    {
        Span<byte> value = stackalloc byte[sum.Length];
        sum.Finish(value);
        return new Checksum(algorithm, Convert.ToBase64String(value));
    }

    /// <summary>The sum that the storage answered for the part, of the same kind; <see langword="null"/> when it answered none.</summary>
    public static string? Answered(HttpResponseMessage response, ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32C => Header(response, "x-amz-checksum-crc32c"),
        ChecksumAlgorithm.Crc64Nvme => Header(response, "x-amz-checksum-crc64nvme"),
        ChecksumAlgorithm.Sha256 => Header(response, "x-amz-checksum-sha256"),
        ChecksumAlgorithm.Md5 => Md5Of(response),
        _ => null,
    };

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html: encrypted by SSE-C or SSE-KMS, the ETag is not an MD5.
    private static string? Md5Of(HttpResponseMessage response)
    {
        string? etag = Header(response, "ETag")?.Trim('"');
        return etag is { Length: 32 } && etag.All(char.IsAsciiHexDigit)
            && Header(response, "x-amz-server-side-encryption-customer-algorithm") is null
            && Header(response, "x-amz-server-side-encryption")?.StartsWith("aws:kms", StringComparison.OrdinalIgnoreCase) != true
            ? Convert.ToBase64String(Convert.FromHexString(etag))
            : null;
    }

    private sealed class Sink(PartChecksum sum) : IPartSink
    {
        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sum.Append(bytes.Span);
            return ValueTask.CompletedTask;
        }
    }
}
