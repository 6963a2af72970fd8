using PresignedMultipart.Testing;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>The endpoint of PresignedMultipart.Testing as its defaults are, but for small parts, and without CORS until a bucket has rules, as Amazon S3.</summary>
public sealed class TestingEndpoint : IAsyncLifetime
{
    public const string Bucket = "agreement";

    public S3TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var options = new S3TestServerOptions { DefaultBuckets = { Bucket }, MinimumPartSize = 1024 };
        options.AllowedOrigins.Clear();
        Server = await S3TestServer.StartAsync(options);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
