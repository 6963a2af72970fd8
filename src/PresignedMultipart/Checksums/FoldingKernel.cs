using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PresignedMultipart.Checksums;

/// <summary>
/// Folds the bytes onto themselves, modulo the polynomial: what was read so far is multiplied by x^d, which carries it d bits ahead, and
/// added to what stands there. Eight vectors are under way at once, because a product takes longer than the processor needs to begin the
/// next. The last vector is worth all bytes before it, and the tables take it from there.
/// </summary>
/// <remarks>V. Gopal et al., Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction, Intel 2009.</remarks>
internal sealed class FoldingKernel<TVector, TProcessor>(TableKernel table) : CrcKernel(table.Polynomial)
    where TVector : struct
    where TProcessor : ICarrylessVector<TVector>
{
    private const int VectorsAtOnce = 8;

    private readonly Vector128<ulong> _toNext = Carry(table.Polynomial, VectorBits);
    private readonly Vector128<ulong> _toNextStep = Carry(table.Polynomial, VectorsAtOnce * VectorBits);

    private static int VectorBits => 8 * Unsafe.SizeOf<TVector>();

    // Few calls with long loops: by the usual tiers the first gigabyte would be summed by unoptimised code, for 0.5 CPU seconds more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override ulong Update(ulong register, ReadOnlySpan<byte> bytes)
    {
        int width = Unsafe.SizeOf<TVector>();
        int step = VectorsAtOnce * width;
        if (bytes.Length < step)
        {
            return table.Update(register, bytes);
        }

        ref readonly byte start = ref MemoryMarshal.GetReference(bytes);
        TVector v0 = TProcessor.Xor(TProcessor.Load(in start, 0), TProcessor.Scalar(register));
        TVector v1 = TProcessor.Load(in start, width);
        TVector v2 = TProcessor.Load(in start, 2 * width);
        TVector v3 = TProcessor.Load(in start, 3 * width);
        TVector v4 = TProcessor.Load(in start, 4 * width);
        TVector v5 = TProcessor.Load(in start, 5 * width);
        TVector v6 = TProcessor.Load(in start, 6 * width);
        TVector v7 = TProcessor.Load(in start, 7 * width);

        TVector carry = TProcessor.Repeat(_toNextStep);
        int offset = step;
        for (; offset <= bytes.Length - step; offset += step)
        {
            v0 = Fold(v0, carry, TProcessor.Load(in start, offset));
            v1 = Fold(v1, carry, TProcessor.Load(in start, offset + width));
            v2 = Fold(v2, carry, TProcessor.Load(in start, offset + (2 * width)));
            v3 = Fold(v3, carry, TProcessor.Load(in start, offset + (3 * width)));
            v4 = Fold(v4, carry, TProcessor.Load(in start, offset + (4 * width)));
            v5 = Fold(v5, carry, TProcessor.Load(in start, offset + (5 * width)));
            v6 = Fold(v6, carry, TProcessor.Load(in start, offset + (6 * width)));
            v7 = Fold(v7, carry, TProcessor.Load(in start, offset + (7 * width)));
        }

        carry = TProcessor.Repeat(_toNext);
        v1 = Fold(v0, carry, v1);
        v2 = Fold(v1, carry, v2);
        v3 = Fold(v2, carry, v3);
        v4 = Fold(v3, carry, v4);
        v5 = Fold(v4, carry, v5);
        v6 = Fold(v5, carry, v6);
        v7 = Fold(v6, carry, v7);
        for (; offset <= bytes.Length - width; offset += width)
        {
            v7 = Fold(v7, carry, TProcessor.Load(in start, offset));
        }

        register = table.Update(0, MemoryMarshal.AsBytes(new ReadOnlySpan<TVector>(in v7)));
        return table.Update(register, bytes[offset..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Fold(TVector value, TVector carry, TVector onto) => TProcessor.Xor(TProcessor.MultiplyHalves(value, carry), onto);

    /// <summary>
    /// What carries a lane over so many bits. Its lower half comes first and stands 64 bits higher. The product of two reflected values is
    /// one bit short of reflected, hence the odd powers; and modulo 32 bits they stand in the upper half of 64.
    /// </summary>
    private static Vector128<ulong> Carry(CrcPolynomial polynomial, int bits)
    {
        int align = 64 - (8 * polynomial.Bytes);
        return Vector128.Create(polynomial.PowerOfX(bits + 63) << align, polynomial.PowerOfX(bits - 1) << align);
    }
}
