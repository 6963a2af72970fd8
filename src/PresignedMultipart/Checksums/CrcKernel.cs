namespace PresignedMultipart.Checksums;

/// <summary>One way to move the register of a CRC over bytes. Stateless.</summary>
internal abstract class CrcKernel(CrcPolynomial polynomial)
{
    /// <summary>The fastest here.</summary>
    public static CrcKernel Crc32C { get; } = Supported(CrcPolynomial.Crc32C).First();

    /// <inheritdoc cref="Crc32C"/>
    public static CrcKernel Crc64Nvme { get; } = Supported(CrcPolynomial.Crc64Nvme).First();

    public CrcPolynomial Polynomial { get; } = polynomial;

    /// <summary>All that this processor can do, the fastest first.</summary>
    public static IEnumerable<CrcKernel> Supported(CrcPolynomial polynomial)
    {
        yield return new TableKernel(polynomial);
    }

    /// <returns>The register after the bytes.</returns>
    public abstract ulong Update(ulong register, ReadOnlySpan<byte> bytes);
}
