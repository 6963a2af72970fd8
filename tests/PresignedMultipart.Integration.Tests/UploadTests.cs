namespace PresignedMultipart.Integration.Tests;

/// <summary>What arrives is what was sent, for every size at which something changes.</summary>
public sealed class UploadTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const long MiB = 1L << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData((5 * MiB) - 1)]
    [InlineData(5 * MiB)]
    [InlineData((5 * MiB) + 1)]
    [InlineData(16 * MiB)]
    [InlineData((16 * MiB) + 1)]
    [InlineData(100 * MiB)]
    [InlineData(1024 * MiB)]
    public async Task A_file_reads_back_identical_on_defaults(long size)
    {
        using var files = new TestFiles();
        string path = files.Create(size);
        using var uploader = new MultipartUploader(server.Provider);

        UploadResult result = await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, $"default-{size}"));

        await server.AssertSameBytesAsync(path, $"default-{size}");
        Assert.Equal(size, result.Length);
        Assert.Equal(size <= 16 * MiB, result.UploadId is null);
        await server.DeleteAsync($"default-{size}");
    }

    [Theory]
    [InlineData(1_000, 1)]
    [InlineData((5 * MiB) - 1, 1)]
    [InlineData(5 * MiB, 1)]
    [InlineData((5 * MiB) + 1, 2)]
    [InlineData(100 * MiB, 20)]
    public async Task A_file_reads_back_identical_in_the_smallest_parts(long size, int parts)
    {
        using var files = new TestFiles();
        string path = files.Create(size);
        using var uploader = new MultipartUploader(server.Provider, new MultipartUploadOptions { SinglePutThreshold = 0, PartSize = S3Limits.MinPartSize });
        var progress = new LastReport();

        UploadResult result = await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, $"parts-{size}"), progress);

        await server.AssertSameBytesAsync(path, $"parts-{size}");
        Assert.Equal((parts, true, 100.0), (result.PartCount, progress.Value.IsCompleted, progress.Value.Percent));
        string etag = (await server.Client.GetObjectMetadataAsync(server.Bucket, $"parts-{size}")).ETag;
        Assert.EndsWith($"-{parts}", etag.Trim('"'), StringComparison.Ordinal);
        Assert.Equal(server.Capabilities.AnswersETagOfCompletion ? etag : null, result.ETag);
        await server.DeleteAsync($"parts-{size}");
    }

    private sealed class LastReport : IProgress<UploadProgress>
    {
        public UploadProgress Value { get; private set; }

        public void Report(UploadProgress value) => Value = value;
    }
}
