using System.Net;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>An upload of two parts of 5 bytes that the storage lists, and the object under its key.</summary>
public sealed class StandingObjectTests : IDisposable
{
    private const string PartETag = "\"0123456789abcdef0123456789abcdef\"";

    private static readonly MultipartUpload Upload = new(new UploadTarget("bucket", "key"), "id");
    private static readonly string ETag = $"\"{MultipartETag.Expect([new(1, PartETag), new(2, PartETag)])!.ToLowerInvariant()}\"";

    private readonly ManualTime _time = new();
    private readonly EmptyStorage _storage = new();
    private readonly RecordingLoggerFactory _logs = new();
    private readonly ScriptedProvider _provider;

    public StandingObjectTests()
    {
        _provider = new ScriptedProvider(_storage) { AlterListing = listed => _storage.Aborted.Count > 0 ? [] : listed };
        _storage.Parts.AddRange([new StoredPart(1, 5, PartETag), new StoredPart(2, 5, PartETag)]);
    }

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task An_upload_whose_object_stands_is_not_swept_because_to_abort_it_may_delete_the_objects_bytes()
    {
        Find(ETag);

        SweptUpload left = Assert.Single(await SweepAsync());

        Assert.Equal((false, true), (left.IsAborted, left.HasObject));
        Assert.Empty(_storage.Aborted);
        Assert.StartsWith("Warning AbortWouldHarm", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("other", false)]
    public async Task A_dry_run_tells_it_from_those_that_would_be_aborted(string? etag, bool hasObject)
    {
        Find(etag ?? ETag);

        SweptUpload found = Assert.Single(await SweepAsync(dryRun: true));

        Assert.Equal((false, hasObject), (found.IsAborted, found.HasObject));
        Assert.Empty(_storage.Aborted);
    }

    [Theory]
    [InlineData("an object of other bytes", "other", 10, 0)]
    [InlineData("an object of another length", null, 11, 0)]
    [InlineData("an older object of the same bytes", null, 10, -2)]
    public async Task Any_other_object_keeps_no_upload(string which, string? etag, long length, int seconds)
    {
        Find(etag ?? ETag, length, seconds);

        Assert.True(Assert.Single(await SweepAsync()).IsAborted, which);
    }

    [Fact]
    public async Task Where_no_object_stands_the_upload_is_swept()
    {
        _provider.AlterHead = _ => null;

        Assert.True(Assert.Single(await SweepAsync()).IsAborted);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Of_hidden_etags_the_number_of_parts_tells(int parts, bool isAborted)
    {
        _provider.AlterListing = listed => _storage.Aborted.Count > 0 ? [] : [.. listed.Select(part => part with { ETag = "\"hidden\"" })];
        Find($"\"hidden-{parts}\"");

        Assert.Equal(isAborted, Assert.Single(await SweepAsync()).IsAborted);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, true)]
    [InlineData(HttpStatusCode.NotImplemented, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    public async Task Who_may_not_look_sweeps_all_the_same_and_who_cannot_now_waits_for_the_next_time(HttpStatusCode status, bool isAborted)
    {
        _provider.AlterHead = _ => throw new PresignedUrlProviderException("No.") { StatusCode = status };

        Assert.Equal(isAborted, Assert.Single(await SweepAsync()).IsAborted);
    }

    [Fact]
    public async Task An_upload_that_is_gone_by_then_is_gone()
    {
        Find(ETag);
        _provider.AlterListing = _ => throw new PresignedUrlProviderException("Gone.") { StatusCode = HttpStatusCode.NotFound, ErrorCode = "NoSuchUpload" };

        Assert.True(Assert.Single(await SweepAsync()).IsAborted);
    }

    private void Find(string etag, long length = 10, int seconds = 0) =>
        _provider.AlterHead = _ => new StoredObject { ETag = etag, Length = length, LastModified = _time.Start.AddSeconds(seconds) };

    private async Task<IReadOnlyList<SweptUpload>> SweepAsync(bool dryRun = false)
    {
        _storage.Uploads.Add(new IncompleteUpload(Upload, _time.Start));
        _time.Advance(TimeSpan.FromDays(1));
        var aborter = new UploadAborter(new StrictProvider(_provider), new MultipartUploadOptions(), _time, _logs);
        Task<IReadOnlyList<SweptUpload>> sweeping = new UploadSweep(aborter, _storage, journal: null, _time, _logs).RunAsync("bucket", TimeSpan.FromHours(1), keyPrefix: "", dryRun, CancellationToken.None);
        while (!sweeping.IsCompleted)
        {
            // A pause and the time limit.
            if (_time.Waiting.Count > 1)
            {
                _time.Advance(_time.Waiting[0]);
            }

            await Task.Yield();
        }

        return await sweeping;
    }
}
