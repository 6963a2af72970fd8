namespace PresignedMultipart.Tests.Support;

/// <summary>A stream that can only be read, in reads as short as a test wants, with something happening before each.</summary>
internal sealed class ScriptedStream(ReadOnlyMemory<byte> content, Func<int>? readLength = null) : Stream
{
    private int _position;

    public Func<int, CancellationToken, ValueTask>? BeforeRead { get; set; }

    /// <summary>Starts again when it comes to its end.</summary>
    public bool Endless { get; set; }

    public bool IsDisposed { get; private set; }

    public int BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (BeforeRead is { } before)
        {
            await before(BytesRead, cancellationToken);
        }

        if (Endless && _position == content.Length)
        {
            _position = 0;
        }

        int count = Math.Min(Math.Min(buffer.Length, content.Length - _position), Math.Max(1, readLength?.Invoke() ?? int.MaxValue));
        content.Slice(_position, count).CopyTo(buffer);
        _position += count;
        BytesRead += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
