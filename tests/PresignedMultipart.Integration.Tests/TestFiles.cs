using System.Buffers.Binary;

namespace PresignedMultipart.Integration.Tests;

/// <summary>A temporary folder with files to upload, deleted with them on <see cref="Dispose"/>.</summary>
public sealed class TestFiles : IDisposable
{
    private const int BlockSize = 1024 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("presigned-multipart-");

    /// <summary>The path of a file of this name, which need not exist, in the folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>
    /// Makes a file of <paramref name="size"/> bytes. The same size and seed give the same bytes. No two blocks of 1 MiB
    /// are the same, so parts that change places are noticed; several gigabytes are made at the speed of the disk.
    /// </summary>
    public string Create(long size, int seed = 1)
    {
        string path = PathOf(Guid.NewGuid().ToString("N") + ".bin");
        byte[] block = new byte[BlockSize];
        new Random(seed).NextBytes(block);

        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (long written = 0; written < size; written += BlockSize)
        {
            // The position of the block makes it differ from all others.
            BinaryPrimitives.WriteInt64LittleEndian(block, written);
            file.Write(block, 0, (int)Math.Min(BlockSize, size - written));
        }

        return path;
    }

    public void Dispose()
    {
        _folder.Refresh();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }
}
