using System.Runtime.Intrinsics;

namespace PresignedMultipart.Checksums;

/// <summary>What folding needs of a processor: vectors of lanes of 128 bits, and their product without carries.</summary>
internal interface ICarrylessVector<TVector>
    where TVector : struct
{
    static abstract bool IsSupported { get; }

    static abstract TVector Load(ref readonly byte source, int offset);

    /// <summary>The value in the lowest bits, and zeros.</summary>
    static abstract TVector Scalar(ulong value);

    static abstract TVector Repeat(Vector128<ulong> lane);

    static abstract TVector Xor(TVector left, TVector right);

    /// <summary>In each lane the products of the lower and of the upper halves, added.</summary>
    static abstract TVector MultiplyHalves(TVector left, TVector right);
}
