namespace PresignedMultipart.Throughput.Clients;

internal sealed class OurFileClient(ClientTask task, MultipartUploadOptions? options = null) : OurClient(task, options)
{
    public override Task UploadAsync(ClientTask task) => Uploader.UploadFileAsync(task.Path, Target);
}
