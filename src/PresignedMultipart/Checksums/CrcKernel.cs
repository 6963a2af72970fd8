using System.Runtime.Intrinsics;

namespace PresignedMultipart.Checksums;

/// <summary>One way to move the register of a CRC over bytes. Stateless.</summary>
internal abstract class CrcKernel(CrcPolynomial polynomial)
{
    /// <summary>The fastest here.</summary>
    public static CrcKernel Crc32C { get; } = Supported(CrcPolynomial.Crc32C)[0];

    /// <inheritdoc cref="Crc32C"/>
    public static CrcKernel Crc64Nvme { get; } = Supported(CrcPolynomial.Crc64Nvme)[0];

    public CrcPolynomial Polynomial { get; } = polynomial;

    /// <summary>All that this processor can do, the fastest first. Each leaves to the next what is too short for it.</summary>
    public static IReadOnlyList<CrcKernel> Supported(CrcPolynomial polynomial)
    {
        var kernels = new Stack<CrcKernel>([new TableKernel(polynomial)]);
        Add<Vector128<ulong>, ArmVector128>();
        Add<Vector128<ulong>, X86Vector128>();
#if NET10_0_OR_GREATER
        Add<Vector256<ulong>, X86Vector256>();
        Add<Vector512<ulong>, X86Vector512>();
#endif
        return [.. kernels];

        void Add<TVector, TProcessor>()
            where TVector : struct
            where TProcessor : ICarrylessVector<TVector>
        {
            if (TProcessor.IsSupported)
            {
                kernels.Push(new FoldingKernel<TVector, TProcessor>(polynomial, kernels.Peek()));
            }
        }
    }

    /// <returns>The register after the bytes.</returns>
    public abstract ulong Update(ulong register, ReadOnlySpan<byte> bytes);
}
