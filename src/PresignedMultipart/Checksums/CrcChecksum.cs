namespace PresignedMultipart.Checksums;

/// <summary>A CRC of S3's: the register starts as all ones and is inverted at the end.</summary>
internal sealed class CrcChecksum(CrcKernel kernel) : PartChecksum
{
    private readonly CrcPolynomial _polynomial = kernel.Polynomial;
    private ulong _register = kernel.Polynomial.AllOnes;

    public override int Length => _polynomial.Bytes;

    public override void Append(ReadOnlySpan<byte> bytes) => _register = kernel.Update(_register, bytes);

    public override void Finish(Span<byte> value)
    {
        _polynomial.Write(_register ^ _polynomial.AllOnes, value);
        Reset();
    }

    public override void Reset() => _register = _polynomial.AllOnes;

    public override void Dispose()
    {
    }
}
