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

    [Fact]
    public async Task A_file_that_was_written_to_during_a_single_put_is_not_reported_as_uploaded()
    {
        await using Storage storage = await StartAsync();
        string path = storage.File(Content(1_000));
        var answer = new TaskCompletionSource();
        storage.Server.Faults.On(S3Operation.PutObject).HoldAnswerUntil(answer.Task);
        Task upload = storage.Uploader(o => o.SinglePutThreshold = PartSize).UploadFileAsync(path, storage.Target);

        await storage.Server.WaitForRequestAsync(request => request.Operation == S3Operation.PutObject);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        answer.SetResult();

        var failure = await Assert.ThrowsAsync<UploadException>(() => upload);
        Assert.Contains("last written", failure.Message, StringComparison.Ordinal);
        Assert.Equal(UploadOutcome.Unknown, failure.Outcome);
    }

    [Fact]
    public async Task A_directory_is_called_one()
    {
        await using Storage storage = await StartAsync();

        var refusal = await Assert.ThrowsAsync<IOException>(() => storage.Uploader().UploadFileAsync(Path.GetTempPath(), storage.Target));

        Assert.Contains("is a directory", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(storage.Server.Requests);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/proc/cpuinfo")]
    public async Task A_file_that_says_it_is_empty_and_is_not_does_not_become_an_empty_object(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using Storage storage = await StartAsync();

        var refusal = await Assert.ThrowsAsync<IOException>(() => storage.Uploader().UploadFileAsync(path, storage.Target));

        Assert.Contains($"'{path}' does not say how long it is", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(storage.Server.Requests);
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_holds_neither_the_caller_nor_a_cancellation_up()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using Storage storage = await StartAsync();
        string pipe = storage.Pipe();
        using var cancellation = new CancellationTokenSource();

        Task upload = storage.Uploader().UploadFileAsync(pipe, storage.Target, cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        Assert.Empty(storage.Server.Requests);

        // Lets the thread go that waits for a writer.
        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
    }

    private static Task Shrink(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(PartSize + 2_000_000);
        return Task.CompletedTask;
    }
}
