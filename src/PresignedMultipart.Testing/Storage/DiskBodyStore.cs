namespace PresignedMultipart.Testing.Storage;

/// <summary>Keeps every body in a file of a folder of its own, which goes with the server.</summary>
internal sealed class DiskBodyStore : IBodyStore
{
    private readonly string _folder;
    private long _files;

    public DiskBodyStore(string parent)
    {
        _folder = Path.Combine(Path.GetFullPath(parent), "s3-" + Path.GetRandomFileName());
        Directory.CreateDirectory(_folder);
    }

    public BodyWriter CreateWriter() => new DiskBodyWriter(Path.Combine(_folder, $"{Interlocked.Increment(ref _files)}"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
