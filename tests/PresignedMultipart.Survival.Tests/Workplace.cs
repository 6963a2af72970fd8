using System.Security.Cryptography;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Survival.Tests;

/// <summary>A storage in this process, and a directory with a file that others upload to it.</summary>
internal sealed class Workplace : IAsyncDisposable
{
    public const string Bucket = "bucket";
    public const string Key = "backup.tar";
    public const int PartSize = 5 << 20;

    private readonly string _directory = Directory.CreateTempSubdirectory("survival-").FullName;

    private Workplace(S3TestServer server, int parts)
    {
        Server = server;
        Length = ((long)parts * PartSize) - 1;
        File = Path("backup.tar");
        using FileStream file = System.IO.File.Create(File);
        byte[] block = new byte[PartSize];
        var random = new Random(parts);
        for (long left = Length; left > 0; left -= PartSize)
        {
            random.NextBytes(block);
            file.Write(block, 0, (int)Math.Min(left, PartSize));
        }
    }

    public S3TestServer Server { get; }

    public string File { get; }

    public long Length { get; }

    public static async Task<Workplace> StartAsync(int parts) =>
        new(await S3TestServer.StartAsync(new S3TestServerOptions { DefaultBuckets = { Bucket } }), parts);

    public string Path(string name) => System.IO.Path.Combine(_directory, name);

    /// <summary>The requests to send a part, from some request on.</summary>
    public IEnumerable<S3TestRequest> SentParts(int since = 0) => Server.Requests.Skip(since).Where(request => request.Operation == S3Operation.UploadPart);

    /// <summary>The object has the file's bytes, every one of them.</summary>
    public async Task AssertStandsAsync()
    {
        S3TestObject stored = Assert.Single(Server.Objects);
        Assert.Equal(Length, stored.Length);
        await using FileStream file = System.IO.File.OpenRead(File);
        using Stream content = stored.OpenRead();
        Assert.Equal(await SHA256.HashDataAsync(file), await SHA256.HashDataAsync(content));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
