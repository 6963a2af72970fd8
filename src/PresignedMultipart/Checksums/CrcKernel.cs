using System.Runtime.Intrinsics;

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
        var table = new TableKernel(polynomial);
#if NET10_0_OR_GREATER
        if (X86Vector512.IsSupported)
        {
            yield return new FoldingKernel<Vector512<ulong>, X86Vector512>(table);
        }

        if (X86Vector256.IsSupported)
        {
            yield return new FoldingKernel<Vector256<ulong>, X86Vector256>(table);
        }

#endif
        if (X86Vector128.IsSupported)
        {
            yield return new FoldingKernel<Vector128<ulong>, X86Vector128>(table);
        }

        if (ArmVector128.IsSupported)
        {
            yield return new FoldingKernel<Vector128<ulong>, ArmVector128>(table);
        }

        yield return table;
    }

    /// <returns>The register after the bytes.</returns>
    public abstract ulong Update(ulong register, ReadOnlySpan<byte> bytes);
}
