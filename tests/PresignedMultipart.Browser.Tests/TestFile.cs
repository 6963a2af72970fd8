using System.Security.Cryptography;

namespace PresignedMultipart.Browser.Tests;

/// <summary>A file of random bytes, the same in every run, that is deleted at the end.</summary>
internal sealed class TestFile : IDisposable
{
    private const int BlockSize = 1 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("browser-tests-").FullName;

    public TestFile(long length, string name = "video.bin")
    {
        FilePath = Path.Combine(_folder, name);
        var random = new Random(20261122);
        byte[] block = new byte[BlockSize];
        using FileStream file = File.Create(FilePath);
        for (long left = length; left > 0; left -= BlockSize)
        {
            random.NextBytes(block);
            file.Write(block, 0, (int)Math.Min(left, BlockSize));
        }
    }

    public string FilePath { get; }

    public string Name => Path.GetFileName(FilePath);

    public async Task AssertSameBytesAsync(Stream stored)
    {
        await using FileStream file = File.OpenRead(FilePath);
        Assert.Equal(
            Convert.ToHexStringLower(await SHA256.HashDataAsync(file)),
            Convert.ToHexStringLower(await SHA256.HashDataAsync(stored)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
