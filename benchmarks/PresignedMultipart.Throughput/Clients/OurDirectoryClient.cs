namespace PresignedMultipart.Throughput.Clients;

internal sealed class OurDirectoryClient(IPresignedUrlProvider provider) : OurClient(provider, options: null)
{
    public override async Task UploadAsync(ClientTask task)
    {
        IReadOnlyList<UploadItemResult> results = await Uploader.UploadDirectoryAsync(task.Path, ClientTask.Bucket, "files/");
        if (results.FirstOrDefault(result => result.Failure is not null) is { } failed)
        {
            throw failed.Failure!;
        }
    }
}
