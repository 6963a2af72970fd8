using Microsoft.Win32.SafeHandles;

namespace PresignedMultipart.Parts;

/// <summary>Parts of a file: slices of one open handle that all workers share. Nothing but one block a worker is held in memory.</summary>
internal sealed class FilePartSource : PartSource
{
    private readonly SafeFileHandle _file;
    private readonly BlockPool _blocks;
    private readonly string _path;
    private readonly DateTime _lastWrite;

    public FilePartSource(string path, BlockPool blocks)
    {
        _path = path;
        _blocks = blocks;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.Asynchronous);
        Length = RandomAccess.GetLength(_file);
        _lastWrite = File.GetLastWriteTimeUtc(_file);
    }

    public override long Length { get; }

    public override async ValueTask CopyToAsync(Part part, IPartSink sink, CancellationToken cancellationToken)
    {
        byte[] block = _blocks.Rent();
        try
        {
            long offset = part.Offset;
            long end = part.Offset + part.Length;
            while (offset < end)
            {
                int wanted = (int)Math.Min(block.Length, end - offset);
                int read = await RandomAccess.ReadAsync(_file, block.AsMemory(0, wanted), offset, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw Changed($"it ends at byte {offset}, before its {Length} bytes");
                }

                await sink.WriteAsync(block.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                offset += read;
            }
        }
        finally
        {
            _blocks.Return(block);
        }
    }

    public override void EnsureUnchanged()
    {
        long length = RandomAccess.GetLength(_file);
        if (length != Length)
        {
            throw Changed($"it was {Length} bytes long and is {length} now");
        }

        DateTime lastWrite = File.GetLastWriteTimeUtc(_file);
        if (lastWrite != _lastWrite)
        {
            throw Changed($"it was last written at {_lastWrite:O} and then again at {lastWrite:O}");
        }
    }

    public override void Dispose()
    {
        _file.Dispose();
        base.Dispose();
    }

    private IOException Changed(string how) => new($"The file '{_path}' changed while it was uploaded: {how}. Upload it when nothing writes to it, or upload a copy.");
}
