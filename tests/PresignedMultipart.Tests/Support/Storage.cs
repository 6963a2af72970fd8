using PresignedMultipart.S3;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Tests.Support;

/// <summary>A storage of its own for one test, a provider that signs for it, and uploaders that send to it.</summary>
internal sealed class Storage : IAsyncDisposable
{
    public const string Bucket = "bucket";
    public const int MiB = 1 << 20;

    /// <summary>The smallest part that S3 takes: the tests' part size.</summary>
    public const int PartSize = 5 * MiB;

    private readonly string _folder = Directory.CreateTempSubdirectory("presigned-multipart-").FullName;
    private readonly List<IDisposable> _owned = [];

    private Storage(S3TestServer server, TimeSpan? urlLifetime)
    {
        Server = server;
        Signer = new S3PresignedUrlProvider(new S3ProviderOptions
        {
            Endpoint = server.Endpoint,
            Region = server.Region,
            AccessKey = server.AccessKey,
            SecretKey = server.SecretKey,
            UrlLifetime = urlLifetime ?? TimeSpan.FromHours(1),
        });
        Provider = new ScriptedProvider(Signer);
        _owned.Add(Signer);
    }

    public S3TestServer Server { get; }

    public S3PresignedUrlProvider Signer { get; }

    /// <summary>The signer, with its calls counted and what a test wants otherwise.</summary>
    public ScriptedProvider Provider { get; }

    public RecordingLoggerFactory Logs { get; } = new();

    public UploadTarget Target { get; } = new(Bucket, "folder/key");

    public static async Task<Storage> StartAsync(TimeSpan? urlLifetime = null, bool discardBodies = false) =>
        new(await S3TestServer.StartAsync(new S3TestServerOptions { DefaultBuckets = { Bucket }, ComputeDefaultChecksum = false, DiscardBodies = discardBodies }), urlLifetime);

    /// <summary>An uploader with small parts, no single PUT and short waits, unless told otherwise.</summary>
    public MultipartUploader Uploader(Action<MultipartUploadOptions>? configure = null, TimeProvider? time = null, HttpMessageHandler? handler = null)
    {
        var options = new MultipartUploadOptions
        {
            PartSize = PartSize,
            SinglePutThreshold = 0,
            MaxConcurrency = 3,
            RetryBaseDelay = TimeSpan.FromMilliseconds(1),
            RetryMaxDelay = TimeSpan.FromMilliseconds(2),
        };
        configure?.Invoke(options);
        var uploader = new MultipartUploader(Provider, options, handler, Logs, time);
        _owned.Add(uploader);
        return uploader;
    }

    public static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    public string File(byte[] content)
    {
        string path = Path.Combine(_folder, Path.GetRandomFileName());
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A named pipe that nobody has opened.</summary>
    public string Pipe()
    {
        string path = Path.Combine(_folder, Path.GetRandomFileName());
        using var made = System.Diagnostics.Process.Start("mkfifo", path);
        made.WaitForExit();
        return path;
    }

    /// <summary>The bytes that stand under the target's key.</summary>
    public byte[] Stored()
    {
        using Stream stream = (Server.FindObject(Bucket, Target.Key) ?? throw new InvalidOperationException("There is no object.")).OpenRead();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public void AssertNothingStands()
    {
        Assert.Empty(Server.Objects);
        Assert.Empty(Server.MultipartUploads);
    }

    public IReadOnlyList<S3TestRequest> Requests(S3Operation operation) => [.. Server.Requests.Where(request => request.Operation == operation)];

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(owned => owned.Dispose());
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
