using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class AbortTests
{
    [Fact]
    public async Task An_abort_that_fails_is_repeated_until_the_upload_is_gone()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(403, "AccessDenied");
        int failures = 2;
        storage.Provider.BeforeAbort = () => failures-- > 0 ? throw new PresignedUrlProviderException("down") : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target));

        Assert.False(failure.LeftParts);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task An_upload_that_could_not_be_aborted_is_said_to_have_left_parts()
    {
        await using Storage storage = await StartAsync();
        var time = new ManualTime();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(403, "AccessDenied");
        storage.Provider.BeforeAbort = () => throw new PresignedUrlProviderException("down");
        Task upload = storage.Uploader(o => o.AbortTimeout = TimeSpan.FromSeconds(1), time).UploadAsync(Content(2 * PartSize), storage.Target);

        await time.AdvanceUntilAsync(upload, TimeSpan.Zero);

        Assert.True((await Assert.ThrowsAsync<UploadException>(() => upload)).LeftParts);
        Assert.Contains(storage.Logs.Lines, line => line.StartsWith("Error AbortFailed", StringComparison.Ordinal));
        Assert.Single(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task A_cancelled_upload_that_could_not_be_aborted_is_said_to_have_left_parts()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Once().HoldAnswerUntil(release.Task);
        storage.Server.Faults.On(S3Operation.AbortMultipartUpload).Answer(403, "AccessDenied");
        Task upload = storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target, null, cancellation.Token);

        await storage.Server.WaitForRequestAsync(request => request.Operation == S3Operation.UploadPart);
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        release.SetResult();
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        var left = Assert.IsType<UploadException>(cancelled.InnerException);
        Assert.Equal((true, false, Assert.Single(storage.Server.MultipartUploads).UploadId), (left.LeftParts, left.CanResume, left.UploadId));
        Assert.Contains(left.UploadId!, cancelled.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(S3Operation.AbortMultipartUpload, "<html><body>Not found</body></html>")]
    [InlineData(S3Operation.AbortMultipartUpload, "<!DOCTYPE html><p>Not found")]
    [InlineData(S3Operation.AbortMultipartUpload, "")]
    [InlineData(S3Operation.ListParts, "<!DOCTYPE html><p>Not found")]
    public async Task A_404_of_something_in_between_is_not_taken_for_an_upload_that_is_gone(S3Operation operation, string page)
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(403, "AccessDenied");
        S3FaultRule proxy = storage.Server.Faults.On(operation).Once().AnswerWithText(404, page);

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal(1, proxy.Hits);
        Assert.False(failure.LeftParts);
        Assert.Equal(2, storage.Requests(operation).Count);
        storage.AssertNothingStands();
    }

    [Theory]
    [InlineData(S3Operation.AbortMultipartUpload)]
    [InlineData(S3Operation.ListParts)]
    public async Task An_abort_without_the_right_to_it_is_not_repeated(S3Operation forbidden)
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(403, "AccessDenied");
        storage.Server.Faults.On(forbidden).Answer(403, "AccessDenied");

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.True(failure.LeftParts);
        Assert.Single(storage.Requests(forbidden));
    }

    [Fact]
    public async Task Without_the_capability_nothing_is_aborted_and_that_is_said()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(403, "AccessDenied");
        storage.Provider.Capabilities = PresignedUrlProviderCapabilities.None;

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.True(failure.LeftParts);
        Assert.Empty(storage.Requests(S3Operation.AbortMultipartUpload));
    }
}
