using PresignedMultipart.Remote.Tests.Support;
using PresignedMultipart.Testing;
using static PresignedMultipart.Remote.Tests.Support.Storage;

namespace PresignedMultipart.Remote.Tests.EndToEnd;

public class CompanionTests
{
    private static readonly UploadTarget Target = new(Bucket, "ä b.bin") { ContentType = "video/mp4" };

    [Theory]
    [InlineData(1)]
    [InlineData((4 * PartSize) + 1)]
    public async Task An_object_arrives_whole_under_the_key_that_Companion_chose(int length)
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await CompanionServer.StartAsync(storage);

        UploadResult result = await storage.Uploader(storage.Provider(backend, BackendContract.Companion)).UploadAsync(Content(length), Target);

        Assert.Equal(CompanionServer.Folder + Target.Key, result.Key);
        Assert.Equal(Content(length), storage.Read(result.Key));
        Assert.Equal("video/mp4", storage.Server.FindObject(Bucket, result.Key)!.ContentType);
    }

    [Fact]
    public async Task A_failed_upload_is_aborted_once_and_without_waiting_for_parts_that_are_gone()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await CompanionServer.StartAsync(storage);
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(403, "AccessDenied");

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            storage.Uploader(storage.Provider(backend, BackendContract.Companion)).UploadAsync(Content(2 * PartSize), Target));

        Assert.False(failure.LeftParts);
        Assert.Empty(storage.Server.MultipartUploads);
        Assert.Equal(1, backend.Requests.Count(request => request.Method == "DELETE"));
    }

    [Fact]
    public async Task Parts_are_listed()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await CompanionServer.StartAsync(storage);
        RemotePresignedUrlProvider provider = storage.Provider(backend, BackendContract.Companion);
        MultipartUpload upload = await provider.CreateMultipartUploadAsync(Target, 10);
        using var http = new HttpClient();
        using HttpResponseMessage put = await http.PutAsync(Assert.Single(await provider.PresignPartsAsync(upload, [new PartToSign(3, 10)])).Uri, new ByteArrayContent(Content(10)));

        List<StoredPart> parts = [];
        await foreach (StoredPart part in provider.ListPartsAsync(upload))
        {
            parts.Add(part);
        }

        Assert.Equal(new StoredPart(3, 10, put.Headers.ETag!.ToString()), Assert.Single(parts));
    }

    [Fact]
    public async Task A_refusal_of_the_storage_is_not_repeated_because_Companion_has_repeated_it()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await CompanionServer.StartAsync(storage);
        RemotePresignedUrlProvider provider = storage.Provider(backend, BackendContract.Companion);
        var upload = new MultipartUpload(new UploadTarget(Bucket, "key"), "no-such-upload");

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CompleteMultipartUploadAsync(upload, [new CompletedPart(1, "e")], 1));

        Assert.Equal((true, "companion-7"), (refusal.IsOutcomeUnknown, refusal.RequestId));
        Assert.Single(backend.Requests);
    }
}
