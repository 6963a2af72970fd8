using Microsoft.Win32.SafeHandles;

namespace PresignedMultipart.Parts;

/// <summary>Opens a file for reading, and only one that has a length.</summary>
internal static class MeasurableFile
{
    /// <param name="path">Where it is.</param>
    /// <param name="use">Makes of the open file what is to be had of it, and what owns it from then on.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    public static async Task<T> OpenAsync<T>(string path, Func<SafeFileHandle, T> use, CancellationToken cancellationToken)
    {
        // A named pipe opens when somebody writes to it, a file on a network drive when it likes; neither may hold a cancellation up.
        Task<SafeFileHandle> opening = Task.Run(() => Open(path), CancellationToken.None);
        SafeFileHandle file;
        try
        {
            file = await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = CloseLateAsync(opening);
            throw;
        }

        try
        {
            return use(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SafeFileHandle Open(string path)
    {
        SafeFileHandle file = OpenHandle(path);
        try
        {
            EnsureMeasurable(file, path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static async Task CloseLateAsync(Task<SafeFileHandle> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            (await opening.ConfigureAwait(false)).Dispose();
        }
    }

    private static SafeFileHandle OpenHandle(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.Asynchronous);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory. Give its files one by one.");
        }
    }

    /// <summary>Pipes and devices have no length; files that the system makes up as they are read, as those of /proc, say 0.</summary>
    private static void EnsureMeasurable(SafeFileHandle file, string path)
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

        if (length == 0 && RandomAccess.Read(file, new byte[1], fileOffset: 0) > 0)
        {
            throw Unmeasurable(path);
        }
    }

    private static IOException Unmeasurable(string path) =>
        new($"'{path}' does not say how long it is, as pipes, devices and the files of /proc do not, so it cannot be cut into parts. To upload it, open it as a stream and use {nameof(UploadSource)}.{nameof(UploadSource.FromStream)}.");
}
