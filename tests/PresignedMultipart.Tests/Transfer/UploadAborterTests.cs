using System.Net;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public sealed class UploadAborterTests : IDisposable
{
    private static readonly MultipartUpload Upload = new(new UploadTarget("bucket", "key"), "id");

    private readonly ManualTime _time = new();
    private readonly EmptyStorage _storage = new();
    private readonly RecordingLoggerFactory _logs = new();
    private readonly ScriptedProvider _provider;

    public UploadAborterTests() => _provider = new ScriptedProvider(_storage);

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task What_the_storage_lists_no_more_is_gone()
    {
        Assert.True(await AbortAsync());

        Assert.Equal(["id"], _storage.Aborted);
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task As_long_as_parts_are_listed_it_is_aborted_again_at_longer_and_longer_intervals()
    {
        var waits = new List<TimeSpan>();
        TimeSpan last = TimeSpan.Zero;
        _provider.BeforeAbort = () =>
        {
            waits.Add(_time.GetElapsedTime(last.Ticks));
            last = _time.GetElapsedTime(0);
            return Task.CompletedTask;
        };
        _provider.AlterListing = _ => waits.Count < 4 ? [new StoredPart(1, 5, "etag")] : [];

        Assert.True(await AbortAsync());

        Assert.Equal([0, 250, 500, 750], waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task After_six_times_it_is_given_up_and_said()
    {
        _provider.AlterListing = _ => [new StoredPart(1, 5, "etag")];

        Assert.False(await AbortAsync());

        Assert.Equal(6, _storage.Aborted.Count);
        Assert.StartsWith("Error AbortFailed", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, 1)]
    [InlineData(HttpStatusCode.NotImplemented, 1)]
    [InlineData(HttpStatusCode.InternalServerError, 6)]
    [InlineData(null, 6)]
    public async Task It_is_repeated_where_that_may_help(HttpStatusCode? status, int expected)
    {
        _storage.UntilAborted = _ => throw new PresignedUrlProviderException("refused") { StatusCode = status };

        Assert.False(await AbortAsync());

        Assert.Equal(expected, _storage.Aborted.Count);
        Assert.Contains("refused", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_cannot_abort_is_not_asked()
    {
        _provider.Capabilities &= ~PresignedUrlProviderCapabilities.Abort;

        Assert.False(await AbortAsync());

        Assert.Empty(_storage.Aborted);
    }

    [Fact]
    public async Task Where_parts_cannot_be_listed_the_storages_word_is_taken()
    {
        _provider.Capabilities &= ~PresignedUrlProviderCapabilities.ListParts;
        _provider.AlterListing = _ => throw new InvalidOperationException("It cannot.");

        Assert.True(await AbortAsync());

        Assert.Single(_storage.Aborted);
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_is_left_alone_when_the_time_is_over()
    {
        _storage.UntilAborted = token => Task.Delay(Timeout.Infinite, token);
        Task<bool> aborting = Aborter().AbortAsync(Upload);

        _time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.False(aborting.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.False(await aborting);
        Assert.Single(_storage.Aborted);
        Assert.Contains(nameof(TaskCanceledException), Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_went_wrong_first_is_said_when_the_time_is_over()
    {
        _storage.UntilAborted = token => _storage.Aborted.Count == 1 ? throw new PresignedUrlProviderException("The back end is down.") : Task.Delay(Timeout.Infinite, token);
        Task<bool> aborting = Aborter().AbortAsync(Upload);

        _time.Advance(TimeSpan.FromMilliseconds(250));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.False(await aborting);
        Assert.Contains("The back end is down.", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    private UploadAborter Aborter() => new(new StrictProvider(_provider), new MultipartUploadOptions { AbortTimeout = TimeSpan.FromSeconds(3) }, _time, _logs);

    private async Task<bool> AbortAsync()
    {
        // Longer than all waits together.
        Task<bool> aborting = new UploadAborter(new StrictProvider(_provider), new MultipartUploadOptions { AbortTimeout = TimeSpan.FromMinutes(1) }, _time, _logs).AbortAsync(Upload);
        while (!aborting.IsCompleted)
        {
            if (_time.Waiting.Count > 1)
            {
                _time.Advance(_time.Waiting[0]);
            }

            await Task.Yield();
        }

        return await aborting;
    }
}
