using PresignedMultipart.Journaling;
using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public sealed class UploadRecorderTests : IDisposable
{
    private static readonly UploadTarget Target = new("bucket", "key");
    private static readonly PartReceipt Receipt = new(new CompletedPart(1, "etag", new Checksum(ChecksumAlgorithm.Crc64Nvme, "AAAA")), 5, VersionId: null, IsChecksumSigned: false, IsChecksumConfirmed: true);

    private readonly MemoryJournal _journal = new();
    private readonly ManualTime _time = new();
    private readonly RecordingLoggerFactory _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task What_the_storage_acknowledged_is_written_down_though_the_upload_was_cancelled_meanwhile()
    {
        await using UploadRecorder recorder = await BeginAsync();

        await recorder.AddAsync(Receipt, new CancellationToken(canceled: true));

        JournaledUpload waiting = await _journal.ListUploadsAsync().SingleAsync();
        Assert.Equal((1, "storage"), (waiting.PartsAcknowledged, waiting.Storage));
    }

    [Fact]
    public async Task A_journal_that_does_not_answer_does_not_hold_a_cancellation_up()
    {
        await using UploadRecorder recorder = await BeginAsync();
        using var cancellation = new CancellationTokenSource();
        _journal.Until = token => Task.Delay(Timeout.Infinite, token);
        Task adding = recorder.AddAsync(Receipt, cancellation.Token);

        await cancellation.CancelAsync();
        Assert.False(adding.IsCompleted);
        await _time.AdvanceUntilAsync(adding, TimeSpan.Zero);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
    }

    [Fact]
    public async Task A_journal_that_does_not_delete_a_log_does_not_hold_a_cancellation_up()
    {
        await using UploadRecorder recorder = await BeginAsync();
        using var cancellation = new CancellationTokenSource();
        _journal.Until = token => Task.Delay(Timeout.Infinite, token);
        Task forgetting = recorder.ForgetAsync(cancellation.Token);

        await cancellation.CancelAsync();
        Assert.False(forgetting.IsCompleted);
        await _time.AdvanceUntilAsync(forgetting, TimeSpan.Zero);

        await forgetting;
        Assert.Single(_journal.Logs);
    }

    [Fact]
    public async Task A_part_without_a_sum_is_not_written_because_nobody_could_compare_it()
    {
        await using UploadRecorder recorder = await BeginAsync();

        await recorder.AddAsync(Receipt with { Part = new CompletedPart(1, "etag") }, CancellationToken.None);

        Assert.Single(_journal.Lines);
    }

    [Fact]
    public async Task All_that_the_storage_said_of_a_part_is_written()
    {
        await using UploadRecorder recorder = await BeginAsync();

        await recorder.AddAsync(Receipt with { IsChecksumSigned = true }, CancellationToken.None);

        JournaledPartLine part = Assert.Single(UploadRecord.Read(_journal.Lines)!.Parts);
        Assert.Equal((1, 5L, "etag", "AAAA", true, true), (part.Number, part.Length, part.ETag, part.Checksum, part.IsChecksumSigned, part.IsChecksumConfirmed));
    }

    [Fact]
    public async Task What_an_earlier_run_has_written_is_not_written_again()
    {
        await using (UploadRecorder earlier = await BeginAsync())
        {
            await earlier.AddAsync(Receipt, CancellationToken.None);
        }

        await using UploadRecorder recorder = await OpenAsync();
        Assert.False(recorder.HasUpload);
        recorder.GoOn();
        await recorder.AddAsync(Receipt, CancellationToken.None);
        Assert.True(recorder.HasUpload);
        Assert.Equal(2, _journal.Lines.Count);

        await recorder.AddAsync(Receipt with { Length = 6 }, CancellationToken.None);
        Assert.Equal(3, _journal.Lines.Count);
    }

    [Fact]
    public async Task What_an_earlier_upload_had_is_written_for_the_new_one()
    {
        await using (UploadRecorder earlier = await BeginAsync())
        {
            await earlier.AddAsync(Receipt, CancellationToken.None);
        }

        await using UploadRecorder recorder = await BeginAsync();
        await recorder.AddAsync(Receipt, CancellationToken.None);

        Assert.Equal(4, _journal.Lines.Count);
        Assert.Single(UploadRecord.Read(_journal.Lines)!.Parts);
    }

    [Fact]
    public async Task After_a_line_that_failed_none_follows_and_it_is_said_once()
    {
        await using UploadRecorder recorder = await BeginAsync();
        _journal.BeforeAppend = _ => throw new IOException("The disk is full.");
        await recorder.AddAsync(Receipt, CancellationToken.None);
        _journal.BeforeAppend = _ => { };

        await recorder.AddAsync(Receipt, CancellationToken.None);

        Assert.Single(_journal.Lines);
        Assert.StartsWith("Warning JournalFailed", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_beginning_that_cannot_be_written_is_no_upload_that_another_run_would_find()
    {
        await using UploadRecorder recorder = await BeginAsync();
        Assert.True(recorder.HasUpload);
        _journal.BeforeAppend = _ => throw new IOException("The disk is full.");

        await Assert.ThrowsAsync<IOException>(() => BeginAsync(recorder));

        Assert.False(recorder.HasUpload);
    }

    [Fact]
    public async Task Lines_are_written_one_after_the_other()
    {
        await using UploadRecorder recorder = await BeginAsync();
        var go = new TaskCompletionSource();
        int writing = 0;
        _journal.Until = _ =>
        {
            writing++;
            return go.Task;
        };
        Task first = recorder.AddAsync(Receipt, CancellationToken.None);

        Task second = recorder.AddAsync(Receipt with { Length = 6 }, CancellationToken.None);

        Assert.Equal(1, writing);
        go.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(3, _journal.Lines.Count);
    }

    [Fact]
    public async Task A_log_that_cannot_be_deleted_fails_nothing_and_is_said()
    {
        await using UploadRecorder recorder = await BeginAsync();
        _journal.BeforeDelete = () => throw new IOException("The disk is gone.");

        await recorder.ForgetAsync(CancellationToken.None);

        Assert.StartsWith("Warning JournalNotDeleted", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_aborted_is_written_down_as_such()
    {
        await using UploadRecorder recorder = await OpenAsync();

        await recorder.AbandonAsync(new MultipartUpload(Target, "id"));

        JournaledUpload abandoned = await _journal.ListUploadsAsync().SingleAsync();
        Assert.Equal(("id", true, _time.Start), (abandoned.UploadId, abandoned.IsAbandoned, abandoned.StartedAt));
        Assert.Equal("storage", abandoned.Storage);
    }

    private Task<UploadRecorder> OpenAsync() => UploadRecorder.OpenAsync(new StorageJournal(_journal, "storage"), UploadRecord.NameOf("storage", Target), _time, _logs, CancellationToken.None);

    private static Task BeginAsync(UploadRecorder recorder) =>
        recorder.BeginAsync(Target, new MultipartUpload(Target, "id"), PartPlan.Resume(20, 5, new MultipartUploadOptions())!, ChecksumAlgorithm.Crc64Nvme, path: null, CancellationToken.None);

    private async Task<UploadRecorder> BeginAsync()
    {
        UploadRecorder recorder = await OpenAsync();
        await BeginAsync(recorder);
        return recorder;
    }
}
