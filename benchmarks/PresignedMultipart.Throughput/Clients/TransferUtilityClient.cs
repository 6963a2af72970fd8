using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Transfer;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>The SDK's TransferUtility.</summary>
internal sealed class TransferUtilityClient : IUploadClient
{
    private readonly AmazonS3Client _client;
    private readonly TransferUtility _transfer;
    private readonly Action<TransferUtilityUploadRequest> _configure;

    private TransferUtilityClient(AmazonS3Client client, TransferUtilityConfig config, Action<TransferUtilityUploadRequest>? configure = null)
    {
        _client = client;
        _transfer = new TransferUtility(client, config);
        _configure = configure ?? (_ => { });
    }

    public static TransferUtilityClient WithDefaults(ClientTask task) => new(SdkClient.Create(task), new TransferUtilityConfig());

    /// <summary>Parts of 16 MiB, 8 at a time.</summary>
    public static TransferUtilityClient Tuned(ClientTask task) =>
        new(SdkClient.Create(task), new TransferUtilityConfig { ConcurrentServiceRequests = 8 }, request => request.PartSize = 16 << 20);

    /// <summary>Neither checksum nor signature of the body. Over plain HTTP the SDK insists on the signature.</summary>
    public static TransferUtilityClient AtItsBest(ClientTask task) => new(
        SdkClient.Create(task, config => config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED),
        new TransferUtilityConfig { ConcurrentServiceRequests = 8 },
        request =>
        {
            request.PartSize = 16 << 20;
            request.DisablePayloadSigning = task.Endpoint.Scheme == Uri.UriSchemeHttps;
        });

    public Task UploadAsync(ClientTask task)
    {
        var request = new TransferUtilityUploadRequest { FilePath = task.Path, BucketName = ClientTask.Bucket, Key = "object" };
        _configure(request);
        return _transfer.UploadAsync(request);
    }

    public void Dispose()
    {
        _transfer.Dispose();
        _client.Dispose();
    }
}
