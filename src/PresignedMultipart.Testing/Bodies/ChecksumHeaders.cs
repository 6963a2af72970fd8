using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Bodies;

/// <summary>The checksum that a request says its body has: the value in a header, or only the algorithm when the value follows as a trailer.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Value">The value; <see langword="null"/> until the trailer has arrived.</param>
internal sealed record ChecksumHeaders(ChecksumAlgorithm Algorithm, byte[]? Value)
{
    /// <exception cref="S3Error">The headers contradict each other, or the value is none.</exception>
    public static ChecksumHeaders? Read(IHeaderDictionary headers)
    {
        List<ChecksumHeaders> found =
        [
            .. ChecksumAlgorithm.All
                .Where(a => headers.ContainsKey(a.HeaderName))
                .Select(a => new ChecksumHeaders(a, a.ParseValue(headers[a.HeaderName].ToString()))),
            .. headers["x-amz-trailer"].ToString()
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(ChecksumAlgorithm.FindByHeader)
                .OfType<ChecksumAlgorithm>()
                .Select(a => new ChecksumHeaders(a, null)),
        ];
        if (found.Count > 1)
        {
            throw ChecksumErrors.SeveralChecksums();
        }

        ChecksumHeaders? one = found.Count == 1 ? found[0] : null;
        string named = headers["x-amz-sdk-checksum-algorithm"].ToString();
        if (named.Length > 0 && ChecksumAlgorithm.Parse(named) != one?.Algorithm)
        {
            throw one is null ? ChecksumErrors.AlgorithmWithoutChecksum() : ChecksumErrors.Mismatch(named, one.Algorithm.Name);
        }

        return one;
    }
}
