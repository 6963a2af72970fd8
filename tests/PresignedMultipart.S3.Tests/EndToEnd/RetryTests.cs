using PresignedMultipart.S3.Tests.Support;
using PresignedMultipart.Testing;

namespace PresignedMultipart.S3.Tests.EndToEnd;

public class RetryTests
{
    [Theory]
    [InlineData("key")]
    [InlineData("/key")]
    public async Task A_call_that_met_an_overloaded_storage_is_repeated_and_signed_again(string key)
    {
        await using TestServer storage = await TestServer.StartAsync();
        S3ProviderOptions options = storage.Options();
        options.MaxRetries = 1;
        using var provider = new S3PresignedUrlProvider(options);
        storage.Server.Faults.On(S3Operation.CreateMultipartUpload).Once().Answer(503, "SlowDown");

        await provider.CreateMultipartUploadAsync(new UploadTarget(TestServer.Bucket, key), null);

        Assert.Equal(key, Assert.Single(storage.Server.MultipartUploads).Key);
        Assert.Equal(2, storage.Server.RequestCount);
    }

    [Fact]
    public async Task Retries_end_where_the_options_say()
    {
        await using TestServer storage = await TestServer.StartAsync();
        storage.Server.Faults.On(S3Operation.CreateMultipartUpload).Answer(503, "SlowDown");

        PresignedUrlProviderException failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(
            () => storage.Provider.CreateMultipartUploadAsync(new UploadTarget(TestServer.Bucket, "key"), null));

        Assert.Equal("SlowDown", failure.ErrorCode);
        Assert.Equal(1, storage.Server.RequestCount);
    }

    [Fact]
    public async Task A_completion_that_succeeded_unheard_is_unknown_when_it_is_repeated()
    {
        await using TestServer storage = await TestServer.StartAsync();
        S3ProviderOptions options = storage.Options();
        options.MaxRetries = 1;
        using var provider = new S3PresignedUrlProvider(options);
        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(new UploadTarget(TestServer.Bucket, "key") { FailIfExists = true }, "abc"u8.ToArray());
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).Once().LoseAnswer();

        // A storage may remember the upload and answer the repetition with success, as Amazon S3 does for a while; it may never be a plain refusal.
        Exception? outcome = await Record.ExceptionAsync(() => provider.CompleteMultipartUploadAsync(upload, parts, 3));

        Assert.Equal(2, storage.Server.Requests.Count(request => request.Operation == S3Operation.CompleteMultipartUpload));
        Assert.True(outcome is null or PresignedUrlProviderException { IsOutcomeUnknown: true }, outcome?.ToString());
        Assert.Equal("abc"u8.ToArray(), storage.Read("key"));
    }
}
