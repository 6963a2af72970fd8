using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace PresignedMultipart.Checksums;

/// <summary>PMULL and PMULL2.</summary>
internal readonly struct ArmVector128 : ICarrylessVector<Vector128<ulong>>
{
    public static bool IsSupported => Aes.IsSupported;

    public static Vector128<ulong> Load(ref readonly byte source, int offset) => Vector128.LoadUnsafe(in source, (nuint)offset).AsUInt64();

    public static Vector128<ulong> Scalar(ulong value) => Vector128.CreateScalar(value);

    public static Vector128<ulong> Repeat(Vector128<ulong> lane) => lane;

    public static Vector128<ulong> Xor(Vector128<ulong> left, Vector128<ulong> right) => left ^ right;

    public static Vector128<ulong> MultiplyHalves(Vector128<ulong> left, Vector128<ulong> right) =>
        Aes.PolynomialMultiplyWideningLower(left.GetLower(), right.GetLower()) ^ Aes.PolynomialMultiplyWideningUpper(left, right);
}
