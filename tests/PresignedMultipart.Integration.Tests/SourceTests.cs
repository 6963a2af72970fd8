using System.IO.Compression;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Sources that are not files, and files by the many.</summary>
public sealed class SourceTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const long MiB = 1L << 20;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1_000, 1)]
    [InlineData(20 * MiB, 2)]
    [InlineData((25 * MiB) + 1, 3)]
    public async Task A_stream_that_cannot_seek_reads_back_identical(long size, int parts)
    {
        using var files = new TestFiles();
        string path = files.Create(size);
        using var uploader = new MultipartUploader(server.Provider);
        await using var stream = new StreamThatCannotSeek(File.OpenRead(path));

        UploadResult result = await uploader.UploadAsync(UploadSource.FromStream(stream), new UploadTarget(server.Bucket, $"stream-{size}"));

        await server.AssertSameBytesAsync(path, $"stream-{size}");
        Assert.Equal((size, parts), (result.Length, result.PartCount));
    }

    [Fact]
    public async Task An_archive_that_is_written_while_it_uploads_reads_back_whole()
    {
        using var files = new TestFiles();
        using var uploader = new MultipartUploader(server.Provider, new MultipartUploadOptions { SinglePutThreshold = 0, PartSize = S3Limits.MinPartSize });
        string[] paths = [.. Enumerable.Range(1, 4).Select(seed => files.Create(4 * MiB, seed))];

        await using (UploadStream upload = await uploader.OpenWriteAsync(new UploadTarget(server.Bucket, "archive.zip")))
        {
            await using (var archive = new ZipArchive(upload, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (string path in paths)
                {
                    await archive.CreateEntryFromFileAsync(path, Path.GetFileName(path));
                }
            }

            await upload.CompleteAsync();
        }

        using var stored = await server.Client.GetObjectAsync(server.Bucket, "archive.zip");
        using var copy = new MemoryStream();
        await stored.ResponseStream.CopyToAsync(copy);
        await using var read = new ZipArchive(copy);
        Assert.Equal(paths.Select(Path.GetFileName), read.Entries.Select(entry => entry.Name));
        Assert.All(read.Entries, entry => Assert.Equal(4 * MiB, entry.Length));
    }

    [Fact]
    public async Task What_is_written_and_not_completed_leaves_nothing()
    {
        await using (var uploader = new MultipartUploader(server.Provider, new MultipartUploadOptions { SinglePutThreshold = 0, PartSize = S3Limits.MinPartSize }))
        {
            await using UploadStream upload = await uploader.OpenWriteAsync(new UploadTarget(server.Bucket, "abandoned"));
            await upload.WriteAsync(new byte[12 * MiB]);
        }

        Assert.Empty(await server.UploadsInProgressAsync());
        Assert.DoesNotContain("abandoned", await server.KeysAsync());
    }

    [Fact]
    public async Task A_directory_reads_back_file_by_file()
    {
        using var files = new TestFiles();
        string[] paths = [.. Enumerable.Range(1, 20).Select(seed => files.Create(seed * 1_000, seed)), files.Create(20 * MiB, 21)];
        using var uploader = new MultipartUploader(server.Provider);

        IReadOnlyList<UploadItemResult> results = await uploader.UploadDirectoryAsync(Path.GetDirectoryName(paths[0])!, server.Bucket, "directory/");

        Assert.All(results, result => Assert.True(result.IsSuccess));
        foreach (string path in paths)
        {
            await server.AssertSameBytesAsync(path, "directory/" + Path.GetFileName(path));
        }
    }
}
