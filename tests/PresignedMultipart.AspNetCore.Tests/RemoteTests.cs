using Microsoft.AspNetCore.Builder;
using PresignedMultipart.AspNetCore.Tests.Support;
using PresignedMultipart.Remote;

namespace PresignedMultipart.AspNetCore.Tests;

public class RemoteTests
{
    public static TheoryData<BackendContract> Contracts => new(Enum.GetValues<BackendContract>());

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task A_file_goes_through_the_remote_provider_in_every_contract(BackendContract contract)
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy();
        await using BackEnd backEnd = await StartAsync(storage, policy);
        using var rig = new RemoteRig(backEnd, contract);
        byte[] bytes = Client.Bytes(33 << 20);
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, bytes);

            UploadResult result = await rig.Uploader.UploadFileAsync(path, new UploadTarget("any", "file.bin"));

            Assert.Equal(bytes, storage.Read("alice/file.bin"));
            Assert.Equal(bytes.Length, result.Length);
            Assert.Equal(bytes.Length, Assert.Single(policy.Completed).Stored!.Length);
            Assert.Empty(storage.Server.MultipartUploads);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_stream_of_unknown_length_goes_with_its_checksum_to_the_key_that_the_policy_chose()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using var rig = new RemoteRig(backEnd, BackendContract.Native);
        byte[] bytes = Client.Bytes(33 << 20);
        using var once = new PipeStream(bytes);

        UploadResult result = await rig.Uploader.UploadAsync(UploadSource.FromStream(once), new UploadTarget("any", "file.bin"));

        Assert.Equal(bytes, storage.Read("alice/file.bin"));
        Assert.Equal((Storage.Bucket, "alice/file.bin"), (result.Bucket, result.Key));
    }

    [Fact]
    public async Task A_small_object_goes_as_one_put()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using var rig = new RemoteRig(backEnd, BackendContract.Native);

        UploadResult result = await rig.Uploader.UploadAsync(Client.Bytes(1000), new UploadTarget("any", "file.bin") { ContentType = "text/plain" });

        Assert.Equal(Client.Bytes(1000), storage.Read("alice/file.bin"));
        Assert.Null(result.UploadId);
    }

    [Fact]
    public async Task What_the_policy_refuses_fails_with_its_reason()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await StartAsync(storage, new TestPolicy());
        using var rig = new RemoteRig(backEnd, BackendContract.Native);

        UploadException refused = await Assert.ThrowsAsync<UploadException>(() => rig.Uploader.UploadAsync(Client.Bytes(1000), new UploadTarget("any", "private/file.bin")));

        Assert.Contains("Nobody uploads there.", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing()
    {
        await using Storage storage = await Storage.StartAsync();
        var policy = new TestPolicy();
        await using BackEnd backEnd = await StartAsync(storage, policy);
        using var rig = new RemoteRig(backEnd, BackendContract.Native);
        using var watch = new AbortWatch(storage);
        using var stop = new CancellationTokenSource();

        Task upload = rig.Uploader.UploadAsync(UploadSource.FromStream(new EndlessStream()), new UploadTarget("any", "file.bin"), cancellationToken: stop.Token);
        await watch.UploadSeenAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);

        storage.AssertNothingIsLeft();
        Assert.Single(policy.Aborted);
    }

    private static Task<BackEnd> StartAsync(Storage storage, TestPolicy policy) => BackEnd.StartAsync(storage, policy, endpoints =>
    {
        endpoints.MapPresignedMultipart("/native");
        endpoints.MapClassicUploadEndpoints("/classic");
        endpoints.MapCompanionS3Endpoints("/companion");
    });

    /// <summary>Reads once and in order, as a pipe does.</summary>
    private sealed class PipeStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
