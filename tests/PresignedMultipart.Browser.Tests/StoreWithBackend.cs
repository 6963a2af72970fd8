using PresignedMultipart.Testing;

namespace PresignedMultipart.Browser.Tests;

/// <summary>The sample on an endpoint that the test watches and spoils.</summary>
internal sealed class StoreWithBackend : IAsyncDisposable
{
    public const string Bucket = "uploads";

    private StoreWithBackend(S3TestServer store, BackendProcess backend) => (Store, Backend) = (store, backend);

    public S3TestServer Store { get; }

    public BackendProcess Backend { get; }

    public static async Task<StoreWithBackend> StartAsync(TimeProvider? time = null)
    {
        // No CORS of the server's own: what the pages may do is what the sample has set up.
        var options = new S3TestServerOptions { TimeProvider = time ?? TimeProvider.System };
        options.AllowedOrigins.Clear();
        S3TestServer store = await S3TestServer.StartAsync(options);
        try
        {
            BackendProcess backend = await BackendProcess.StartAsync(
                "--endpoint", store.Endpoint.AbsoluteUri, "--region", store.Region, "--access-key", store.AccessKey, "--secret-key", store.SecretKey, "--bucket", Bucket, "--set-up-bucket");
            return new StoreWithBackend(store, backend);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>The PUTs of a part that the page got an ETag for.</summary>
    public int TimesAcknowledged(int partNumber) =>
        Store.Requests.Count(request => request.Operation == S3Operation.UploadPart && request.PartNumber == partNumber && request is { StatusCode: 200, WasAborted: false });

    public async ValueTask DisposeAsync()
    {
        await Backend.DisposeAsync();
        await Store.DisposeAsync();
    }
}
