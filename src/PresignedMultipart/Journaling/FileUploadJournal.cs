using System.Runtime.CompilerServices;
using PresignedMultipart.Journaling;

namespace PresignedMultipart;

/// <summary>
/// A journal in a directory: one file an upload, readable by its owner alone, flushed to the disk with every part. Safe to use from several
/// threads, and by several processes with the same directory.
/// </summary>
public sealed class FileUploadJournal : IUploadJournal
{
    private const string Extension = ".jsonl";

    // Who lists the journal has a log open for a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _directory;
    private readonly TimeProvider _time;

    /// <summary>Keeps the journal in a directory.</summary>
    /// <param name="directory">The directory; created, for its owner alone, when the first upload needs it. On a local disk: locks and flushes of network drives promise less.</param>
    /// <param name="timeProvider">The clock; the system's when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public FileUploadJournal(string directory, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _directory = Path.GetFullPath(directory);
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <exception cref="UnauthorizedAccessException">The directory or the file may not be written.</exception>
    public async Task<IUploadLog> OpenAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException($"The name '{name}' is none of a log; give the 32 hexadecimal digits that the library makes.", nameof(name));
        }

        CreateDirectory();
        string path = Path.Combine(_directory, name + Extension);
        long began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                if (await UploadLogFile.OpenAsync(path, cancellationToken).ConfigureAwait(false) is { } log)
                {
                    return log;
                }

                continue;
            }
            catch (IOException inUse)
            {
                if (_time.GetElapsedTime(began) >= Patience)
                {
                    if (inUse is DirectoryNotFoundException)
                    {
                        throw;
                    }

                    if (!File.Exists(path))
                    {
                        throw new IOException($"The log '{path}' cannot be made: {inUse.Message} Make room on its disk, or keep the journal on another.", inUse);
                    }

                    throw new IOException($"The log '{path}' cannot be opened; most likely another upload of the same object, in this process or another, is going on. Wait for it, or keep its journal in another directory. ({inUse.Message})", inUse);
                }
            }
            catch (UnauthorizedAccessException denied)
            {
                throw Denied(denied);
            }

            await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<string>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(_directory))
        {
            yield break;
        }

        foreach (string path in Directory.EnumerateFiles(_directory, "*" + Extension).Order(StringComparer.Ordinal))
        {
            if (await UploadLogFile.ReadAsync(path, cancellationToken).ConfigureAwait(false) is { } lines)
            {
                yield return lines;
            }
        }
    }

    /// <summary>The directory.</summary>
    public override string ToString() => _directory;

    private void CreateDirectory()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(_directory);
            }
            else
            {
                Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (UnauthorizedAccessException denied)
        {
            throw Denied(denied);
        }
        catch (IOException impossible)
        {
            throw new IOException($"The journal's directory '{_directory}' cannot be made: {impossible.Message} Name one that can, on a local disk with room.", impossible);
        }
    }

    private UnauthorizedAccessException Denied(UnauthorizedAccessException denied) =>
        new($"The journal in '{_directory}' cannot be written by the user {Environment.UserName}, as an upload with a journal needs: {denied.Message} Let that user write there, or name another directory.", denied);
}
