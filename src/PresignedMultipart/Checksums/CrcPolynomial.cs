using System.Buffers.Binary;

namespace PresignedMultipart.Checksums;

/// <summary>
/// Arithmetic modulo the polynomial of a reflected CRC: in a value of n bits the lowest bit is the coefficient of x^(n-1), and the highest
/// that of 1.
/// </summary>
internal sealed class CrcPolynomial
{
    private readonly ulong _polynomial;
    private readonly int _bits;

    private CrcPolynomial(ulong polynomial, int bits)
    {
        _polynomial = polynomial;
        _bits = bits;
    }

    public static CrcPolynomial Crc32C { get; } = new(0x82F6_3B78, 32);

    public static CrcPolynomial Crc64Nvme { get; } = new(0x9A6C_9329_AC4B_C9B5, 64);

    /// <summary>The length of a value in bytes.</summary>
    public int Bytes => _bits / 8;

    /// <summary>The register before the first byte, and what the last is inverted with.</summary>
    public ulong AllOnes => ulong.MaxValue >> (64 - _bits);

    private ulong One => 1UL << (_bits - 1);

    /// <summary>The value times x^<paramref name="count"/>: what zeros of so many bits do to a register.</summary>
    public ulong Shift(ulong value, int count)
    {
        for (int i = 0; i < count; i++)
        {
            value = (value >> 1) ^ ((value & 1) * _polynomial);
        }

        return value;
    }

    public ulong Multiply(ulong left, ulong right)
    {
        ulong product = 0;
        for (ulong bit = One; bit != 0; bit >>= 1)
        {
            product ^= (left & bit) != 0 ? right : 0;
            right = Shift(right, 1);
        }

        return product;
    }

    /// <summary>x^<paramref name="exponent"/>.</summary>
    public ulong PowerOfX(int exponent) => Power(Shift(One, 1), exponent);

    /// <summary>x^(8·<paramref name="bytes"/>): times this, the sum of a piece counts as if so many bytes came after it.</summary>
    public ulong PowerOfBytes(long bytes) => Power(Shift(One, 8), bytes);

    /// <summary>
    /// The sum of a piece followed by another: crc(A‖B) = crc(A)·x^(8·|B|) + crc(B), because the ones at both ends cancel.
    /// <paramref name="powerOfSecond"/> is the <see cref="PowerOfBytes"/> of the second's length.
    /// </summary>
    public ulong Combine(ulong first, ulong second, ulong powerOfSecond) => Multiply(first, powerOfSecond) ^ second;

    public ulong Read(ReadOnlySpan<byte> value) =>
        _bits == 32 ? BinaryPrimitives.ReadUInt32BigEndian(value) : BinaryPrimitives.ReadUInt64BigEndian(value);

    public void Write(ulong sum, Span<byte> value)
    {
        if (_bits == 32)
        {
            BinaryPrimitives.WriteUInt32BigEndian(value, (uint)sum);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(value, sum);
        }
    }

    private ulong Power(ulong value, long exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        ulong power = One;
        for (; exponent > 0; exponent >>= 1)
        {
            power = (exponent & 1) != 0 ? Multiply(power, value) : power;
            value = Multiply(value, value);
        }

        return power;
    }
}
