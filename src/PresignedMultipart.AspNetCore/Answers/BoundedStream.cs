using Microsoft.AspNetCore.Http;

namespace PresignedMultipart.AspNetCore.Answers;

/// <summary>Reads a body on until a bound, whatever length was announced.</summary>
/// <param name="inner">The body.</param>
/// <param name="maxLength">How many bytes it may have.</param>
/// <param name="tooLong">Why it may not have more.</param>
internal sealed class BoundedStream(Stream inner, long maxLength, Func<Refusal> tooLong) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw Refusal.BadRequest("The body is not well-formed, or breaks off.", broken);
        }

        _read += count;
        return _read <= maxLength ? count : throw tooLong();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
