using System.Buffers.Binary;
using System.Numerics;

namespace PresignedMultipart.Testing.Checksums;

/// <summary>A CRC, by tables or, for CRC-32C, by the processor's own instruction.</summary>
internal sealed class CrcCalculator(CrcPolynomial polynomial) : ChecksumCalculator
{
    private ulong _register = polynomial.AllOnes;

    public override void Append(ReadOnlySpan<byte> data) =>
        _register = polynomial == CrcPolynomial.Crc32C ? UpdateCrc32C((uint)_register, data) : polynomial.Update(_register, data);

    public override byte[] Finish() => ToBytes(_register ^ polynomial.AllOnes, polynomial.Bytes);

    public static byte[] ToBytes(ulong value, int length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes[(8 - length)..];
    }

    public static ulong FromBytes(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        foreach (byte b in bytes)
        {
            value = (value << 8) | b;
        }

        return value;
    }

    private static ulong UpdateCrc32C(uint register, ReadOnlySpan<byte> data)
    {
        while (data.Length >= 8)
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }

        foreach (byte b in data)
        {
            register = BitOperations.Crc32C(register, b);
        }

        return register;
    }
}
