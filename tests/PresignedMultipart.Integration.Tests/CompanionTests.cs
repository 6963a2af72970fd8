using PresignedMultipart.Remote;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Our client, a Companion from npm, and a real storage.</summary>
public sealed class CompanionTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const int PartSize = 5 << 20;

    [Fact]
    public async Task A_file_of_several_parts_arrives_whole_through_a_real_Companion()
    {
        using var files = new TestFiles();
        string path = files.Create((4 * PartSize) + 1234);
        await using CompanionServer companion = await CompanionServer.StartAsync(server.Bucket);
        using RemotePresignedUrlProvider provider = Provider(companion);
        using var uploader = new MultipartUploader(provider, new MultipartUploadOptions { PartSize = PartSize });

        UploadResult result = await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "ein Film ä+b&c.mp4")
        {
            ContentType = "video/mp4",
            Metadata = new Dictionary<string, string> { ["author"] = "someone" },
        });

        Assert.EndsWith("-ein Film ä+b&c.mp4", result.Key, StringComparison.Ordinal);
        Assert.Equal(5, result.PartCount);
        await server.AssertSameBytesAsync(path, result.Key);
        var head = await server.Client.GetObjectMetadataAsync(server.Bucket, result.Key);
        Assert.Equal(("video/mp4", "someone"), (head.Headers.ContentType, head.Metadata["author"]));
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_leaves_nothing_behind_a_real_Companion()
    {
        using var files = new TestFiles();
        string path = files.Create(4 * PartSize);
        await using CompanionServer companion = await CompanionServer.StartAsync(server.Bucket);
        using RemotePresignedUrlProvider provider = Provider(companion);
        using var uploader = new MultipartUploader(provider, new MultipartUploadOptions { PartSize = PartSize, MaxConcurrency = 1, ProgressInterval = TimeSpan.FromMilliseconds(10) });
        using var cancellation = new CancellationTokenSource();
        var afterAPart = new CancelAt(PartSize, cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "cancelled"), afterAPart, cancellation.Token));

        Assert.Empty(await server.UploadsInProgressAsync());
    }

    [Fact]
    public async Task A_real_Companion_lists_the_parts()
    {
        await using CompanionServer companion = await CompanionServer.StartAsync(server.Bucket);
        using RemotePresignedUrlProvider provider = Provider(companion);
        using var http = new HttpClient();
        MultipartUpload upload = await provider.CreateMultipartUploadAsync(new UploadTarget(server.Bucket, "listed"), objectLength: null);
        IReadOnlyList<PresignedUrl> urls = await provider.PresignPartsAsync(upload, [new(1, 3), new(2, 4)]);
        using HttpResponseMessage one = await http.PutAsync(urls[0].Uri, new ByteArrayContent(new byte[3]));
        using HttpResponseMessage two = await http.PutAsync(urls[1].Uri, new ByteArrayContent(new byte[4]));

        var parts = new List<StoredPart>();
        await foreach (StoredPart part in provider.ListPartsAsync(upload))
        {
            parts.Add(part);
        }

        Assert.Equal([(1, 3L), (2, 4L)], parts.Select(part => (part.PartNumber, part.Length)));
        await provider.AbortMultipartUploadAsync(upload);
        Assert.DoesNotContain(upload.Target.Key, await server.UploadsInProgressAsync());
    }

    private static RemotePresignedUrlProvider Provider(CompanionServer companion) =>
        new(new RemoteProviderOptions { BaseAddress = companion.Address, Contract = BackendContract.Companion });

    private sealed class CancelAt(long bytes, CancellationTokenSource cancellation) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value)
        {
            if (value.BytesAcknowledged >= bytes)
            {
                cancellation.Cancel();
            }
        }
    }
}
