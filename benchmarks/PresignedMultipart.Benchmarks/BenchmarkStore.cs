using Amazon.S3;
using Amazon.S3.Transfer;
using PresignedMultipart.S3;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Benchmarks;

/// <summary>An endpoint in the same process that throws the bytes away, and the clients that are compared on it.</summary>
internal sealed class BenchmarkStore : IAsyncDisposable
{
    public const string Bucket = "bucket";

    private readonly S3TestServer _server;
    private readonly AmazonS3Client _client;

    private BenchmarkStore(S3TestServer server)
    {
        _server = server;
        Provider = new S3PresignedUrlProvider(new S3ProviderOptions
        {
            Endpoint = server.Endpoint,
            Region = server.Region,
            AccessKey = server.AccessKey,
            SecretKey = server.SecretKey,
        });
        _client = new AmazonS3Client(server.AccessKey, server.SecretKey, new AmazonS3Config
        {
            ServiceURL = server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = server.Region,
        });
        TransferUtility = new TransferUtility(_client);
    }

    public S3PresignedUrlProvider Provider { get; }

    public TransferUtility TransferUtility { get; }

    public static async Task<BenchmarkStore> StartAsync(TimeSpan latency = default) => new(await S3TestServer.StartAsync(new S3TestServerOptions
    {
        DefaultBuckets = { Bucket },
        DiscardBodies = true,
        ComputeDefaultChecksum = false,
        Latency = latency,
    }));

    public static async Task<string> CreateFileAsync(long length)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using FileStream file = File.Create(path);
        await new UnseekableStream(length).CopyToAsync(file);
        return path;
    }

    public ValueTask DisposeAsync()
    {
        TransferUtility.Dispose();
        _client.Dispose();
        Provider.Dispose();
        return _server.DisposeAsync();
    }
}
