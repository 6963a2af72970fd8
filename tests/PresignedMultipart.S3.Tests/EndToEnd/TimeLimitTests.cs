using PresignedMultipart.S3.Tests.Support;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.S3.Tests.EndToEnd;

public sealed class TimeLimitTests : IAsyncLifetime, IDisposable
{
    private static readonly UploadTarget Target = new(TestServer.Bucket, "key");
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    private readonly ManualTime _time = new();
    private TestServer _storage = null!;
    private S3PresignedUrlProvider _provider = null!;

    public async Task InitializeAsync()
    {
        _storage = await TestServer.StartAsync();
        _provider = new S3PresignedUrlProvider(_storage.Options(), _time);
    }

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    public void Dispose() => _provider.Dispose();

    [Theory]
    [InlineData(S3Operation.CreateMultipartUpload)]
    [InlineData(S3Operation.ListParts)]
    [InlineData(S3Operation.AbortMultipartUpload)]
    [InlineData(S3Operation.HeadObject)]
    [InlineData(S3Operation.ListMultipartUploads)]
    [InlineData(S3Operation.HeadBucket)]
    public async Task A_storage_that_does_not_answer_a_small_call_is_waited_for_half_a_minute(S3Operation operation)
    {
        MultipartUpload upload = await _storage.Provider.CreateMultipartUploadAsync(Target, null);
        S3FaultRule silent = _storage.Server.Faults.On(operation).HoldAnswerUntil(Task.Delay(Timeout.Infinite));

        await AssertGivenUpAsync(CallAsync(operation, upload), silent, HalfAMinute);
    }

    [Fact]
    public async Task An_answer_that_goes_silent_after_its_first_bytes_is_waited_for_no_longer()
    {
        S3FaultRule slow = _storage.Server.Faults.On(S3Operation.CreateMultipartUpload).SlowTo(1);
        Task calling = _provider.CreateMultipartUploadAsync(Target, null);

        await AssertGivenUpAsync(calling, slow, HalfAMinute);
    }

    [Fact]
    public async Task A_refusal_that_goes_silent_after_its_first_bytes_is_waited_for_no_longer()
    {
        S3FaultRule slow = _storage.Server.Faults.On(S3Operation.CreateMultipartUpload).SlowTo(1);
        _storage.Server.Faults.On(S3Operation.CreateMultipartUpload).Answer(403, "AccessDenied");
        Task calling = _provider.CreateMultipartUploadAsync(Target, null);

        await AssertGivenUpAsync(calling, slow, HalfAMinute);
    }

    [Fact]
    public async Task A_completion_that_is_not_answered_is_waited_for_ten_minutes()
    {
        (MultipartUpload upload, CompletedPart[] parts) = await _storage.UploadPartAsync(Target, [1, 2, 3]);
        S3FaultRule silent = _storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).HoldAnswerUntil(Task.Delay(Timeout.Infinite));

        await AssertGivenUpAsync(_provider.CompleteMultipartUploadAsync(upload, parts, 3), silent, TenMinutes);
    }

    [Fact]
    public async Task A_call_that_was_not_answered_in_time_is_repeated()
    {
        S3ProviderOptions options = _storage.Options();
        options.MaxRetries = 1;
        using var provider = new S3PresignedUrlProvider(options, _time);
        S3FaultRule silent = _storage.Server.Faults.On(S3Operation.ListMultipartUploads).Once().HoldAnswerUntil(Task.Delay(Timeout.Infinite));
        Task calling = provider.ListIncompleteUploadsAsync(TestServer.Bucket).GetAsyncEnumerator().MoveNextAsync().AsTask();
        await silent.WaitForHitsAsync();

        _time.Advance(HalfAMinute);

        await calling.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(2, _storage.Server.RequestCount);
    }

    [Fact]
    public async Task A_call_that_its_caller_cancels_in_the_middle_of_an_answer_ends_at_once()
    {
        S3FaultRule slow = _storage.Server.Faults.On(S3Operation.CreateMultipartUpload).SlowTo(1);
        using var cancellation = new CancellationTokenSource();
        Task calling = _provider.CreateMultipartUploadAsync(Target, null, cancellationToken: cancellation.Token);
        await slow.WaitForHitsAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private async Task AssertGivenUpAsync(Task calling, S3FaultRule rule, TimeSpan limit)
    {
        await rule.WaitForHitsAsync();

        _time.Advance(limit - TimeSpan.FromSeconds(1));
        Assert.False(calling.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        PresignedUrlProviderException failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => calling.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.True(failure.IsOutcomeUnknown);
        Assert.EndsWith($"It did not answer within {limit.TotalSeconds} s.", failure.Message, StringComparison.Ordinal);
    }

    private Task CallAsync(S3Operation operation, MultipartUpload upload) => operation switch
    {
        S3Operation.CreateMultipartUpload => _provider.CreateMultipartUploadAsync(Target, null),
        S3Operation.ListParts => _provider.ListPartsAsync(upload).GetAsyncEnumerator().MoveNextAsync().AsTask(),
        S3Operation.AbortMultipartUpload => _provider.AbortMultipartUploadAsync(upload),
        S3Operation.HeadObject => _provider.HeadObjectAsync(upload),
        S3Operation.ListMultipartUploads => _provider.ListIncompleteUploadsAsync(TestServer.Bucket).GetAsyncEnumerator().MoveNextAsync().AsTask(),
        S3Operation.HeadBucket => _provider.EnsureBucketAsync(TestServer.Bucket),
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}
