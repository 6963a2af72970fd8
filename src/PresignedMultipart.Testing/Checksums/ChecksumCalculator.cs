namespace PresignedMultipart.Testing.Checksums;

/// <summary>One sum over bytes that arrive piece by piece.</summary>
internal abstract class ChecksumCalculator : IDisposable
{
    public abstract void Append(ReadOnlySpan<byte> data);

    /// <summary>The sum of all bytes so far, in the byte order of the header; called once.</summary>
    public abstract byte[] Finish();

    public virtual void Dispose()
    {
    }
}
