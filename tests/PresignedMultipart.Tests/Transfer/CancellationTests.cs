using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class CancellationTests
{
    public static TheoryData<S3Operation> Operations => [S3Operation.CreateMultipartUpload, S3Operation.UploadPart, S3Operation.CompleteMultipartUpload];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Cancelled_while_the_storage_works_it_leaves_nothing_behind(S3Operation operation)
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        // The storage takes the request and is slow to carry it out: until it has seen that the caller wants to stop.
        storage.Server.Faults.On(operation).Once().StallUntil(Cancelled(cancellation.Token));
        using MultipartUploader uploader = storage.Uploader();
        Task upload = uploader.UploadFileAsync(storage.File(Content(3 * PartSize)), storage.Target, null, cancellation.Token);

        await storage.Server.WaitForRequestAsync(request => request.Operation == operation);
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Empty(storage.Server.MultipartUploads);
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task Cancelled_while_a_slow_storage_creates_the_upload_it_does_not_wait_long_and_leaves_nothing_behind()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var time = new ManualTime();
        var release = new TaskCompletionSource();
        S3FaultRule slow = storage.Server.Faults.On(S3Operation.CreateMultipartUpload).HoldAnswerUntil(release.Task);
        MultipartUploader uploader = storage.Uploader(o => o.AbortTimeout = TimeSpan.FromSeconds(30), time);
        Task upload = uploader.UploadAsync(Content(2 * PartSize), storage.Target, null, cancellation.Token);

        await slow.WaitForHitsAsync();
        await cancellation.CancelAsync();
        await time.AdvanceUntilAsync(upload, TimeSpan.Zero);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        time.Advance(TimeSpan.FromSeconds(29));
        release.SetResult();

        await uploader.DisposeAsync();
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task Cancelled_while_the_storage_never_answers_the_creation_the_clean_up_ends_with_its_time_and_says_so()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var time = new ManualTime();
        S3FaultRule silent = storage.Server.Faults.On(S3Operation.CreateMultipartUpload).HoldAnswerUntil(Task.Delay(Timeout.Infinite));
        MultipartUploader uploader = storage.Uploader(o => o.AbortTimeout = TimeSpan.FromSeconds(30), time);
        Task upload = uploader.UploadAsync(Content(2 * PartSize), storage.Target, null, cancellation.Token);

        await silent.WaitForHitsAsync();
        await cancellation.CancelAsync();
        await time.AdvanceUntilAsync(upload, TimeSpan.Zero);
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(30));

        await uploader.DisposeAsync();
        Assert.Contains(storage.Logs.Lines, line => line.StartsWith("Error CreationUnanswered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelled_in_mid_part_on_a_stalled_line_it_leaves_nothing_behind()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Stall(afterBytes: 1_000_000);
        using MultipartUploader uploader = storage.Uploader();
        Task upload = uploader.UploadFileAsync(storage.File(Content(6 * PartSize)), storage.Target, null, cancellation.Token);

        await storage.Server.WaitForRequestAsync(_ => storage.Requests(S3Operation.UploadPart).Count == 3);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        storage.AssertNothingStands();
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task Cancelled_while_it_waits_to_retry_it_does_not_wait_on()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var time = new ManualTime();
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(503, "SlowDown");
        storage.Provider.BeforePresignParts = (_, _) => storage.Server.RequestCount > 1 ? cancellation.CancelAsync() : Task.CompletedTask;
        Task upload = storage.Uploader(o => (o.RetryBaseDelay, o.RetryMaxDelay) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500)), time)
            .UploadAsync(Content(PartSize), storage.Target, null, cancellation.Token);

        await time.AdvanceUntilAsync(upload, TimeSpan.Zero);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task Cancelled_before_it_began_it_asks_the_storage_nothing()
    {
        await using Storage storage = await StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storage.Uploader().UploadAsync(Content(1), storage.Target, null, new CancellationToken(canceled: true)));

        Assert.Equal(0, storage.Server.RequestCount);
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc64Nvme)]
    [InlineData(ChecksumAlgorithm.None)]
    public async Task Cancelled_it_does_not_wait_for_a_signer_of_a_single_put_that_ignores_it(ChecksumAlgorithm checksum)
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        storage.Provider.BeforePresignPut = () =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite);
        };
        using MultipartUploader uploader = storage.Uploader(o => (o.SinglePutThreshold, o.Checksum) = (PartSize, checksum));
        Task upload = uploader.UploadFileAsync(storage.File(Content(10)), storage.Target, null, cancellation.Token);

        await asked.Task;
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Equal(0, uploader.Memory.RentedBytes);
        storage.AssertNothingStands();
    }

    private static Task Cancelled(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        token.Register(cancelled.SetResult);
        return cancelled.Task;
    }
}
