using Microsoft.Extensions.Logging.Abstractions;
using PresignedMultipart.Journaling;
using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class UploadRecorderTests
{
    private static readonly UploadTarget Target = new("bucket", "key");
    private static readonly PartReceipt Receipt = new(new CompletedPart(1, "etag", new Checksum(ChecksumAlgorithm.Crc64Nvme, "AAAA")), 5, VersionId: null, IsChecksumSigned: false, IsChecksumConfirmed: true);

    private readonly MemoryJournal _journal = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task What_the_storage_acknowledged_is_written_down_though_the_upload_was_cancelled_meanwhile()
    {
        await using UploadRecorder recorder = await BeginAsync();

        await recorder.AddAsync(Receipt, new CancellationToken(canceled: true));

        Assert.Equal(1, (await _journal.ListUploadsAsync().SingleAsync()).PartsAcknowledged);
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

    private async Task<UploadRecorder> BeginAsync()
    {
        UploadRecorder recorder = await UploadRecorder.OpenAsync(_journal, UploadRecord.NameOf(Target), _time, NullLogger.Instance, CancellationToken.None);
        await recorder.BeginAsync(Target, new MultipartUpload(Target, "id"), PartPlan.Resume(20, 5, new MultipartUploadOptions())!, ChecksumAlgorithm.Crc64Nvme, path: null, CancellationToken.None);
        return recorder;
    }
}
