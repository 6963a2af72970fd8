using System.Net;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class RetryTests
{
    public static TheoryData<string, Action<S3FaultBuilder>> Passing => new()
    {
        { "503 SlowDown", on => on.Answer(503, "SlowDown") },
        { "500 InternalError", on => on.Answer(500, "InternalError") },
        { "400 RequestTimeout", on => on.Answer(400, "RequestTimeout") },
        { "a gateway's own page", on => on.AnswerWithText(502, "<html>Bad Gateway</html>") },
        { "a reset before the body", on => on.ResetBeforeBody() },
        { "a reset in the body", on => on.ResetAfterBytes(3_000_000) },
        { "a reset after the body", on => on.ResetAfterBody() },
        { "a lost answer", on => on.LoseAnswer() },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_part_that_meets_a_passing_failure_is_sent_again(string failure, Action<S3FaultBuilder> fault)
    {
        await using Storage storage = await StartAsync();
        fault(storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Times(2));
        byte[] content = Content((3 * PartSize) - 7);
        using MultipartUploader uploader = storage.Uploader();

        UploadResult result = await uploader.UploadFileAsync(storage.File(content), storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()), failure);
        Assert.Equal(3, storage.Requests(S3Operation.UploadPart).Count(request => request.PartNumber == 2));
        Assert.Equal(0, uploader.Memory.RentedBytes);
        Assert.InRange(result.BytesResent, 0, 2 * PartSize);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_single_put_that_meets_a_passing_failure_is_sent_again(string failure, Action<S3FaultBuilder> fault)
    {
        await using Storage storage = await StartAsync();
        fault(storage.Server.Faults.On(S3Operation.PutObject).Times(2));
        byte[] content = Content(4 * MiB);

        await storage.Uploader(o => o.SinglePutThreshold = 4 * MiB).UploadAsync(content, storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()), failure);
    }

    [Fact]
    public async Task Each_attempt_has_a_url_of_its_own()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).Times(2).Answer(503, "SlowDown");

        await storage.Uploader(o => o.MaxConcurrency = 2).UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal([[1, 2], [1], [1]], storage.Provider.Windows);
    }

    [Fact]
    public async Task A_url_that_binds_the_sum_of_an_empty_body_is_not_tried_again()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterPartToSign = part => new PartToSign(part.PartNumber, part.Length, new Checksum(ChecksumAlgorithm.Crc32C, "AAAAAA=="));

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.Checksum = ChecksumAlgorithm.None).UploadAsync(Content(1_000), storage.Target));

        Assert.Equal(("BadDigest", 1), (failure.ErrorCode, failure.Attempts));
        Assert.Contains("WHEN_REQUIRED", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_are_bounded_and_the_last_refusal_is_in_the_exception()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(503, "SlowDown");

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.MaxAttempts = 3).UploadAsync(Content(2 * PartSize), storage.Target));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "SlowDown", 2, 3), (failure.StatusCode, failure.ErrorCode, failure.PartNumber, failure.Attempts));
        Assert.Equal((Bucket, storage.Target.Key), (failure.Bucket, failure.Key));
        Assert.NotNull(failure.UploadId);
        Assert.NotNull(failure.RequestId);
        Assert.Equal((UploadOutcome.NotCompleted, false, false), (failure.Outcome, failure.CanResume, failure.LeftParts));
        Assert.Contains("SlowDown", failure.Message, StringComparison.Ordinal);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_final_refusal_is_not_sent_again_and_stops_the_other_parts()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).Answer(403, "AccessDenied");
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Stall();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(3).Stall();

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(6 * PartSize), storage.Target));

        Assert.Equal(("AccessDenied", 1, 1), (failure.ErrorCode, failure.PartNumber, failure.Attempts));
        Assert.DoesNotContain(storage.Requests(S3Operation.UploadPart), request => request.PartNumber > 3);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task An_expired_url_is_signed_anew_and_costs_no_attempt()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).Times(2).ClockAhead(TimeSpan.FromHours(2));
        byte[] content = Content(PartSize);

        await storage.Uploader(o => o.MaxAttempts = 1).UploadAsync(content, storage.Target);

        Assert.Equal(content, storage.Stored());
        Assert.Equal(3, storage.Provider.Windows.Count);
    }

    [Fact]
    public async Task A_signer_whose_urls_are_always_expired_is_given_up_on()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).ClockAhead(TimeSpan.FromHours(2));

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal("AccessDenied", failure.ErrorCode);
        Assert.Contains("hands out URLs that have expired already", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, storage.Requests(S3Operation.UploadPart).Count);
    }

    [Fact]
    public async Task A_signer_that_keeps_its_urls_too_long_is_seen_through_after_the_first_refusal()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).Attempt(1).Answer(503, "SlowDown");
        int old = 3;
        // The first ones are good but for their date, which says that they have expired.
        storage.Provider.AlterUrls = urls => [.. urls.Select(url => new PresignedUrl(url.Uri.OriginalString, url.Headers, Interlocked.Decrement(ref old) >= 0 ? DateTimeOffset.UtcNow.AddHours(-1) : null))];

        await storage.Uploader(o => o.MaxConcurrency = 1).UploadAsync(Content(2 * PartSize), storage.Target);

        // The URL of the second part lay in the window when the first answer told the time.
        Assert.Equal([[1], [2], [1], [2]], storage.Provider.Windows);
    }

    [Fact]
    public async Task Temporary_credentials_that_end_are_replaced_without_costing_an_attempt()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).Times(3).Answer(400, "ExpiredToken");
        byte[] content = Content(PartSize);

        await storage.Uploader(o => o.MaxAttempts = 1).UploadAsync(content, storage.Target);

        Assert.Equal(content, storage.Stored());
        Assert.Equal(4, storage.Provider.Windows.Count);
    }

    [Fact]
    public async Task Temporary_credentials_that_stay_ended_are_given_up_on()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(400, "ExpiredToken");

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal("ExpiredToken", failure.ErrorCode);
        Assert.Contains("temporary credentials have ended", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, storage.Requests(S3Operation.UploadPart).Count);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_line_on_which_nothing_moves_is_given_up_and_the_part_sent_again()
    {
        await using Storage storage = await StartAsync();
        var time = new ManualTime();
        storage.Server.Faults.On(S3Operation.UploadPart).Attempt(1).Stall();
        byte[] content = Content(1_000);
        Task<UploadResult> upload = storage.Uploader(o => o.StallTimeout = TimeSpan.FromSeconds(30), time).UploadAsync(content, storage.Target);

        await storage.Server.WaitForRequestAsync(request => request.Operation == S3Operation.UploadPart);
        await time.AdvanceUntilAsync(upload, TimeSpan.FromSeconds(31));
        await upload;

        Assert.Equal(content, storage.Stored());
        Assert.Contains(storage.Logs.Lines, line => line.Contains("No byte moved for 30 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_without_an_etag_is_refused_in_plain_words()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).DropETag();

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Contains("ETag", failure.Message, StringComparison.Ordinal);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_single_put_that_finds_the_key_taken_after_a_lost_answer_does_not_say_that_it_failed()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.PutObject).Attempt(1).LoseAnswer();
        byte[] content = Content(1_000);

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.SinglePutThreshold = PartSize)
            .UploadAsync(content, new UploadTarget(Bucket, storage.Target.Key) { FailIfExists = true }));

        Assert.Equal(("PreconditionFailed", UploadOutcome.Unknown), (failure.ErrorCode, failure.Outcome));
        Assert.Equal(content, storage.Stored());
    }

    [Fact]
    public async Task A_single_put_whose_file_fails_after_a_lost_answer_does_not_say_that_it_made_no_object()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(1_000);
        string path = storage.File(content);
        storage.Server.Faults.On(S3Operation.PutObject).Once().When(_ => Truncate(path)).LoseAnswer();

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.SinglePutThreshold = PartSize).UploadFileAsync(path, storage.Target));

        Assert.IsType<IOException>(failure.InnerException);
        Assert.Equal(UploadOutcome.Unknown, failure.Outcome);
        Assert.Equal(content, storage.Stored());

        static bool Truncate(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(10);
            return true;
        }
    }

    [Fact]
    public async Task A_single_put_that_gets_no_second_url_after_a_lost_answer_does_not_say_that_it_made_no_object()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(1_000);
        storage.Server.Faults.On(S3Operation.PutObject).LoseAnswer();
        storage.Provider.BeforePresignPut = () => storage.Server.RequestCount > 0 ? throw new PresignedUrlProviderException("down") : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.SinglePutThreshold = PartSize).UploadAsync(content, storage.Target));

        Assert.Equal("down", failure.InnerException?.Message);
        Assert.Equal(UploadOutcome.Unknown, failure.Outcome);
        Assert.Equal(content, storage.Stored());
    }

    [Fact]
    public async Task A_single_put_answered_without_an_etag_does_not_say_that_it_made_no_object()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.PutObject).DropETag();

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.SinglePutThreshold = PartSize).UploadAsync(Content(1_000), storage.Target));

        Assert.Equal(UploadOutcome.Unknown, failure.Outcome);
    }

    [Fact]
    public async Task A_single_put_that_is_turned_away_each_time_made_no_object()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.PutObject).Answer(503, "SlowDown");

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.SinglePutThreshold = PartSize).UploadAsync(Content(1_000), storage.Target));

        Assert.Equal(("SlowDown", UploadOutcome.NotCompleted), (failure.ErrorCode, failure.Outcome));
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_single_put_that_is_refused_made_no_object()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.PutObject).Answer(403, "AccessDenied");

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.SinglePutThreshold = PartSize).UploadAsync(Content(1_000), storage.Target));

        Assert.Equal(UploadOutcome.NotCompleted, failure.Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_that_came_before_the_body_and_was_cut_off_is_heard(bool knowsExpect)
    {
        await using Storage storage = await StartAsync();
        await using var hasty = new HastyServer(403, "<Error><Code>AccessDenied</Code><Message>Not here.</Message></Error>", knowsExpect);
        storage.Provider.AlterUrls = urls => [.. urls.Select(_ => new PresignedUrl(hasty.Url))];

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal("AccessDenied", failure.ErrorCode);
        Assert.Contains("Not here.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (failure.Attempts, hasty.Requests));
    }

    [Fact]
    public async Task A_success_that_came_before_the_body_and_was_cut_off_is_none()
    {
        await using Storage storage = await StartAsync();
        await using var hasty = new HastyServer(200, "", knowsExpect: false, "ETag: \"0\"\r\n");
        storage.Provider.AlterUrls = urls => [.. urls.Select(_ => new PresignedUrl(hasty.Url))];

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            storage.Uploader(o => (o.Checksum, o.MaxAttempts, o.RetryBaseDelay) = (ChecksumAlgorithm.None, 2, TimeSpan.FromMilliseconds(1))).UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal(2, failure.Attempts);
        Assert.Contains(storage.Logs.Lines, line => line.Contains("200 was answered and the connection closed before all bytes of the part were sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_whose_own_handler_does_not_hear_it_asks_first_at_the_second_attempt()
    {
        await using Storage storage = await StartAsync();
        await using var hasty = new HastyServer(403, "<Error><Code>AccessDenied</Code><Message>Not here.</Message></Error>");
        storage.Provider.AlterUrls = urls => [.. urls.Select(_ => new PresignedUrl(hasty.Url))];
        using var handler = new SocketsHttpHandler();
        using var uploader = new MultipartUploader(storage.Provider, new MultipartUploadOptions { SinglePutThreshold = 0, RetryBaseDelay = TimeSpan.FromMilliseconds(1) }, handler);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal("AccessDenied", failure.ErrorCode);
        Assert.InRange(failure.Attempts, 1, 2);
    }

    [Fact]
    public async Task A_storage_that_goes_away_in_mid_upload_and_comes_back_is_waited_for()
    {
        await using Storage storage = await StartAsync();
        using var network = new Outage(after: 1, times: 20);
        byte[] content = Content(2 * PartSize);

        await storage.Uploader(o => (o.MaxConcurrency, o.MaxAttempts) = (1, 2), handler: network).UploadAsync(content, storage.Target);

        Assert.Equal(content, storage.Stored());
        Assert.Equal(22, network.Requests);
        Assert.Contains(storage.Logs.Lines, line => line.Contains("waits for the storage, which has not answered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_storage_that_stays_away_is_given_up_on_and_the_exception_says_how_long_it_was_silent()
    {
        await using Storage storage = await StartAsync();
        var time = new ManualTime();
        using var network = new Outage(after: 1);
        Task<UploadResult> upload = storage.Uploader(
            o => (o.MaxConcurrency, o.MaxAttempts, o.OutageTimeout, o.RetryBaseDelay, o.RetryMaxDelay) = (1, 2, TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(400)), time, network)
            .UploadAsync(Content(2 * PartSize), storage.Target);

        await time.AdvanceUntilAsync(upload, TimeSpan.Zero);
        var failure = await Assert.ThrowsAsync<UploadException>(() => upload);

        Assert.Contains("The storage has not answered for 3 s", failure.Message, StringComparison.Ordinal);
        // What cleans up afterwards takes time too.
        Assert.True(time.GetUtcNow() - time.Start >= TimeSpan.FromSeconds(3));
        Assert.True(failure.Attempts > 2);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_storage_that_cuts_every_connection_is_there_and_is_tried_as_often_as_allowed()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).ResetBeforeBody();

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => (o.MaxConcurrency, o.MaxAttempts) = (1, 3)).UploadAsync(Content(2 * PartSize), storage.Target));

        Assert.Equal((2, 3), (failure.PartNumber, failure.Attempts));
    }

    [Fact]
    public async Task A_storage_that_is_not_there_is_tried_as_often_as_allowed()
    {
        await using Storage storage = await StartAsync();
        MultipartUploader uploader = storage.Uploader(o => (o.SinglePutThreshold, o.MaxAttempts) = (MiB, 2));
        await storage.Server.DisposeAsync();

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(Content(10), storage.Target));

        Assert.Equal((2, null, UploadOutcome.NotCompleted), (failure.Attempts, failure.StatusCode, failure.Outcome));
        Assert.IsAssignableFrom<HttpRequestException>(failure.InnerException);
    }

    /// <summary>A network that nobody can be reached over, after some requests and for some.</summary>
    private sealed class Outage(int after, int times = int.MaxValue) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _requests;

        public int Requests => _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int before = Interlocked.Increment(ref _requests) - 1;
            return before >= after && before - after < times
                ? throw new HttpRequestException(HttpRequestError.ConnectionError, "Network is unreachable")
                : base.SendAsync(request, cancellationToken);
        }
    }
}
