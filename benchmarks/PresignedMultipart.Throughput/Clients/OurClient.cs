using PresignedMultipart.S3;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>This library.</summary>
internal abstract class OurClient(IPresignedUrlProvider provider, MultipartUploadOptions? options) : IUploadClient
{
    protected MultipartUploader Uploader { get; } = new(provider, options);

    protected static UploadTarget Target => new(ClientTask.Bucket, "object");

    /// <summary>Signs with credentials of its own, by the SDK.</summary>
    public static S3PresignedUrlProvider SigningFor(Uri endpoint) => new(new S3ProviderOptions
    {
        Endpoint = endpoint,
        Region = ClientTask.Region,
        AccessKey = ClientTask.AccessKey,
        SecretKey = ClientTask.SecretKey,
    });

    public abstract Task UploadAsync(ClientTask task);

    public void Dispose()
    {
        Uploader.Dispose();
        (provider as IDisposable)?.Dispose();
    }
}
