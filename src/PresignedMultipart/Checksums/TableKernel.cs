using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace PresignedMultipart.Checksums;

/// <summary>Eight bytes at a time by eight tables of 2 KiB: the way that every processor can go, and the end of all others.</summary>
internal sealed class TableKernel : CrcKernel
{
    private readonly ulong[][] _tables = new ulong[8][];

    public TableKernel(CrcPolynomial polynomial)
        : base(polynomial)
    {
        // Table k holds what a byte is worth that k zero bytes follow.
        for (int k = 0; k < _tables.Length; k++)
        {
            _tables[k] = new ulong[256];
            for (int value = 0; value < 256; value++)
            {
                _tables[k][value] = polynomial.Shift(k == 0 ? (ulong)value : _tables[k - 1][value], 8);
            }
        }
    }

    // As for the folding kernels, which end here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override ulong Update(ulong register, ReadOnlySpan<byte> bytes)
    {
        ulong[] t0 = _tables[0], t1 = _tables[1], t2 = _tables[2], t3 = _tables[3];
        ulong[] t4 = _tables[4], t5 = _tables[5], t6 = _tables[6], t7 = _tables[7];
        while (bytes.Length >= sizeof(ulong))
        {
            ulong next = register ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            register = t7[(byte)next] ^ t6[(byte)(next >> 8)] ^ t5[(byte)(next >> 16)] ^ t4[(byte)(next >> 24)]
                ^ t3[(byte)(next >> 32)] ^ t2[(byte)(next >> 40)] ^ t1[(byte)(next >> 48)] ^ t0[(byte)(next >> 56)];
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            register = t0[(byte)(register ^ value)] ^ (register >> 8);
        }

        return register;
    }
}
