using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class SourceTests
{
    [Fact]
    public async Task A_file_that_became_shorter_fails_at_once_and_is_not_tried_again()
    {
        await using Storage storage = await StartAsync();
        string path = storage.File(Content(4 * PartSize));
        storage.Provider.BeforePresignParts = (_, _) => Shrink(path);

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.MaxConcurrency = 1).UploadFileAsync(path, storage.Target));

        Assert.Contains($"'{path}' changed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, failure.PartNumber);
        Assert.Single(storage.Requests(S3Operation.UploadPart), request => request.PartNumber == 2);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_file_that_was_written_to_fails_before_the_object_is_made()
    {
        await using Storage storage = await StartAsync();
        string path = storage.File(Content(2 * PartSize));
        storage.Provider.BeforePresignParts = (_, _) =>
        {
            File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            return Task.CompletedTask;
        };

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadFileAsync(path, storage.Target));

        Assert.Contains("last written", failure.Message, StringComparison.Ordinal);
        Assert.Empty(storage.Requests(S3Operation.CompleteMultipartUpload));
        storage.AssertNothingStands();
    }

    private static Task Shrink(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(PartSize + 2_000_000);
        return Task.CompletedTask;
    }
}
