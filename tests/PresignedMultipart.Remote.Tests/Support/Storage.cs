using Amazon.Runtime;
using Amazon.S3;
using PresignedMultipart.S3;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Remote.Tests.Support;

/// <summary>A storage of its own for one test, with what a back end needs to sign for it.</summary>
internal sealed class Storage : IAsyncDisposable
{
    public const string Bucket = "bucket";
    public const int PartSize = 5 << 20;

    private readonly List<IDisposable> _owned = [];

    private Storage(S3TestServer server)
    {
        Server = server;
        Client = new AmazonS3Client(
            new BasicAWSCredentials(server.AccessKey, server.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = server.Endpoint.ToString(),
                ForcePathStyle = true,
                AuthenticationRegion = server.Region,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                MaxErrorRetry = 0,
            });
        Signer = new S3PresignedUrlProvider(Client);
        _owned.Add(Signer);
        _owned.Add(Client);
    }

    public S3TestServer Server { get; }

    public IAmazonS3 Client { get; }

    public S3PresignedUrlProvider Signer { get; }

    public static async Task<Storage> StartAsync() =>
        new(await S3TestServer.StartAsync(new S3TestServerOptions { DefaultBuckets = { Bucket }, RejectUnsignedContentType = true }));

    /// <summary>An uploader with small parts and no wait worth the name.</summary>
    public MultipartUploader Uploader(IPresignedUrlProvider provider, long singlePutThreshold = 0, IUploadJournal? journal = null)
    {
        var uploader = new MultipartUploader(provider, new MultipartUploadOptions
        {
            PartSize = PartSize,
            SinglePutThreshold = singlePutThreshold,
            MaxConcurrency = 3,
            Journal = journal,
            RetryBaseDelay = TimeSpan.FromMilliseconds(1),
            RetryMaxDelay = TimeSpan.FromMilliseconds(2),
        });
        _owned.Add(uploader);
        return uploader;
    }

    public RemotePresignedUrlProvider Provider(Backend backend, BackendContract contract, TimeProvider? time = null, Action<RemoteProviderOptions>? configure = null)
    {
        RemotePresignedUrlProvider provider = Providers.Of(backend.Address, contract, time, configure);
        _owned.Add(provider);
        return provider;
    }

    public static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    public byte[] Read(string key)
    {
        using Stream stream = (Server.FindObject(Bucket, key) ?? throw new InvalidOperationException("There is no object.")).OpenRead();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Enumerable.Reverse(_owned).ToList().ForEach(owned => owned.Dispose());
        await Server.DisposeAsync();
    }
}
