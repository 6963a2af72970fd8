using Amazon.S3;
using Amazon.S3.Transfer;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>The SDK's TransferUtility with a directory.</summary>
internal sealed class TransferUtilityDirectoryClient : IUploadClient
{
    private readonly AmazonS3Client _client;
    private readonly TransferUtility _transfer;

    public TransferUtilityDirectoryClient(ClientTask task)
    {
        _client = SdkClient.Create(task);
        _transfer = new TransferUtility(_client);
    }

    public Task UploadAsync(ClientTask task) => _transfer.UploadDirectoryAsync(
        new TransferUtilityUploadDirectoryRequest { Directory = task.Path, BucketName = ClientTask.Bucket, KeyPrefix = "files", SearchOption = SearchOption.AllDirectories });

    public void Dispose()
    {
        _transfer.Dispose();
        _client.Dispose();
    }
}
