using System.Net;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class ResumeTests
{
    private const int Parts = 6;

    private readonly MemoryJournal _journal = new();
    private readonly byte[] _content = Content((Parts * PartSize) - 1);

    [Fact]
    public async Task A_failed_upload_is_kept_and_goes_on_with_the_missing_parts()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);

        UploadException failure = await FailAtPart4Async(storage, file);
        Assert.True(failure.CanResume);
        Assert.True(failure.LeftParts);
        Assert.Single(storage.Server.MultipartUploads);

        UploadResult result = await Resume(storage, file);

        Assert.Equal(_content, storage.Stored());
        Assert.Single(storage.Requests(S3Operation.CreateMultipartUpload));
        Assert.Equal([1, 2, 3, 4, 5, 6], SentParts(storage));
        Assert.Equal(3L * PartSize, result.BytesResumed);
        Assert.Equal(_content.Length, result.Length);
        Assert.Equal(Parts, result.PartCount);
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task A_resumed_upload_ends_with_the_sum_that_it_would_have_had()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);

        UploadResult resumed = await Resume(storage, file);

        UploadResult whole = await storage.Uploader().UploadAsync(_content, new UploadTarget(Bucket, "other"));
        Assert.Equal(whole.Checksum, resumed.Checksum);
        Assert.Equal(whole.ChecksumConfirmation, resumed.ChecksumConfirmation);
        Assert.Equal(ChecksumConfirmation.WholeObject, resumed.ChecksumConfirmation);
    }

    [Fact]
    public async Task URLs_are_asked_for_the_missing_parts_alone()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        int before = storage.Provider.Windows.Count;

        await Resume(storage, file);

        Assert.Equal([4, 5, 6], storage.Provider.Windows.Skip(before).SelectMany(window => window));
    }

    [Fact]
    public async Task A_cancelled_upload_is_kept()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        using var cancellation = new CancellationTokenSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Once().StallUntil(Task.Delay(Timeout.Infinite, cancellation.Token));
        using MultipartUploader uploader = Journaling(storage);
        Task upload = uploader.UploadFileAsync(file, storage.Target, null, cancellation.Token);
        await storage.Server.WaitForRequestAsync(request => request is { PartNumber: 3, StatusCode: 200 });
        await _journal.WaitForLinesAsync(4);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        Assert.Equal(0, uploader.Memory.RentedBytes);
        Assert.Equal(3L * PartSize, (await Resume(storage, file)).BytesResumed);
        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task A_part_whose_bytes_changed_under_the_same_length_and_time_is_sent_again()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        DateTime written = File.GetLastWriteTimeUtc(file);
        _content[PartSize + 7] ^= 1;
        await File.WriteAllBytesAsync(file, _content);
        File.SetLastWriteTimeUtc(file, written);

        UploadResult result = await Resume(storage, file);

        Assert.Equal(_content, storage.Stored());
        Assert.Equal(2L * PartSize, result.BytesResumed);
        Assert.Contains(storage.Logs.Lines, line => line.StartsWith("Warning PartChanged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_bytes_in_another_file_go_on()
    {
        await using Storage storage = await StartAsync();
        await FailAtPart4Async(storage, storage.File(_content));

        Assert.Equal(3L * PartSize, (await Resume(storage, storage.File(_content))).BytesResumed);
    }

    [Fact]
    public async Task Bytes_in_memory_go_on_too()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Once().Answer(400, "BadDigestOfTests");
        await Assert.ThrowsAsync<UploadException>(() => Journaling(storage).UploadAsync(_content, storage.Target));

        Assert.Equal(3L * PartSize, (await Journaling(storage).UploadAsync(_content, storage.Target)).BytesResumed);
        Assert.Equal(_content, storage.Stored());
    }

    public static TheoryData<string> OtherUploads => ["length", "content type", "metadata", "checksum"];

    [Theory]
    [MemberData(nameof(OtherUploads))]
    public async Task What_is_not_the_same_upload_is_aborted_and_begun_anew(string difference)
    {
        await using Storage storage = await StartAsync();
        await FailAtPart4Async(storage, storage.File(_content));
        byte[] content = difference == "length" ? _content[..^1] : _content;
        var target = new UploadTarget(Bucket, storage.Target.Key)
        {
            ContentType = difference == "content type" ? "video/mp4" : null,
            Metadata = difference == "metadata" ? new Dictionary<string, string> { ["a"] = "b" } : new Dictionary<string, string>(),
        };

        UploadResult result = await Journaling(storage, o => o.Checksum = difference == "checksum" ? ChecksumAlgorithm.Crc32C : o.Checksum).UploadFileAsync(storage.File(content), target);

        Assert.Equal(0, result.BytesResumed);
        Assert.Equal(content, storage.Stored());
        Assert.Empty(storage.Server.MultipartUploads);
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task Cancelled_while_the_old_upload_is_aborted_it_does_not_wait_long_and_the_abort_goes_on_behind_the_scenes()
    {
        await using Storage storage = await StartAsync();
        await FailAtPart4Async(storage, storage.File(_content));
        using var cancellation = new CancellationTokenSource();
        var time = new ManualTime();
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        storage.Provider.BeforeAbort = () =>
        {
            asked.SetResult();
            return go.Task;
        };
        MultipartUploader uploader = Journaling(storage, time: time);
        Task upload = uploader.UploadAsync(_content.AsMemory(0, _content.Length - 1), storage.Target, null, cancellation.Token);
        await asked.Task;

        await cancellation.CancelAsync();
        await time.AdvanceUntilAsync(upload, TimeSpan.Zero);

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.True(time.GetUtcNow() - time.Start < TimeSpan.FromSeconds(1));
        go.SetResult();
        await uploader.DisposeAsync();
        storage.AssertNothingStands();
        Assert.Single(storage.Requests(S3Operation.CreateMultipartUpload));
    }

    [Fact]
    public async Task The_part_size_is_the_one_that_it_was_begun_with()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);

        UploadResult result = await Journaling(storage, o => o.PartSize = 2 * PartSize).UploadFileAsync(file, storage.Target);

        Assert.Equal(PartSize, result.PartSize);
        Assert.Equal(3L * PartSize, result.BytesResumed);
    }

    [Fact]
    public async Task What_is_resumed_goes_on_in_parts_though_it_would_be_put_at_once_by_now()
    {
        await using Storage storage = await StartAsync();
        await FailAtPart4Async(storage, storage.File(_content));
        JournaledUpload waiting = await _journal.ListUploadsAsync().SingleAsync();

        UploadResult result = await Journaling(storage, o => o.SinglePutThreshold = _content.Length).ResumeFileAsync(waiting);

        Assert.Equal(3L * PartSize, result.BytesResumed);
        Assert.Equal(_content, storage.Stored());
        Assert.Empty(storage.Server.MultipartUploads);
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task An_upload_that_is_gone_from_the_storage_begins_anew()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        await AbortAllAsync(storage);

        UploadResult result = await Resume(storage, file);

        Assert.Equal(0, result.BytesResumed);
        Assert.Equal(_content, storage.Stored());
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task An_upload_that_is_gone_begins_anew_where_parts_cannot_be_listed_too()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.Capabilities = PresignedUrlProviderCapabilities.None;
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        await AbortAllAsync(storage);

        await Resume(storage, file);

        Assert.Equal(_content, storage.Stored());
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task Without_a_list_of_parts_the_journal_is_believed()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.Capabilities = PresignedUrlProviderCapabilities.None;
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);

        Assert.Equal(3L * PartSize, (await Resume(storage, file)).BytesResumed);
        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task What_was_completed_before_the_process_ended_is_not_sent_again()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        // The process ends between the storage's answer and the end of the log.
        _journal.BeforeDelete = () => throw new IOException("The process was killed.");
        UploadResult first = await Journaling(storage).UploadFileAsync(file, storage.Target);
        _journal.BeforeDelete = () => { };
        storage.Server.ClearRequests();

        UploadResult second = await Resume(storage, file);

        Assert.Empty(storage.Requests(S3Operation.UploadPart));
        Assert.Empty(storage.Requests(S3Operation.CreateMultipartUpload));
        Assert.Equal(first.ETag?.Trim('"'), second.ETag?.Trim('"'));
        Assert.Equal(_content.Length, second.BytesResumed);
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task What_was_completed_and_then_replaced_is_uploaded_again()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        _journal.BeforeDelete = () => throw new IOException("The process was killed.");
        await Journaling(storage).UploadFileAsync(file, storage.Target);
        _journal.BeforeDelete = () => { };
        await storage.Uploader().UploadAsync(Content(PartSize), storage.Target);

        await Resume(storage, file);

        Assert.Equal(_content, storage.Stored());
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task What_begins_anew_after_all_is_in_the_journal_again()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        _journal.BeforeDelete = () => throw new IOException("The process was killed.");
        await Journaling(storage).UploadFileAsync(file, storage.Target);
        _journal.BeforeDelete = () => { };
        // What was completed cannot be found to be so, and the upload that is begun instead fails as well.
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).Once().Answer(412, "PreconditionFailed");
        storage.Server.Faults.On(S3Operation.HeadObject).Answer(403, "AccessDenied");

        UploadException failure = await FailAtPart4Async(storage, file);

        Assert.True(failure.CanResume);
        Assert.Equal(3L * PartSize, (await Resume(storage, file)).BytesResumed);
        Assert.Equal(_content, storage.Stored());
        Assert.Empty(_journal.Logs);
    }

    [Theory]
    [InlineData("ExpiredTicket")]
    [InlineData("InvalidTicket")]
    public async Task An_upload_whose_ticket_is_good_no_more_begins_anew_and_what_stays_behind_is_named(string code)
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        string old = Assert.Single(storage.Server.MultipartUploads).UploadId;
        storage.Provider.AlterListing = _ => throw new PresignedUrlProviderException("The ticket is not good.") { StatusCode = HttpStatusCode.Forbidden, ErrorCode = code };
        storage.Server.Faults.On(S3Operation.UploadPart).When(request => request.UploadId == old).Answer(403, code);

        UploadResult result = await Resume(storage, file);

        Assert.Equal(0, result.BytesResumed);
        Assert.Equal(_content, storage.Stored());
        Assert.Empty(_journal.Logs);
        Assert.Equal(old, Assert.Single(storage.Server.MultipartUploads).UploadId);
        string warning = Assert.Single(storage.Logs.Lines, line => line.StartsWith("Warning TicketLost", StringComparison.Ordinal));
        Assert.All(new[] { $"s3://{Bucket}/{storage.Target.Key}", old, code, "sweeper", "lifecycle rule" }, word => Assert.Contains(word, warning, StringComparison.Ordinal));
        Assert.DoesNotContain(storage.Logs.Lines, line => line.StartsWith("Warning UploadVanished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_that_the_storage_has_lost_is_sent_again()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        storage.Provider.AlterListing = parts => parts.Where(part => part.PartNumber != 2);

        UploadResult result = await Resume(storage, file);

        Assert.Equal(2L * PartSize, result.BytesResumed);
        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task A_part_that_the_storage_has_with_another_ETag_is_sent_again()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        storage.Provider.AlterListing = parts => parts.Select(part => part.PartNumber == 2 ? part with { ETag = "\"another\"", Checksum = null } : part);

        Assert.Equal(2L * PartSize, (await Resume(storage, file)).BytesResumed);
        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task A_part_that_only_the_storage_has_is_taken_by_its_sum()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        _journal.BeforeAppend = line => _ = line.Contains("\"number\":3", StringComparison.Ordinal) ? throw new IOException("The disk is full.") : 0;
        await FailAtPart4Async(storage, file, o => o.SignChecksums = true);
        _journal.BeforeAppend = _ => { };

        Assert.Equal(3L * PartSize, (await Journaling(storage, o => o.SignChecksums = true).UploadFileAsync(file, storage.Target)).BytesResumed);
        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task A_part_that_only_the_storage_had_is_in_the_journal_from_then_on()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        _journal.BeforeAppend = line => _ = line.Contains("\"number\":3", StringComparison.Ordinal) ? throw new IOException("The disk is full.") : 0;
        await FailAtPart4Async(storage, file, o => o.SignChecksums = true);
        _journal.BeforeAppend = _ => { };
        // The process ends between the storage's answer and the end of the log.
        _journal.BeforeDelete = () => throw new IOException("The process was killed.");
        await Journaling(storage, o => o.SignChecksums = true).UploadFileAsync(file, storage.Target);
        _journal.BeforeDelete = () => { };
        Assert.Equal(1 + Parts, _journal.Lines.Count);

        UploadResult again = await Journaling(storage, o => o.SignChecksums = true).UploadFileAsync(file, storage.Target);

        Assert.Equal(_content.Length, again.BytesResumed);
        Assert.Single(storage.Requests(S3Operation.CreateMultipartUpload));
    }

    [Fact]
    public async Task A_journal_that_fails_does_not_fail_the_upload()
    {
        await using Storage storage = await StartAsync();
        _journal.BeforeAppend = line => _ = line.Contains("\"part\"", StringComparison.Ordinal) ? throw new IOException("The disk is full.") : 0;

        await Journaling(storage).UploadAsync(_content, storage.Target);

        Assert.Equal(_content, storage.Stored());
        Assert.Single(storage.Logs.Lines, line => line.StartsWith("Warning JournalFailed", StringComparison.Ordinal));
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_begun_fails_the_upload_before_the_first_byte()
    {
        await using Storage storage = await StartAsync();
        _journal.BeforeAppend = _ => throw new IOException("The disk is full.");

        await Assert.ThrowsAsync<IOException>(() => Journaling(storage).UploadAsync(_content, storage.Target));

        Assert.Empty(storage.Requests(S3Operation.UploadPart));
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task What_the_storage_refuses_to_complete_for_good_is_not_kept()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).Answer(412, "PreconditionFailed");

        var failure = await Assert.ThrowsAsync<UploadException>(() => Journaling(storage).UploadAsync(_content, storage.Target));

        Assert.False(failure.CanResume);
        Assert.False(failure.LeftParts);
        storage.AssertNothingStands();
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task A_completion_that_nobody_knows_the_outcome_of_is_found_out_by_the_next_run()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.HeadObject).Answer(403, "AccessDenied");
        storage.Provider.AlterCompletion = _ => throw new PresignedUrlProviderException("The answer was lost.");
        var failure = await Assert.ThrowsAsync<UploadException>(() => Journaling(storage).UploadAsync(_content, storage.Target));
        Assert.Equal(UploadOutcome.Unknown, failure.Outcome);
        Assert.True(failure.CanResume);
        storage.Server.Faults.Clear();
        storage.Provider.AlterCompletion = stored => stored;
        storage.Server.ClearRequests();

        await Journaling(storage).UploadAsync(_content, storage.Target);

        Assert.Empty(storage.Requests(S3Operation.UploadPart));
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task A_stream_is_not_written_down_because_it_cannot_be_read_again()
    {
        await using Storage storage = await StartAsync();
        _journal.BeforeAppend = line => Assert.Fail(line);
        using var stream = new ScriptedStream(_content);

        await Journaling(storage).UploadAsync(UploadSource.FromStream(stream), storage.Target);

        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task Progress_counts_what_was_there_and_tells_it_apart()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        var reports = new List<UploadProgress>();

        await Journaling(storage).UploadFileAsync(file, storage.Target, new Reports(reports));

        Assert.Equal(3L * PartSize, reports[^1].BytesResumed);
        Assert.Equal(_content.Length, reports[^1].BytesSent);
        Assert.Equal(_content.Length, reports[^1].BytesAcknowledged);
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.True(pair.First.BytesAcknowledged <= pair.Second.BytesAcknowledged));
    }

    [Fact]
    public async Task Neither_URLs_nor_secrets_are_written_down()
    {
        await using Storage storage = await StartAsync();
        byte[] key = Content(32);
        var target = new UploadTarget(Bucket, "secret") { Encryption = ServerSideEncryption.CustomerKey(key) };
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Answer(400, "BadDigestOfTests");

        await Assert.ThrowsAsync<UploadException>(() => Journaling(storage).UploadAsync(_content, target));

        // The storage's own address is none.
        string written = string.Join('\n', _journal.Lines).Replace($"\"storage\":\"{storage.Signer.Storage}\"", "", StringComparison.Ordinal);
        Assert.Contains("\"part\"", written, StringComparison.Ordinal);
        Assert.All(
            new[] { "X-Amz-", "http", "Signature", storage.Server.SecretKey, storage.Server.AccessKey, Convert.ToBase64String(key), Convert.ToHexString(key) },
            secret => Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_customers_key_is_asked_for_again()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        var target = new UploadTarget(Bucket, storage.Target.Key) { Encryption = ServerSideEncryption.CustomerKey(Content(32)) };
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Once().Answer(400, "BadDigestOfTests");
        await Assert.ThrowsAsync<UploadException>(() => Journaling(storage).UploadFileAsync(file, target));
        JournaledUpload waiting = await _journal.ListUploadsAsync().SingleAsync();

        Assert.True(waiting.NeedsCustomerKey);
        Assert.Throws<ArgumentException>(() => { _ = Journaling(storage).ResumeFileAsync(waiting); });
        Assert.Equal(3L * PartSize, (await Journaling(storage).UploadFileAsync(file, target)).BytesResumed);
    }

    [Fact]
    public async Task What_waits_can_be_listed_and_resumed_from_the_list()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        var target = new UploadTarget(Bucket, storage.Target.Key) { ContentType = "video/mp4", Tags = new Dictionary<string, string> { ["a"] = "b" } };
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Once().Answer(400, "BadDigestOfTests");
        var failure = await Assert.ThrowsAsync<UploadException>(() => Journaling(storage).UploadFileAsync(file, target));

        JournaledUpload waiting = await _journal.ListUploadsAsync().SingleAsync();
        Assert.Equal(file, waiting.Path);
        Assert.Equal(failure.UploadId, waiting.UploadId);
        Assert.Equal(3, waiting.PartsAcknowledged);
        Assert.Equal(3L * PartSize, waiting.BytesAcknowledged);
        Assert.Equal(_content.Length, waiting.Length);

        Assert.Equal(3L * PartSize, (await Journaling(storage).ResumeFileAsync(waiting)).BytesResumed);
        Assert.Equal("video/mp4", storage.Server.FindObject(Bucket, target.Key)!.ContentType);
    }

    [Fact]
    public async Task What_is_resumed_from_the_list_keeps_the_kind_of_sum_that_it_was_begun_with()
    {
        await using Storage storage = await StartAsync();
        await FailAtPart4Async(storage, storage.File(_content), o => o.Checksum = ChecksumAlgorithm.Sha256);
        JournaledUpload waiting = await _journal.ListUploadsAsync().SingleAsync();
        Assert.Equal(ChecksumAlgorithm.Sha256, waiting.Checksum);

        UploadResult result = await Journaling(storage, o => o.Checksum = ChecksumAlgorithm.Crc32C).ResumeFileAsync(waiting);

        Assert.Equal(3L * PartSize, result.BytesResumed);
        Assert.Equal(ChecksumAlgorithm.Sha256, result.Checksum!.Algorithm);
        Assert.Equal(_content, storage.Stored());
        Assert.Single(storage.Requests(S3Operation.CreateMultipartUpload));
    }

    [Fact]
    public async Task What_is_discarded_is_aborted_and_forgotten()
    {
        await using Storage storage = await StartAsync();
        await FailAtPart4Async(storage, storage.File(_content));

        Assert.True(await Journaling(storage).DiscardAsync(storage.Target));
        Assert.False(await Journaling(storage).DiscardAsync(storage.Target));

        storage.AssertNothingStands();
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task What_a_later_version_wrote_down_is_neither_gone_on_with_nor_forgotten()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        List<string> log = Assert.Single(_journal.Logs.Values);
        log[0] = log[0].Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal);
        string[] before = [.. log];

        await Assert.ThrowsAsync<InvalidDataException>(() => Resume(storage, file));
        await Assert.ThrowsAsync<InvalidDataException>(() => Journaling(storage).DiscardAsync(storage.Target));
        Assert.Empty(await Journaling(storage).SweepAsync(Bucket, TimeSpan.Zero));

        Assert.Empty(await _journal.ListUploadsAsync().ToArrayAsync());
        Assert.Equal(before, _journal.Lines);
        Assert.Single(storage.Server.MultipartUploads);
        Assert.Single(storage.Requests(S3Operation.CreateMultipartUpload));
    }

    [Fact]
    public async Task A_listing_that_fails_fails_the_upload_and_keeps_it()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        storage.Provider.AlterListing = _ => throw new PresignedUrlProviderException("The back end is down.");

        var failure = await Assert.ThrowsAsync<UploadException>(() => Resume(storage, file));

        Assert.True(failure.CanResume);
        storage.Provider.AlterListing = parts => parts;
        Assert.Equal(3L * PartSize, (await Resume(storage, file)).BytesResumed);
    }

    [Fact]
    public async Task A_page_of_something_in_between_does_not_make_a_resumed_upload_begin_anew()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        storage.Server.Faults.On(S3Operation.UploadPart).Part(5).Once().AnswerWithText(404, "<html>Not found</html>");

        Assert.True((await Assert.ThrowsAsync<UploadException>(() => Resume(storage, file))).CanResume);

        Assert.Equal(4L * PartSize, (await Resume(storage, file)).BytesResumed);
        Assert.Single(storage.Requests(S3Operation.CreateMultipartUpload));
        Assert.Equal(_content, storage.Stored());
    }

    [Theory]
    [InlineData(S3Operation.ListParts, "<html>Not found</html>")]
    [InlineData(S3Operation.ListParts, "<!DOCTYPE html><p>Not found")]
    [InlineData(S3Operation.ListParts, "")]
    [InlineData(S3Operation.UploadPart, "")]
    [InlineData(S3Operation.CompleteMultipartUpload, "<!DOCTYPE html><p>Not found")]
    [InlineData(S3Operation.CompleteMultipartUpload, "")]
    public async Task A_404_of_something_in_between_is_a_failure_and_leaves_the_upload_as_it_is(S3Operation operation, string page)
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        S3FaultRule proxy = storage.Server.Faults.On(operation).AnswerWithText(404, page);

        var failure = await Assert.ThrowsAsync<UploadException>(() => Resume(storage, file));

        Assert.Equal((true, HttpStatusCode.NotFound, null), (failure.CanResume, failure.StatusCode, failure.ErrorCode));
        proxy.Remove();
        Assert.InRange((await Resume(storage, file)).BytesResumed, 3L * PartSize, _content.Length);
        Assert.Single(storage.Requests(S3Operation.CreateMultipartUpload));
        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task A_listing_that_breaks_in_the_providers_own_transport_keeps_the_upload_too()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await FailAtPart4Async(storage, file);
        storage.Provider.AlterListing = _ => throw new TaskCanceledException("The client's own time-out.");

        Assert.True((await Assert.ThrowsAsync<UploadException>(() => Resume(storage, file))).CanResume);
    }

    [Fact]
    public async Task Cancelled_before_the_log_has_it_an_upload_is_aborted_because_nobody_would_find_it()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        storage.Provider.AlterUpload = upload =>
        {
            cancellation.Cancel();
            return upload;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journaling(storage).UploadAsync(_content, storage.Target, null, cancellation.Token));

        storage.AssertNothingStands();
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task An_upload_whose_uploader_is_disposed_is_kept()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        var go = new TaskCompletionSource();
        S3FaultRule held = storage.Server.Faults.On(S3Operation.UploadPart).Part(3).HoldAnswerUntil(go.Task);
        MultipartUploader uploader = Journaling(storage);
        Task upload = uploader.UploadFileAsync(file, storage.Target);
        await held.WaitForHitsAsync();

        uploader.Dispose();
        go.SetResult();

        await Assert.ThrowsAnyAsync<Exception>(() => upload);
        Assert.Single(storage.Server.MultipartUploads);
        Assert.Equal(3L * PartSize, (await Resume(storage, file)).BytesResumed);
        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task The_order_of_metadata_and_tags_makes_no_other_upload()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        S3FaultRule refusal = storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Answer(400, "BadDigestOfTests");
        await Assert.ThrowsAsync<UploadException>(() => Journaling(storage).UploadFileAsync(file, Target("a", "b")));
        refusal.Remove();

        // As a dictionary that goes by hash codes has it in another process.
        Assert.Equal(3L * PartSize, (await Journaling(storage).UploadFileAsync(file, Target("b", "a"))).BytesResumed);

        UploadTarget Target(params string[] names) => new(Bucket, storage.Target.Key)
        {
            Metadata = names.ToDictionary(name => name, name => name),
            Tags = names.ToDictionary(name => name, name => name),
        };
    }

    [Fact]
    public async Task Another_customers_key_makes_another_upload()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        S3FaultRule refusal = storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Answer(400, "BadDigestOfTests");
        await Assert.ThrowsAsync<UploadException>(() => Journaling(storage).UploadFileAsync(file, Target(1)));
        refusal.Remove();

        UploadResult result = await Journaling(storage).UploadFileAsync(file, Target(2));

        Assert.Equal(0, result.BytesResumed);
        Assert.Equal(_content, storage.Stored());
        Assert.Empty(storage.Server.MultipartUploads);

        UploadTarget Target(byte key) => new(Bucket, storage.Target.Key) { Encryption = ServerSideEncryption.CustomerKey([.. Enumerable.Repeat(key, 32)]) };
    }

    [Fact]
    public async Task What_was_completed_is_found_where_the_storage_only_says_that_the_object_exists()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        UploadResult first = await CompleteUnrecordedAsync(storage, file);
        storage.Provider.AlterParts = _ => throw Exists();

        UploadResult second = await Resume(storage, file);

        Assert.Empty(storage.Requests(S3Operation.UploadPart));
        Assert.Equal(first.ETag?.Trim('"'), second.ETag?.Trim('"'));
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task What_was_completed_and_replaced_is_uploaded_again_whatever_the_storage_says_to_the_completion()
    {
        await using Storage storage = await StartAsync();
        string file = storage.File(_content);
        await CompleteUnrecordedAsync(storage, file);
        await storage.Uploader().UploadAsync(Content(PartSize), storage.Target);
        storage.Provider.AlterParts = _ =>
        {
            storage.Provider.AlterParts = parts => parts;
            throw Exists();
        };

        await Resume(storage, file);

        Assert.Equal(_content, storage.Stored());
        Assert.Empty(storage.Server.MultipartUploads);
        Assert.Empty(_journal.Logs);
    }

    private static PresignedUrlProviderException Exists() => new("The object exists.") { StatusCode = HttpStatusCode.PreconditionFailed, ErrorCode = "PreconditionFailed" };

    /// <summary>Completes an upload, and the process ends before it writes that down.</summary>
    private async Task<UploadResult> CompleteUnrecordedAsync(Storage storage, string file)
    {
        _journal.BeforeDelete = () => throw new IOException("The process was killed.");
        UploadResult result = await Journaling(storage).UploadFileAsync(file, storage.Target);
        _journal.BeforeDelete = () => { };
        storage.Server.ClearRequests();
        return result;
    }

    private MultipartUploader Journaling(Storage storage, Action<MultipartUploadOptions>? configure = null, TimeProvider? time = null) => storage.Uploader(options =>
    {
        options.Journal = _journal;
        // One after the other, so that it is known which parts are there.
        options.MaxConcurrency = 1;
        options.AdaptiveConcurrency = false;
        configure?.Invoke(options);
    }, time);

    private Task<UploadResult> Resume(Storage storage, string file) => Journaling(storage).UploadFileAsync(file, storage.Target);

    private async Task<UploadException> FailAtPart4Async(Storage storage, string file, Action<MultipartUploadOptions>? configure = null)
    {
        S3FaultRule refusal = storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Answer(400, "BadDigestOfTests");
        var failure = await Assert.ThrowsAsync<UploadException>(() => Journaling(storage, configure).UploadFileAsync(file, storage.Target));
        refusal.Remove();
        return failure;
    }

    private static IEnumerable<int> SentParts(Storage storage) =>
        storage.Requests(S3Operation.UploadPart).Where(request => request.StatusCode == 200).Select(request => request.PartNumber!.Value).Order();

    private static async Task AbortAllAsync(Storage storage)
    {
        foreach (S3TestMultipartUpload upload in storage.Server.MultipartUploads)
        {
            await storage.Signer.AbortMultipartUploadAsync(new MultipartUpload(new UploadTarget(upload.Bucket, upload.Key), upload.UploadId));
        }
    }

    private sealed class Reports(List<UploadProgress> reports) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value) => reports.Add(value);
    }
}
