using Microsoft.Win32.SafeHandles;

namespace PresignedMultipart.Parts;

/// <summary>Parts of a file: slices of one open handle that all workers share. Nothing but one block a worker is held in memory.</summary>
internal sealed class FilePartSource : PartSource
{
    private readonly SafeFileHandle _file;
    private readonly BlockPool _blocks;
    private readonly string _path;
    private readonly DateTime _lastWrite;

    private FilePartSource(string path, BlockPool blocks)
    {
        _path = path;
        _blocks = blocks;
        _file = Open(path);
        try
        {
            Length = LengthOf(_file, path);
            _lastWrite = File.GetLastWriteTimeUtc(_file);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public override long Length { get; }

    public static async Task<FilePartSource> OpenAsync(string path, BlockPool blocks, CancellationToken cancellationToken)
    {
        // A named pipe opens when somebody writes to it, a file on a network drive when it likes; neither may hold a cancellation up.
        Task<FilePartSource> opening = Task.Run(() => new FilePartSource(path, blocks), CancellationToken.None);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = opening.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

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

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.Asynchronous);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory. Upload its files one by one.");
        }
    }

    /// <summary>Pipes and devices have no length; files that the system makes up as they are read, as those of /proc, say 0.</summary>
    private static long LengthOf(SafeFileHandle file, string path)
    {
        long length;
        try
        {
            length = RandomAccess.GetLength(file);
        }
        catch (NotSupportedException)
        {
            throw Unmeasurable(path);
        }

        return length > 0 || RandomAccess.Read(file, new byte[1], fileOffset: 0) == 0 ? length : throw Unmeasurable(path);
    }

    private static IOException Unmeasurable(string path) =>
        new($"'{path}' does not say how long it is, as pipes, devices and the files of /proc do not, so it cannot be cut into parts. Copy it to a file and upload that.");

    private IOException Changed(string how) => new($"The file '{_path}' changed while it was uploaded: {how}. Upload it when nothing writes to it, or upload a copy.");
}
