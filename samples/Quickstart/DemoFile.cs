namespace Quickstart;

/// <summary>The file to upload: the user's, or a temporary one of 256 MiB that is deleted afterwards.</summary>
internal sealed class DemoFile : IDisposable
{
    private const int Size = 256 << 20;
    private const int BlockSize = 1 << 20;

    private readonly string? _folder;

    private DemoFile(string path, string? folder) => (Path, _folder) = (path, folder);

    public string Path { get; }

    public static async Task<DemoFile> OpenOrMakeAsync(FileInfo? given, CancellationToken cancellationToken)
    {
        if (given is not null)
        {
            return given.Exists ? new DemoFile(given.FullName, null) : throw new FileNotFoundException($"There is no file '{given.FullName}'.");
        }

        string folder = Directory.CreateTempSubdirectory("quickstart-").FullName;
        var made = new DemoFile(System.IO.Path.Combine(folder, "random-256MiB.bin"), folder);
        try
        {
            byte[] block = new byte[BlockSize];
            await using FileStream file = File.Create(made.Path, bufferSize: 0);
            for (int written = 0; written < Size; written += block.Length)
            {
                Random.Shared.NextBytes(block);
                await file.WriteAsync(block, cancellationToken);
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
