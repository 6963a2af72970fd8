using System.Security.Cryptography;

namespace PresignedMultipart.Testing.Checksums;

/// <summary>A cryptographic hash of the platform.</summary>
internal sealed class HashCalculator(HashAlgorithmName algorithm) : ChecksumCalculator
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

    public override void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

    public override byte[] Finish() => _hash.GetHashAndReset();

    public override void Dispose()
    {
        _hash.Dispose();
        base.Dispose();
    }
}
