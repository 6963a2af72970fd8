using PresignedMultipart.S3;
using PresignedMultipart.Testing;

namespace Samples;

/// <summary>An S3 endpoint inside this process, on loopback, with one bucket, that keeps its objects in temporary files.</summary>
internal sealed class EmbeddedStore : IAsyncDisposable
{
    private readonly S3TestServer _server;

    private EmbeddedStore(S3TestServer server) => _server = server;

    public static async Task<EmbeddedStore> StartAsync(string bucket, CancellationToken cancellationToken) => new(await S3TestServer.StartAsync(
        new S3TestServerOptions { DefaultBuckets = { bucket }, StorageDirectory = Path.GetTempPath() },
        cancellationToken));

    public S3ProviderOptions Store => new()
    {
        Endpoint = _server.Endpoint,
        Region = _server.Region,
        AccessKey = _server.AccessKey,
        SecretKey = _server.SecretKey,
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
