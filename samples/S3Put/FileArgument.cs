using System.Formats.Tar;

namespace S3Put;

/// <summary>Refuses what is given as a file and is none, in a shell's words and before anything waits for it.</summary>
internal static class FileArgument
{
    /// <param name="path">The file.</param>
    /// <param name="forDirectory">What to do with a directory.</param>
    /// <param name="forStream">What to do with what has no length.</param>
    /// <exception cref="ArgumentException">It is a directory, a pipe or a device.</exception>
    public static void Check(string path, string forDirectory, string forStream)
    {
        if (Directory.Exists(path))
        {
            throw new ArgumentException($"'{path}' is a directory. {forDirectory}");
        }

        if (Kind(path) is { } kind)
        {
            throw new ArgumentException($"'{path}' is {kind}, which has no length and cannot be read twice. {forStream}");
        }
    }

    private static string? Kind(string path)
    {
        string file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (!File.Exists(file))
        {
            // What a shell makes of <(command) links to something without a path.
            return File.Exists(path) ? "a pipe" : null;
        }

        return new FileInfo(file).Length > 0 ? null : TypeOf(file) switch
        {
            TarEntryType.Fifo => "a named pipe",
            TarEntryType.CharacterDevice or TarEntryType.BlockDevice => "a device",
            _ => null,
        };
    }

    /// <summary>.NET tells the type of a file here alone, and to open a pipe is to wait until somebody writes to it.</summary>
    private static TarEntryType? TypeOf(string file)
    {
        try
        {
            var archive = new MemoryStream();
            using (var writer = new TarWriter(archive, leaveOpen: true))
            {
                writer.WriteEntry(file, entryName: "file");
            }

            archive.Position = 0;
            return new TarReader(archive).GetNextEntry()?.EntryType;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
