using PresignedMultipart.Journaling;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class SweepTests
{
    private readonly MemoryJournal _journal = new();

    [Fact]
    public async Task What_was_left_long_ago_is_aborted_and_the_rest_is_not()
    {
        await using Storage storage = await StartAsync();
        MultipartUpload left = await storage.Signer.CreateMultipartUploadAsync(storage.Target, null);
        using MultipartUploader later = SweepingUploader(storage, ahead: TimeSpan.FromDays(3));

        Assert.Empty(await later.SweepAsync(Bucket, TimeSpan.FromDays(4)));
        Assert.Empty(await later.SweepAsync(Bucket, TimeSpan.FromDays(2), keyPrefix: "other/"));
        SweptUpload found = Assert.Single(await later.SweepAsync(Bucket, TimeSpan.FromDays(2), dryRun: true));
        Assert.Equal((left.UploadId, false), (found.UploadId, found.IsAborted));
        Assert.Single(storage.Server.MultipartUploads);

        SweptUpload swept = Assert.Single(await later.SweepAsync(Bucket, TimeSpan.FromDays(2)));

        Assert.True(swept.IsAborted);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task What_could_not_be_aborted_is_remembered_and_swept_later()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(400, "BadDigestOfTests");
        S3FaultRule down = storage.Server.Faults.On(S3Operation.AbortMultipartUpload).Answer(403, "AccessDenied");
        using var stream = new ScriptedStream(Content(3 * PartSize));
        await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.Journal = _journal).UploadAsync(UploadSource.FromStream(stream), storage.Target));
        JournaledUpload remembered = await _journal.ListUploadsAsync().SingleAsync();
        Assert.True(remembered.IsAbandoned);
        Assert.Throws<ArgumentException>(() => { _ = storage.Uploader(o => o.Journal = _journal).ResumeFileAsync(remembered); });
        // A provider that cannot list uploads: a remote one.
        using MultipartUploader later = SweepingUploader(storage, TimeSpan.FromDays(3), lists: false);

        Assert.False(Assert.Single(await later.SweepAsync(Bucket, TimeSpan.FromDays(2))).IsAborted);
        Assert.NotEmpty(_journal.Logs);
        down.Remove();
        Assert.True(Assert.Single(await later.SweepAsync(Bucket, TimeSpan.FromDays(2))).IsAborted);

        storage.AssertNothingStands();
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task What_both_know_is_swept_once()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(400, "BadDigestOfTests");
        await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.Journal = _journal).UploadAsync(Content(3 * PartSize), storage.Target));
        using MultipartUploader later = SweepingUploader(storage, TimeSpan.FromDays(3));

        Assert.Single(await later.SweepAsync(Bucket, TimeSpan.FromDays(2)));

        storage.AssertNothingStands();
        Assert.Empty(_journal.Logs);
        Assert.Single(storage.Requests(S3Operation.AbortMultipartUpload));
    }

    [Fact]
    public async Task What_somebody_goes_on_with_meanwhile_is_left_alone()
    {
        await using Storage storage = await StartAsync();
        var journal = new FileUploadJournal(Path.Combine(Path.GetDirectoryName(storage.File([]))!, "journal"));
        UploadTarget[] targets = [.. new[] { "a", "b" }.Select(key => new UploadTarget(Bucket, key)).OrderBy(target => UploadRecord.NameOf(storage.Provider.Storage, target), StringComparer.Ordinal)];
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(400, "BadDigestOfTests");
        foreach (UploadTarget target in targets)
        {
            await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.Journal = journal).UploadAsync(Content(3 * PartSize), target));
        }

        IUploadLog? busy = null;
        storage.Provider.BeforeAbort = async () => busy ??= await journal.OpenAsync(UploadRecord.NameOf(storage.Provider.Storage, targets[1]));
        using var later = new MultipartUploader(storage.Provider, new MultipartUploadOptions { Journal = journal }, timeProvider: new AheadTime(TimeSpan.FromDays(3)));

        SweptUpload swept = Assert.Single(await later.SweepAsync(Bucket, TimeSpan.FromDays(2)));

        Assert.Equal((targets[0].Key, true), (swept.Key, swept.IsAborted));
        Assert.Equal(targets[1].Key, Assert.Single(storage.Server.MultipartUploads).Key);
        await busy!.DisposeAsync();
        Assert.Equal(targets[1].Key, (await journal.ListUploadsAsync().SingleAsync()).Target.Key);
    }

    [Fact]
    public async Task Where_nothing_can_be_listed_that_is_said()
    {
        await using Storage storage = await StartAsync();

        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => storage.Uploader().SweepAsync(Bucket, TimeSpan.FromDays(2)));

        Assert.Contains(nameof(ScriptedProvider), failure.Message, StringComparison.Ordinal);
    }

    private MultipartUploader SweepingUploader(Storage storage, TimeSpan ahead, bool lists = true) => new(
        lists ? storage.Signer : storage.Provider,
        new MultipartUploadOptions { Journal = _journal },
        timeProvider: new AheadTime(ahead));

    private sealed class AheadTime(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
