using System.Text;

namespace PresignedMultipart.Journaling;

/// <summary>A log in a file of its own, locked as long as it is open.</summary>
internal sealed class UploadLogFile : IUploadLog
{
    private readonly FileStream _file;
    private bool _isDeleted;

    /// <param name="file">Where the next line begins; disposed with the log.</param>
    /// <param name="lines">What it has before that.</param>
    internal UploadLogFile(FileStream file, IReadOnlyList<string> lines)
    {
        _file = file;
        Lines = lines;
    }

    public IReadOnlyList<string> Lines { get; }

    /// <returns><see langword="null"/> when somebody deleted the file between its opening and its locking.</returns>
    public static async Task<UploadLogFile?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            // The lock: Unix locks a file that is shared with nobody, Windows also lets it be read.
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        try
        {
            if (!File.Exists(path))
            {
                await file.DisposeAsync().ConfigureAwait(false);
                return null;
            }

            (List<string> lines, long whole) = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            // What the last writer did not finish must not run into the next line.
            file.SetLength(whole);
            file.Position = whole;
            return new UploadLogFile(file, lines);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The lines of a log that nobody has open; <see langword="null"/> when somebody has, or it is gone.</summary>
    public static async Task<IReadOnlyList<string>?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (IOException)
        {
            return null;
        }

        await using (file.ConfigureAwait(false))
        {
            return (await ReadAsync(file, cancellationToken).ConfigureAwait(false)).Lines;
        }
    }

    public Task AppendAsync(string line, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // In one write, and to the disk: nothing that the system still holds outlives a power cut. There is no flush to the disk that does
        // not block; at one a part of 5 MiB and more it blocks one thread for a few milliseconds.
        long end = _file.Position;
        try
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush(flushToDisk: true);
        }
        catch (Exception failure)
        {
            // Of a disk that is full. What comes next must not run into half a line.
            _file.SetLength(end);
            _file.Position = end;
            if (failure is IOException)
            {
                throw new IOException($"The log '{_file.Name}' cannot be written: {failure.Message} Make room on its disk, or keep the journal on another.", failure);
            }

            throw;
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        _isDeleted = true;
        if (OperatingSystem.IsWindows())
        {
            // There a file that is open cannot be deleted, and a log without lines is none.
            _file.SetLength(0);
            _file.Dispose();
        }

        // Elsewhere first deleted and then unlocked, so that nobody opens what is about to go.
        File.Delete(_file.Name);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_isDeleted && _file.Length == 0)
            {
                // Nothing was begun.
                await DeleteAsync().ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A log without lines is none.
        }
        finally
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<(List<string> Lines, long Length)> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        byte[] content = new byte[file.Length];
        int length = await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        int whole = content.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
        string text = Encoding.UTF8.GetString(content, 0, whole);
        return ([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)], whole);
    }
}
