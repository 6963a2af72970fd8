using System.Globalization;

namespace PresignedMultipart.Throughput.Scenarios;

/// <summary>The folder of a run and the files in it, which go with it.</summary>
internal sealed class InputFiles : IDisposable
{
    private const int BlockSize = 1 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("throughput-");

    public string Folder => _folder.FullName;

    /// <summary>A folder for the certificate of an authority and nothing else: clients try everything in it.</summary>
    public string TrustFolder => _folder.CreateSubdirectory("trust").FullName;

    /// <summary>A file of that length, read once, so that all clients find it in the page cache.</summary>
    public async Task<string> FileAsync(long size, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Folder, ByteSize.Name(size));
        if (!File.Exists(path))
        {
            await WriteAsync(path, size, cancellationToken);
        }

        await using FileStream file = File.OpenRead(path);
        await file.CopyToAsync(Stream.Null, BlockSize, cancellationToken);
        return path;
    }

    /// <summary>A directory of so many files, read once.</summary>
    public async Task<string> DirectoryAsync(long size, int files, CancellationToken cancellationToken)
    {
        string directory = Directory.CreateDirectory(Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{files}-files"))).FullName;
        for (int number = 0; number < files; number++)
        {
            await WriteAsync(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{number:00000}.bin")), size / files, cancellationToken);
        }

        return directory;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task WriteAsync(string path, long size, CancellationToken cancellationToken)
    {
        byte[] block = new byte[(int)Math.Min(size, BlockSize)];
        new Random(1).NextBytes(block);
        await using FileStream file = File.Create(path);
        for (long left = size; left > 0; left -= block.Length)
        {
            await file.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), cancellationToken);
        }
    }
}
