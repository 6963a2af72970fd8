using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using PresignedMultipart.Journaling;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public sealed class UploadSweepTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ManualTime _time = new();
    private readonly EmptyStorage _storage = new();
    private readonly MemoryJournal _journal = new();
    private readonly RecordingLoggerFactory _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task What_is_just_as_old_as_was_said_is_left()
    {
        List("young", _time.Start - Day);
        List("old", _time.Start - Day - TimeSpan.FromTicks(1));

        Assert.Equal([new SweptUpload("bucket", "key", "old", _time.Start - Day - TimeSpan.FromTicks(1), IsAborted: true)], await SweepAsync());

        Assert.Equal(["old"], _storage.Aborted);
        Assert.StartsWith("Information UploadSwept", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_storage_is_asked_for_the_prefix_alone()
    {
        await SweepAsync(keyPrefix: "videos/");

        Assert.Equal(["videos/"], _storage.Prefixes);
    }

    [Fact]
    public async Task A_dry_run_aborts_nothing_and_forgets_nothing()
    {
        List("listed", _time.Start - (2 * Day));
        await RememberAsync("key", "remembered", _time.Start - (2 * Day));

        IReadOnlyList<SweptUpload> swept = await SweepAsync(dryRun: true);

        Assert.Equal([("listed", false), ("remembered", false)], swept.Select(found => (found.UploadId, found.IsAborted)));
        Assert.Empty(_storage.Aborted);
        Assert.Single(_journal.Logs);
        Assert.Empty(_logs.Lines);
    }

    [Theory]
    [InlineData("bucket", "videos/a", 2, true)]
    [InlineData("another", "videos/a", 2, false)]
    [InlineData("bucket", "Videos/a", 2, false)]
    [InlineData("bucket", "videos/a", 1, false)]
    public async Task Of_the_journal_only_what_was_asked_for_is_swept(string bucket, string key, int days, bool isSwept)
    {
        await RememberAsync(key, "id", _time.Start - (days * Day), bucket);

        Assert.Equal(isSwept ? ["id"] : [], (await SweepAsync(keyPrefix: "videos/")).Select(found => found.UploadId));

        Assert.Equal(isSwept ? 0 : 1, _journal.Logs.Count);
    }

    [Fact]
    public async Task What_both_know_is_aborted_once_and_forgotten()
    {
        List("id", _time.Start - (2 * Day));
        await RememberAsync("key", "id", _time.Start - (3 * Day));

        Assert.Equal(_time.Start - (2 * Day), Assert.Single(await SweepAsync()).InitiatedAt);

        Assert.Equal(["id"], _storage.Aborted);
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task The_same_id_of_another_key_is_another_upload()
    {
        List("id", _time.Start - (2 * Day));
        await RememberAsync("other", "id", _time.Start - (2 * Day));

        Assert.Equal(["key", "other"], (await SweepAsync()).Select(found => found.Key));
    }

    [Fact]
    public async Task What_could_not_be_aborted_stays_in_the_journal()
    {
        _storage.UntilAborted = _ => throw new PresignedUrlProviderException("refused") { StatusCode = System.Net.HttpStatusCode.Forbidden };
        await RememberAsync("key", "id", _time.Start - (2 * Day));

        Assert.False(Assert.Single(await SweepAsync()).IsAborted);

        Assert.Single(_journal.Logs);
    }

    [Fact]
    public async Task An_upload_that_was_begun_anew_meanwhile_is_left_alone()
    {
        List("first", _time.Start - (2 * Day));
        await RememberAsync("a", "second", _time.Start - (2 * Day));
        await RememberAsync("b", "third", _time.Start - (2 * Day));
        // While the one is aborted, another process gives the other one up and begins anew.
        _storage.UntilAborted = async _ =>
        {
            string other = _storage.Aborted[^1] == "second" ? "b" : "a";
            if (_storage.Aborted.Count == 2)
            {
                await RememberAsync(other, "anew", _time.Start, run: "another");
            }
        };

        Assert.Equal(2, (await SweepAsync()).Count);

        Assert.DoesNotContain("anew", _storage.Aborted);
        Assert.Single(_journal.Logs);
    }

    [Fact]
    public async Task A_sweep_stops_between_two_uploads()
    {
        using var cancellation = new CancellationTokenSource();
        _storage.UntilAborted = _ => cancellation.CancelAsync();
        List("one", _time.Start - (2 * Day));
        List("two", _time.Start - (2 * Day));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SweepAsync(cancellationToken: cancellation.Token));

        Assert.Equal(["one"], _storage.Aborted);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_listed_leaves_the_storages_list()
    {
        List("id", _time.Start - (2 * Day));
        var journal = new DistributedCacheUploadJournal(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));

        Assert.Single(await Sweep(_storage, journal).RunAsync("bucket", Day, "", dryRun: false, CancellationToken.None));
    }

    [Fact]
    public async Task Where_the_storage_cannot_be_listed_the_journal_is_swept()
    {
        await RememberAsync("key", "id", _time.Start - (2 * Day));

        Assert.Single(await Sweep(incomplete: null, _journal).RunAsync("bucket", Day, "", dryRun: false, CancellationToken.None));
    }

    [Theory]
    [InlineData(null, "none")]
    [InlineData("a", "of a")]
    [InlineData("A", null)]
    [InlineData("", null)]
    public async Task Of_the_journal_only_what_the_storage_has_is_swept(string? storage, string? swept)
    {
        await RememberAsync("key", "none", _time.Start - (2 * Day));
        await RememberAsync("key", "of a", _time.Start - (2 * Day), storage: "a");

        IReadOnlyList<SweptUpload> found = await Sweep(_storage, _journal, storage).RunAsync("bucket", Day, "", dryRun: false, CancellationToken.None);

        Assert.Equal(swept is null ? [] : [swept], found.Select(upload => upload.UploadId));
        Assert.Equal(swept is null ? 2 : 1, _journal.Logs.Count);
    }

    [Fact]
    public async Task Discarding_what_there_is_aborts_it_and_forgets_it()
    {
        await RememberAsync("key", "id", _time.Start);

        Assert.True(await DiscardAsync());

        Assert.Equal(["id"], _storage.Aborted);
        Assert.Empty(_journal.Logs);
    }

    [Fact]
    public async Task What_cannot_be_aborted_is_not_discarded()
    {
        _storage.UntilAborted = _ => throw new PresignedUrlProviderException("refused") { StatusCode = System.Net.HttpStatusCode.Forbidden };
        await RememberAsync("key", "id", _time.Start);

        Assert.False(await DiscardAsync());

        Assert.Single(_journal.Logs);
    }

    [Fact]
    public async Task A_log_of_which_nothing_can_be_read_is_discarded()
    {
        await (await _journal.OpenAsync(UploadRecord.NameOf(null, new UploadTarget("bucket", "key")))).AppendAsync("not JSON");

        Assert.False(await DiscardAsync());

        Assert.Empty(_storage.Aborted);
        Assert.Empty(_journal.Logs);
    }

    private void List(string id, DateTimeOffset began) => _storage.Uploads.Add(new IncompleteUpload(new MultipartUpload(new UploadTarget("bucket", "key"), id), began));

    private async Task RememberAsync(string key, string id, DateTimeOffset began, string bucket = "bucket", string run = "run", string? storage = null)
    {
        var target = new UploadTarget(bucket, key);
        await using IUploadLog log = await _journal.OpenAsync(UploadRecord.NameOf(storage, target));
        await log.AppendAsync(UploadRecord.Begin(run, target, new MultipartUpload(target, id), began, storage: storage));
    }

    private async Task<IReadOnlyList<SweptUpload>> SweepAsync(string keyPrefix = "", bool dryRun = false, CancellationToken cancellationToken = default) =>
        await Sweep(_storage, _journal).RunAsync("bucket", Day, keyPrefix, dryRun, cancellationToken);

    private Task<bool> DiscardAsync() => Sweep(_storage, _journal).DiscardAsync(new UploadTarget("bucket", "key"), CancellationToken.None);

    private UploadSweep Sweep(IIncompleteUploads? incomplete, IUploadJournal journal, string? storage = null) =>
        new(new UploadAborter(new StrictProvider(_storage), new MultipartUploadOptions(), _time, _logs), incomplete, new StorageJournal(journal, storage), _time, _logs);
}
