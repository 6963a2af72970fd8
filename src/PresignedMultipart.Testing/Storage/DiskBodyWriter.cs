using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace PresignedMultipart.Testing.Storage;

/// <summary>Writes a file in large steps: the connection gives 4 KiB at a time, and a call of the system for each would cost more than the bytes.</summary>
internal sealed class DiskBodyWriter : BodyWriter
{
    private const int BufferSize = 128 * 1024;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private byte[]? _buffer;
    private int _buffered;
    private long _written;
    private bool _completed;

    public DiskBodyWriter(string path)
    {
        _path = path;
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (data.Length > 0)
        {
            int count = Math.Min(data.Length, _buffer!.Length - _buffered);
            data[..count].CopyTo(_buffer.AsMemory(_buffered));
            _buffered += count;
            data = data[count..];
            if (_buffered == _buffer.Length)
            {
                await FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public override async ValueTask<StoredBody> CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        _completed = true;
        Dispose();
        return new DiskBody(_path, _written);
    }

    public override void Dispose()
    {
        _file.Dispose();
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (!_completed)
        {
            File.Delete(_path);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_file, _buffer.AsMemory(0, _buffered), _written, cancellationToken).ConfigureAwait(false);
        _written += _buffered;
        _buffered = 0;
    }
}
