using System.Security.Cryptography;

namespace PresignedMultipart.Checksums;

/// <summary>The running sum over the bytes of one part after another. Not thread-safe: each worker has its own.</summary>
internal abstract class PartChecksum : IDisposable
{
    /// <summary>The length of a value in bytes.</summary>
    public abstract int Length { get; }

    /// <returns><see langword="null"/> for <see cref="ChecksumAlgorithm.None"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="algorithm"/> is not a member of the enumeration.</exception>
    public static PartChecksum? Create(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.None => null,
        ChecksumAlgorithm.Crc32C => new CrcChecksum(CrcKernel.Crc32C),
        ChecksumAlgorithm.Crc64Nvme => new CrcChecksum(CrcKernel.Crc64Nvme),
        ChecksumAlgorithm.Sha256 => new HashChecksum(HashAlgorithmName.SHA256),
        ChecksumAlgorithm.Md5 => new HashChecksum(HashAlgorithmName.MD5),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not a checksum algorithm of S3 that is known here."),
    };

    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Writes the value as S3 does, the most significant byte first, and starts anew.</summary>
    /// <param name="value">At least <see cref="Length"/> bytes.</param>
    public abstract void Finish(Span<byte> value);

    /// <summary>Forgets what was appended, as before another attempt at a part.</summary>
    public abstract void Reset();

    public abstract void Dispose();
}
