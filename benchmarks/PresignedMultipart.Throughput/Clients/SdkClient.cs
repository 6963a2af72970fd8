using Amazon.S3;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>The SDK's client for the endpoint.</summary>
internal static class SdkClient
{
    public static AmazonS3Client Create(ClientTask task, Action<AmazonS3Config>? configure = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = task.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = ClientTask.Region,
        };
        configure?.Invoke(config);
        return new AmazonS3Client(ClientTask.AccessKey, ClientTask.SecretKey, config);
    }
}
