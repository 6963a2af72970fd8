namespace PresignedMultipart.Throughput.Clients;

internal sealed class OurStreamClient(IPresignedUrlProvider provider) : OurClient(provider, options: null)
{
    public override async Task UploadAsync(ClientTask task)
    {
        await using var stream = new ForwardOnlyStream(File.OpenHandle(task.Path));
        await Uploader.UploadAsync(UploadSource.FromStream(stream), Target);
    }
}
