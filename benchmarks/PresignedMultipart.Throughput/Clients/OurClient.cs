using PresignedMultipart.S3;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>This library, signing with credentials of its own.</summary>
internal abstract class OurClient : IUploadClient
{
    private readonly S3PresignedUrlProvider _provider;

    protected OurClient(ClientTask task, MultipartUploadOptions? options = null)
    {
        _provider = new S3PresignedUrlProvider(new S3ProviderOptions
        {
            Endpoint = task.Endpoint,
            Region = ClientTask.Region,
            AccessKey = ClientTask.AccessKey,
            SecretKey = ClientTask.SecretKey,
        });
        Uploader = new MultipartUploader(_provider, options);
    }

    protected MultipartUploader Uploader { get; }

    protected static UploadTarget Target => new(ClientTask.Bucket, "object");

    public abstract Task UploadAsync(ClientTask task);

    public void Dispose()
    {
        Uploader.Dispose();
        _provider.Dispose();
    }
}
