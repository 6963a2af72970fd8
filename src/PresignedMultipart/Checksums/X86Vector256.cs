#if NET10_0_OR_GREATER
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PresignedMultipart.Checksums;

/// <summary>VPCLMULQDQ on two lanes: Zen 3, Alder Lake and later. .NET has it from 10 on.</summary>
internal readonly struct X86Vector256 : ICarrylessVector<Vector256<ulong>>
{
    public static bool IsSupported => Pclmulqdq.V256.IsSupported;

    public static Vector256<ulong> Load(ref readonly byte source, int offset) => Vector256.LoadUnsafe(in source, (nuint)offset).AsUInt64();

    public static Vector256<ulong> Scalar(ulong value) => Vector256.CreateScalar(value);

    public static Vector256<ulong> Repeat(Vector128<ulong> lane) => Vector256.Create(lane, lane);

    public static Vector256<ulong> Xor(Vector256<ulong> left, Vector256<ulong> right) => left ^ right;

    public static Vector256<ulong> MultiplyHalves(Vector256<ulong> left, Vector256<ulong> right) =>
        Pclmulqdq.V256.CarrylessMultiply(left, right, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(left, right, 0x11);
}
#endif
