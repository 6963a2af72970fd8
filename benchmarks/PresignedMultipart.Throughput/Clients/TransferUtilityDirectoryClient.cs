using Amazon.S3;
using Amazon.S3.Transfer;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>The SDK's TransferUtility with a directory.</summary>
/// <param name="task">What to upload.</param>
/// <param name="concurrently">Whether files go at the same time. By default TransferUtility takes one after the other.</param>
internal sealed class TransferUtilityDirectoryClient(ClientTask task, bool concurrently) : IUploadClient
{
    private readonly AmazonS3Client _client = SdkClient.Create(task);

    public async Task UploadAsync(ClientTask task)
    {
        using var transfer = new TransferUtility(_client);
        await transfer.UploadDirectoryAsync(new TransferUtilityUploadDirectoryRequest
        {
            Directory = task.Path,
            BucketName = ClientTask.Bucket,
            KeyPrefix = "files",
            SearchOption = SearchOption.AllDirectories,
            UploadFilesConcurrently = concurrently,
        });
    }

    public void Dispose() => _client.Dispose();
}
