#if NET10_0_OR_GREATER
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PresignedMultipart.Checksums;

/// <summary>VPCLMULQDQ on four lanes: Zen 4, Ice Lake and later. .NET has it from 10 on.</summary>
internal readonly struct X86Vector512 : ICarrylessVector<Vector512<ulong>>
{
    public static bool IsSupported => Pclmulqdq.V512.IsSupported;

    public static Vector512<ulong> Load(ref readonly byte source, int offset) => Vector512.LoadUnsafe(in source, (nuint)offset).AsUInt64();

    public static Vector512<ulong> Scalar(ulong value) => Vector512.CreateScalar(value);

    public static Vector512<ulong> Repeat(Vector128<ulong> lane) => Vector512.Create(Vector256.Create(lane, lane), Vector256.Create(lane, lane));

    public static Vector512<ulong> Xor(Vector512<ulong> left, Vector512<ulong> right) => left ^ right;

    public static Vector512<ulong> MultiplyHalves(Vector512<ulong> left, Vector512<ulong> right) =>
        Pclmulqdq.V512.CarrylessMultiply(left, right, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(left, right, 0x11);
}
#endif
