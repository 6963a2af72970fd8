using System.Buffers.Binary;

namespace PresignedMultipart.Testing.Checksums;

/// <summary>
/// A reflected CRC whose register starts as all ones and is inverted at the end, as all three of S3 are: its tables for eight bytes at a
/// time, and how sums of pieces combine.
/// </summary>
internal sealed class CrcPolynomial
{
    public static readonly CrcPolynomial Crc32 = new(0xEDB88320, 32);
    public static readonly CrcPolynomial Crc32C = new(0x82F63B78, 32);
    public static readonly CrcPolynomial Crc64Nvme = new(0x9A6C9329AC4BC9B5, 64);

    private readonly ulong _polynomial;
    private readonly ulong _one;
    private readonly ulong[][] _tables = new ulong[8][];

    private CrcPolynomial(ulong polynomial, int bits)
    {
        _polynomial = polynomial;
        _one = 1UL << (bits - 1);
        AllOnes = ulong.MaxValue >> (64 - bits);
        Bytes = bits / 8;
        for (int k = 0; k < 8; k++)
        {
            _tables[k] = new ulong[256];
            for (int i = 0; i < 256; i++)
            {
                _tables[k][i] = k == 0 ? Shift((ulong)i, 8) : _tables[0][_tables[k - 1][i] & 0xFF] ^ (_tables[k - 1][i] >> 8);
            }
        }
    }

    public int Bytes { get; }

    public ulong AllOnes { get; }

    /// <summary>Moves the register over the data.</summary>
    public ulong Update(ulong register, ReadOnlySpan<byte> data)
    {
        ulong[] t0 = _tables[0], t1 = _tables[1], t2 = _tables[2], t3 = _tables[3];
        ulong[] t4 = _tables[4], t5 = _tables[5], t6 = _tables[6], t7 = _tables[7];
        while (data.Length >= 8)
        {
            ulong x = register ^ BinaryPrimitives.ReadUInt64LittleEndian(data);
            register = t7[x & 0xFF] ^ t6[(x >> 8) & 0xFF] ^ t5[(x >> 16) & 0xFF] ^ t4[(x >> 24) & 0xFF]
                ^ t3[(x >> 32) & 0xFF] ^ t2[(x >> 40) & 0xFF] ^ t1[(x >> 48) & 0xFF] ^ t0[x >> 56];
            data = data[8..];
        }

        foreach (byte b in data)
        {
            register = t0[(register ^ b) & 0xFF] ^ (register >> 8);
        }

        return register;
    }

    /// <summary>The sum of A followed by B, from the sums of both: crc(A)·x^(8·|B|) + crc(B) modulo the polynomial.</summary>
    public ulong Combine(ulong first, ulong second, long secondLength)
    {
        ulong power = Shift(_one, 8);
        ulong factor = _one;
        for (long n = secondLength; n > 0; n >>= 1)
        {
            if ((n & 1) != 0)
            {
                factor = Multiply(factor, power);
            }

            power = Multiply(power, power);
        }

        return Multiply(first, factor) ^ second;
    }

    private ulong Multiply(ulong a, ulong b)
    {
        ulong product = 0;
        for (ulong bit = _one; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
            }

            b = Shift(b, 1);
        }

        return product;
    }

    private ulong Shift(ulong value, int bits)
    {
        for (int i = 0; i < bits; i++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ _polynomial : value >> 1;
        }

        return value;
    }
}
