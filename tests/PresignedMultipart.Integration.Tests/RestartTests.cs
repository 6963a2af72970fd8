using System.Net;
using PresignedMultipart.S3;
using Xunit.Abstractions;

namespace PresignedMultipart.Integration.Tests;

/// <summary>The server's gateway is killed (SIGKILL) at the worst moments, and comes back or does not.</summary>
[Collection(AloneCollection.Name)]
public sealed class RestartTests(StorageServer server, ITestOutputHelper output) : IClassFixture<StorageServer>
{
    private const int PartSize = 5 << 20;

    // A restart takes half a second to several, on a busy machine; the first waits are shorter.
    private readonly MultipartUploadOptions _options = new()
    {
        PartSize = PartSize,
        SinglePutThreshold = 0,
        MaxConcurrency = 4,
        MaxAttempts = 100,
        RetryMaxDelay = TimeSpan.FromMilliseconds(500),
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_with_half_a_part_received_and_started_again_it_has_every_byte_in_the_end(bool fromFile)
    {
        using var files = new TestFiles();
        string path = files.Create((7 * PartSize) + 17);
        string key = $"killed-{fromFile}";
        await using var relay = new Relay(server.Endpoint, LineFault.None, "^PUT .*partNumber=3&", times: 1) { Meanwhile = server.Gateway.RestartAsync };
        using S3PresignedUrlProvider provider = Provider(relay);
        using var uploader = new MultipartUploader(provider, _options);
        await using FileStream file = File.OpenRead(path);

        UploadResult result = await uploader.UploadAsync(
            fromFile ? UploadSource.FromStream(file) : UploadSource.FromStream(new StreamThatCannotSeek(file)), new UploadTarget(server.Bucket, key));

        Assert.Equal(1, relay.Struck);
        Assert.True(result.BytesResent > 0);
        await server.AssertSameBytesAsync(path, key);
        Assert.DoesNotContain(key, await server.UploadsInProgressAsync());
    }

    [Fact]
    public async Task Killed_in_a_single_put_and_started_again_it_has_every_byte_in_the_end()
    {
        using var files = new TestFiles();
        string path = files.Create(4 << 20);
        await using var relay = new Relay(server.Endpoint, LineFault.None, "^PUT ", times: 1) { Meanwhile = server.Gateway.RestartAsync };
        using S3PresignedUrlProvider provider = Provider(relay);
        _options.SinglePutThreshold = 16 << 20;
        using var uploader = new MultipartUploader(provider, _options);

        await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "put"));

        Assert.Equal(1, relay.Struck);
        await server.AssertSameBytesAsync(path, "put");
    }

    [Fact]
    public async Task Killed_with_half_a_completion_received_and_started_again_it_completes()
    {
        using var files = new TestFiles();
        string path = files.Create((2 * PartSize) + 17);
        await using var relay = new Relay(server.Endpoint, LineFault.None, "^POST .*uploadId=", times: 1) { Meanwhile = server.Gateway.RestartAsync };
        using S3PresignedUrlProvider provider = Provider(relay);
        using var uploader = new MultipartUploader(provider, _options);

        await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "half-completed"));

        Assert.Equal(1, relay.Struck);
        await server.AssertSameBytesAsync(path, "half-completed");
        Assert.DoesNotContain("half-completed", await server.UploadsInProgressAsync());
    }

    [Fact]
    public async Task Killed_while_it_completes_the_object_stands_whole_or_the_exception_says_that_it_does_not()
    {
        using var files = new TestFiles();
        string path = files.Create((20 * PartSize) + 17);
        await using var relay = new Relay(server.Endpoint, LineFault.LoseAnswer, "^POST .*uploadId=", times: 1) { Meanwhile = server.Gateway.RestartAsync };
        using S3PresignedUrlProvider provider = Provider(relay);
        using var uploader = new MultipartUploader(provider, _options);

        Exception? failure = await Record.ExceptionAsync(() => uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "completing")));

        Assert.Equal(1, relay.Struck);
        output.WriteLine($"{failure?.Message ?? "completed"}");
        if (failure is null)
        {
            await server.AssertSameBytesAsync(path, "completing");
        }
        else
        {
            // A Ceph that was killed with the upload's lock in its hand refuses every completion for ten minutes, and Ceph 20 every abort with 503.
            var failed = Assert.IsType<UploadException>(failure);
            Assert.Equal((UploadOutcome.NotCompleted, HttpStatusCode.InternalServerError), (failed.Outcome, failed.StatusCode));
            Assert.DoesNotContain("completing", await server.KeysAsync());
            Assert.Equal(failed.LeftParts, (await server.UploadsInProgressAsync()).Contains("completing"));
        }
    }

    [Fact]
    public async Task Killed_for_good_the_upload_fails_says_what_it_left_and_can_be_aborted_when_the_server_is_back()
    {
        using var files = new TestFiles();
        string path = files.Create((4 * PartSize) + 17);
        await using var relay = new Relay(server.Endpoint, LineFault.Cut, "^PUT .*partNumber=3&", times: 1) { Meanwhile = server.Gateway.KillAsync };
        using S3PresignedUrlProvider provider = Provider(relay, maxRetries: 0);
        (_options.MaxAttempts, _options.OutageTimeout, _options.AbortTimeout, _options.MaxConcurrency) = (3, TimeSpan.Zero, TimeSpan.FromSeconds(1), 1);
        using var uploader = new MultipartUploader(provider, _options);

        UploadException failure;
        try
        {
            failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "for-good")));
        }
        finally
        {
            await server.Gateway.StartAsync();
        }

        Assert.Equal((3, 3, UploadOutcome.NotCompleted, true), (failure.PartNumber, failure.Attempts, failure.Outcome, failure.LeftParts));
        Assert.Null(failure.StatusCode);
        var upload = new MultipartUpload(new UploadTarget(server.Bucket, "for-good"), failure.UploadId!);
        var parts = new List<int>();
        await foreach (StoredPart part in server.Provider.ListPartsAsync(upload))
        {
            parts.Add(part.PartNumber);
        }

        Assert.Equal([1, 2], parts);
        await server.Provider.AbortMultipartUploadAsync(upload);
        Assert.DoesNotContain("for-good", await server.UploadsInProgressAsync());
        Assert.DoesNotContain("for-good", await server.KeysAsync());
    }

    private S3PresignedUrlProvider Provider(Relay relay, int maxRetries = 10) =>
        new(server.ProviderOptions(o => (o.Endpoint, o.MaxRetries) = (relay.Endpoint, maxRetries)));
}
