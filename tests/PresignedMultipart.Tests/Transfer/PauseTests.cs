using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class PauseTests
{
    private readonly byte[] _content = Content(6 * PartSize);

    [Fact]
    public async Task A_pause_begins_no_part_and_lets_those_on_the_way_end()
    {
        await using Storage storage = await StartAsync();
        var go = new TaskCompletionSource();
        S3FaultRule held = storage.Server.Faults.On(S3Operation.UploadPart).HoldAnswerUntil(go.Task);
        UploadHandle upload = storage.Uploader().StartUpload(UploadSource.FromMemory(_content), storage.Target);
        await held.WaitForHitsAsync(3);

        upload.Pause();
        Task quiet = upload.WaitUntilQuietAsync();
        Assert.True(upload.IsPaused);
        Assert.False(quiet.IsCompleted);
        go.SetResult();
        await quiet;

        Assert.Equal(3, storage.Requests(S3Operation.UploadPart).Count(request => request.StatusCode == 200));
        Assert.False(upload.Completion.IsCompleted);

        upload.Resume();
        await upload.Completion;

        Assert.Equal(_content, storage.Stored());
        Assert.Equal(6, storage.Requests(S3Operation.UploadPart).Count);
    }

    [Fact]
    public async Task A_paused_upload_takes_no_room_from_others()
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => o.MaxConcurrency = 1);
        UploadHandle paused = uploader.StartUpload(UploadSource.FromMemory(_content), storage.Target);
        paused.Pause();
        await paused.WaitUntilQuietAsync();

        await uploader.UploadAsync(_content, new UploadTarget(Bucket, "other"));

        Assert.False(paused.Completion.IsCompleted);
        paused.Resume();
        await paused.Completion;
        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task A_paused_upload_can_be_aborted_and_leaves_nothing()
    {
        await using Storage storage = await StartAsync();
        UploadHandle upload = storage.Uploader(o => o.MaxConcurrency = 1).StartUpload(UploadSource.FromMemory(_content), storage.Target);
        await storage.Server.WaitForRequestAsync(request => request is { PartNumber: 1, StatusCode: 200 });
        upload.Pause();
        await upload.WaitUntilQuietAsync();

        Assert.True(await upload.AbortAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.Completion);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task An_abort_deletes_what_a_journal_would_keep()
    {
        await using Storage storage = await StartAsync();
        var journal = new MemoryJournal();
        UploadHandle upload = storage.Uploader(o => (o.MaxConcurrency, o.Journal) = (1, journal)).StartUpload(UploadSource.FromMemory(_content), storage.Target);
        await journal.WaitForLinesAsync(2);
        upload.Pause();

        await upload.AbortAsync();

        storage.AssertNothingStands();
        Assert.Empty(journal.Logs);
    }

    [Fact]
    public async Task A_paused_upload_survives_its_uploader_by_the_journal()
    {
        await using Storage storage = await StartAsync();
        var journal = new MemoryJournal();
        using var programEnds = new CancellationTokenSource();
        UploadHandle upload = storage.Uploader(o => (o.MaxConcurrency, o.Journal) = (1, journal)).StartUpload(UploadSource.FromMemory(_content), storage.Target, null, programEnds.Token);
        await journal.WaitForLinesAsync(3);
        upload.Pause();
        await upload.WaitUntilQuietAsync();
        await programEnds.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.Completion);

        await storage.Uploader(o => o.Journal = journal).UploadAsync(_content, storage.Target);

        Assert.Equal(_content, storage.Stored());
        Assert.Equal(6, storage.Requests(S3Operation.UploadPart).Count(request => request.StatusCode == 200));
    }

    [Fact]
    public async Task Aborting_what_has_ended_changes_nothing()
    {
        await using Storage storage = await StartAsync();
        UploadHandle upload = storage.Uploader().StartUpload(UploadSource.FromMemory(_content), storage.Target);
        await upload.Completion;

        Assert.False(await upload.AbortAsync());
        upload.Pause();
        await upload.WaitUntilQuietAsync();

        Assert.Equal(_content, storage.Stored());
    }

    [Fact]
    public async Task Aborting_what_has_failed_and_is_kept_does_not_claim_to_have_stopped_it()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Answer(400, "BadDigestOfTests");
        UploadHandle upload = storage.Uploader(o => (o.MaxConcurrency, o.Journal) = (1, new MemoryJournal())).StartUpload(UploadSource.FromMemory(_content), storage.Target);
        await Assert.ThrowsAsync<UploadException>(() => upload.Completion);

        Assert.False(await upload.AbortAsync());
    }

    [Fact]
    public async Task An_upload_that_failed_before_it_was_aborted_is_kept_as_it_says()
    {
        await using Storage storage = await StartAsync();
        var (closing, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var journal = new MemoryJournal
        {
            BeforeClose = () =>
            {
                closing.TrySetResult();
                return go.Task;
            },
        };
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Once().Answer(400, "BadDigestOfTests");
        using MultipartUploader uploader = storage.Uploader(o => (o.MaxConcurrency, o.Journal) = (1, journal));
        UploadHandle upload = uploader.StartUpload(UploadSource.FromMemory(_content), storage.Target);
        await closing.Task;

        Task<bool> aborted = upload.AbortAsync();
        go.SetResult();

        Assert.False(await aborted);
        Assert.True((await Assert.ThrowsAsync<UploadException>(() => upload.Completion)).CanResume);
        await uploader.UploadAsync(_content, storage.Target);
        Assert.Equal(7, storage.Requests(S3Operation.UploadPart).Count);
    }

    [Fact]
    public async Task A_cancellation_is_one_also_where_the_list_of_parts_fails_with_it()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Once().Answer(400, "BadDigestOfTests");
        using MultipartUploader uploader = storage.Uploader(o => (o.MaxConcurrency, o.Journal) = (1, new MemoryJournal()));
        await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(_content, storage.Target));
        using var cancellation = new CancellationTokenSource();
        storage.Provider.AlterListing = _ =>
        {
            cancellation.Cancel();
            throw new PresignedUrlProviderException("The connection broke.");
        };

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploader.UploadAsync(_content, storage.Target, cancellationToken: cancellation.Token));

        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task An_abort_while_the_storage_lists_what_is_there_deletes_it_too()
    {
        await using Storage storage = await StartAsync();
        var journal = new MemoryJournal();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Once().Answer(400, "BadDigestOfTests");
        using MultipartUploader uploader = storage.Uploader(o => (o.MaxConcurrency, o.Journal) = (1, journal));
        await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(_content, storage.Target));
        S3FaultRule stuck = storage.Server.Faults.On(S3Operation.ListParts).Once().Stall();
        UploadHandle upload = uploader.StartUpload(UploadSource.FromMemory(_content), storage.Target);
        await stuck.WaitForHitsAsync();

        Assert.True(await upload.AbortAsync());

        storage.AssertNothingStands();
        Assert.Empty(journal.Logs);
    }

    [Fact]
    public async Task Whoever_waits_for_a_pause_stops_waiting_when_the_upload_fails()
    {
        await using Storage storage = await StartAsync();
        var go = new TaskCompletionSource();
        S3FaultRule held = storage.Server.Faults.On(S3Operation.CreateMultipartUpload).HoldAnswerUntil(go.Task);
        using var stop = new CancellationTokenSource();
        UploadHandle upload = storage.Uploader().StartUpload(UploadSource.FromFile("/nowhere/at/all"), storage.Target);

        upload.Pause();
        await upload.WaitUntilQuietAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => upload.Completion);
        go.SetResult();
    }
}
