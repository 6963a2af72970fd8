using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>One journal, and two storages that have buckets of the same name.</summary>
public sealed class SeveralStoragesTests : IAsyncLifetime
{
    private readonly MemoryJournal _journal = new();
    private readonly byte[] _content = Content(4 * PartSize);
    private Storage _staging = null!;
    private Storage _production = null!;

    public async Task InitializeAsync() => (_staging, _production) = (await StartAsync(), await StartAsync());

    public async Task DisposeAsync()
    {
        await _staging.DisposeAsync();
        await _production.DisposeAsync();
    }

    [Fact]
    public async Task An_upload_to_another_storage_is_neither_resumed_nor_forgotten()
    {
        string file = _staging.File(_content);
        UploadException cut = await CutOffAsync(_staging, file);

        UploadResult produced = await Uploader(_production).UploadFileAsync(file, _production.Target);

        Assert.Equal(0, produced.BytesResumed);
        Assert.DoesNotContain(_production.Server.Requests, request => request.UploadId == cut.UploadId);
        Assert.Equal(cut.UploadId, (await _journal.ListUploadsAsync().SingleAsync()).UploadId);
        Assert.Equal(2L * PartSize, (await Uploader(_staging).UploadFileAsync(file, _staging.Target)).BytesResumed);
        Assert.Equal(_content, _staging.Stored());
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task The_same_object_waits_in_each_storage_by_itself()
    {
        string file = _staging.File(_content);
        await CutOffAsync(_staging, file);
        await CutOffAsync(_production, file);

        List<JournaledUpload> waiting = await _journal.ListUploadsAsync().ToListAsync();
        Assert.Equal([_staging.Signer.Storage, _production.Signer.Storage], waiting.Select(upload => upload.Storage));

        Assert.Equal(2L * PartSize, (await Uploader(_staging).ResumeFileAsync(waiting[0])).BytesResumed);
        Assert.Equal(2L * PartSize, (await Uploader(_production).ResumeFileAsync(waiting[1])).BytesResumed);
        Assert.Equal(_content, _staging.Stored());
        Assert.Equal(_content, _production.Stored());
    }

    [Fact]
    public async Task Uploads_of_the_same_object_to_two_storages_do_not_wait_for_each_other()
    {
        string file = _staging.File(_content);
        var journal = new FileUploadJournal(Path.Combine(Path.GetDirectoryName(file)!, "journal"));
        var hold = new TaskCompletionSource();
        S3FaultRule held = _staging.Server.Faults.On(S3Operation.UploadPart).Once().HoldAnswerUntil(hold.Task);
        Task<UploadResult> staged = Uploader(_staging, journal).UploadFileAsync(file, _staging.Target);
        await held.WaitForHitsAsync();

        await Uploader(_production, journal).UploadFileAsync(file, _production.Target);

        Assert.False(staged.IsCompleted);
        hold.SetResult();
        await staged;
    }

    [Fact]
    public async Task What_waits_in_another_storage_is_refused_with_the_names_of_both()
    {
        await CutOffAsync(_staging, _staging.File(_content));
        JournaledUpload waiting = await _journal.ListUploadsAsync().SingleAsync();

        var refusal = Assert.Throws<ArgumentException>("upload", () => { _ = Uploader(_production).ResumeFileAsync(waiting); });

        Assert.Contains($"is in {_staging.Signer.Storage}, and this uploader's provider signs for {_production.Signer.Storage}.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_production.Server.Requests);
        Assert.Single(_journal.Logs);
    }

    [Fact]
    public async Task What_waits_in_a_storage_without_a_name_is_no_others()
    {
        _staging.Provider.Storage = null;
        await CutOffAsync(_staging, _staging.File(_content));
        JournaledUpload waiting = await _journal.ListUploadsAsync().SingleAsync();

        Assert.Null(waiting.Storage);
        var refusal = Assert.Throws<ArgumentException>("upload", () => { _ = Uploader(_production).ResumeFileAsync(waiting); });
        Assert.Contains("is in a storage without a name,", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2L * PartSize, (await Uploader(_staging).ResumeFileAsync(waiting)).BytesResumed);
    }

    [Fact]
    public async Task A_sweep_leaves_what_another_storage_has()
    {
        UploadException cut = await CutOffAsync(_staging, _staging.File(_content));

        Assert.Empty(await Uploader(_production).SweepAsync(Bucket, TimeSpan.Zero));

        Assert.DoesNotContain(_production.Server.Requests, request => request.UploadId is not null);
        Assert.Single(_staging.Server.MultipartUploads);
        SweptUpload swept = Assert.Single(await Uploader(_staging).SweepAsync(Bucket, TimeSpan.Zero));
        Assert.Equal((cut.UploadId, true), (swept.UploadId, swept.IsAborted));
        _staging.AssertNothingStands();
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task What_could_not_be_aborted_waits_for_a_sweep_of_its_own_storage()
    {
        S3FaultRule down = _staging.Server.Faults.On(S3Operation.AbortMultipartUpload).Answer(403, "AccessDenied");
        S3FaultRule broken = _staging.Server.Faults.On(S3Operation.UploadPart).Part(3).Answer(400, "BadDigestOfTests");
        using var stream = new ScriptedStream(_content);
        await Assert.ThrowsAsync<UploadException>(() => Uploader(_staging).UploadAsync(UploadSource.FromStream(stream), _staging.Target));
        down.Remove();
        broken.Remove();

        JournaledUpload abandoned = await _journal.ListUploadsAsync().SingleAsync();
        Assert.Equal((true, _staging.Signer.Storage), (abandoned.IsAbandoned, abandoned.Storage));
        Assert.Empty(await Uploader(_production).SweepAsync(Bucket, TimeSpan.Zero));
        Assert.True(Assert.Single(await Uploader(_staging).SweepAsync(Bucket, TimeSpan.Zero)).IsAborted);
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task Discarding_leaves_what_another_storage_has()
    {
        await CutOffAsync(_staging, _staging.File(_content));

        Assert.False(await Uploader(_production).DiscardAsync(_production.Target));

        Assert.Single(_journal.Logs);
        Assert.True(await Uploader(_staging).DiscardAsync(_staging.Target));
        _staging.AssertNothingStands();
        Assert.Empty(_journal.Logs);
    }

    private MultipartUploader Uploader(Storage storage, IUploadJournal? journal = null) =>
        // One after the other, so that it is known which parts are there.
        storage.Uploader(o => (o.Journal, o.MaxConcurrency, o.AdaptiveConcurrency) = (journal ?? _journal, 1, false));

    private async Task<UploadException> CutOffAsync(Storage storage, string file)
    {
        S3FaultRule broken = storage.Server.Faults.On(S3Operation.UploadPart).Part(3).Answer(400, "BadDigestOfTests");
        var failure = await Assert.ThrowsAsync<UploadException>(() => Uploader(storage).UploadFileAsync(file, storage.Target));
        broken.Remove();
        return failure;
    }
}
