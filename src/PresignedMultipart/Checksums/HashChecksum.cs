using System.Security.Cryptography;

namespace PresignedMultipart.Checksums;

/// <summary>A cryptographic hash of the platform.</summary>
internal sealed class HashChecksum(HashAlgorithmName algorithm) : PartChecksum
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

    public override int Length => _hash.HashLengthInBytes;

    public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public override void Finish(Span<byte> value) => _hash.GetHashAndReset(value);

    public override void Reset()
    {
        Span<byte> forgotten = stackalloc byte[Length];
        _hash.GetHashAndReset(forgotten);
    }

    public override void Dispose() => _hash.Dispose();
}
