using System.Security.Cryptography;
using PresignedMultipart.Testing.Checksums;

namespace PresignedMultipart.Testing.Bodies;

/// <summary>Computes every sum that is asked for while a body passes, and passes it on.</summary>
internal sealed class DigestingSink : IBodySink, IDisposable
{
    private readonly IBodySink _next;
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash? _sha256;
    private readonly List<(ChecksumAlgorithm Algorithm, ChecksumCalculator Calculator)> _checksums;

    public DigestingSink(IBodySink next, bool withSha256, IEnumerable<ChecksumAlgorithm> checksums)
    {
        _next = next;
        _sha256 = withSha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        _checksums = [.. checksums.Select(a => (a, a.CreateCalculator()))];
    }

    public long Length { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        _md5.AppendData(data.Span);
        _sha256?.AppendData(data.Span);
        foreach ((_, ChecksumCalculator calculator) in _checksums)
        {
            calculator.Append(data.Span);
        }

        Length += data.Length;
        return _next.WriteAsync(data, cancellationToken);
    }

    public byte[] FinishMd5() => _md5.GetHashAndReset();

    public byte[]? FinishSha256() => _sha256?.GetHashAndReset();

    public IReadOnlyDictionary<ChecksumAlgorithm, byte[]> FinishChecksums() => _checksums.ToDictionary(c => c.Algorithm, c => c.Calculator.Finish());

    public void Dispose()
    {
        _md5.Dispose();
        _sha256?.Dispose();
        foreach ((_, ChecksumCalculator calculator) in _checksums)
        {
            calculator.Dispose();
        }
    }
}
