namespace PresignedMultipart.Throughput.Clients;

internal sealed class OurFileClient(IPresignedUrlProvider provider, MultipartUploadOptions? options = null) : OurClient(provider, options)
{
    public override Task UploadAsync(ClientTask task) => Uploader.UploadFileAsync(task.Path, Target);
}
