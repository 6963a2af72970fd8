using PresignedMultipart.S3;
using PresignedMultipart.Testing;

namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>A storage that checks signatures, with one bucket.</summary>
internal sealed class Storage : IAsyncDisposable
{
    public const string Bucket = "uploads";

    private Storage(S3TestServer server) => Server = server;

    public S3TestServer Server { get; }

    public static async Task<Storage> StartAsync(Action<S3TestServerOptions>? configure = null)
    {
        var options = new S3TestServerOptions { UseReservedCharactersInUploadIds = true, RejectUnsignedContentType = true };
        options.DefaultBuckets.Add(Bucket);
        configure?.Invoke(options);
        return new Storage(await S3TestServer.StartAsync(options));
    }

    public void Configure(S3ProviderOptions options)
    {
        options.Endpoint = Server.Endpoint;
        options.Region = Server.Region;
        options.AccessKey = Server.AccessKey;
        options.SecretKey = Server.SecretKey;
        options.MaxRetries = 0;
    }

    public byte[] Read(string key)
    {
        using Stream stream = Server.FindObject(Bucket, key)!.OpenRead();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>No object, no upload, no part.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Empty(Server.MultipartUploads);
        Assert.Null(Server.FindObject(Bucket, "alice/file.bin"));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
