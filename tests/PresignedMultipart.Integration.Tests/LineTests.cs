using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Lines to a real server that are cut, stall, are slow, or lose an answer.</summary>
public sealed class LineTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const int PartSize = 5 << 20;

    private readonly MultipartUploadOptions _options = new() { PartSize = PartSize, SinglePutThreshold = 0, RetryMaxDelay = TimeSpan.FromMilliseconds(200) };

    public static TheoryData<string, string> Faults => new()
    {
        { nameof(LineFault.Cut), "^PUT .*partNumber=2&" },
        { nameof(LineFault.Stall), "^PUT .*partNumber=2&" },
        { nameof(LineFault.LoseAnswer), "^PUT .*partNumber=2&" },
        { nameof(LineFault.Cut), "^POST .*uploadId=" },
        { nameof(LineFault.LoseAnswer), "^POST .*uploadId=" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_the_line_costs_no_byte(string fault, string request)
    {
        using var files = new TestFiles();
        string path = files.Create((2 * PartSize) + 17);
        string key = $"{fault}-{request.Length}";
        await using var relay = new Relay(server.Endpoint, Enum.Parse<LineFault>(fault), request, times: 2);
        using S3PresignedUrlProvider provider = Provider(relay);
        if (fault == nameof(LineFault.Stall))
        {
            // A busy server is silent for a second too, so there are attempts enough.
            (_options.StallTimeout, _options.MaxAttempts) = (TimeSpan.FromSeconds(1), 100);
        }

        using var uploader = new MultipartUploader(provider, _options);

        UploadResult result = await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, key));

        Assert.Equal(2, relay.Struck);
        Assert.Equal(request.Contains("PUT", StringComparison.Ordinal), result.BytesResent > 0);
        await server.AssertSameBytesAsync(path, key);
        Assert.DoesNotContain(key, await server.UploadsInProgressAsync());
    }

    [Fact]
    public async Task A_completion_of_which_nobody_hears_is_found_by_a_look_at_the_object()
    {
        using var files = new TestFiles();
        string path = files.Create((2 * PartSize) + 17);
        await using var relay = new Relay(server.Endpoint, LineFault.LoseAnswer, "^POST .*uploadId=", times: int.MaxValue);
        using S3PresignedUrlProvider provider = Provider(relay, maxRetries: 0);
        using var uploader = new MultipartUploader(provider, _options);

        UploadResult result = await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "unheard"));

        Assert.Equal(1, relay.Struck);
        Assert.EndsWith("-3", result.ETag!.Trim('"'), StringComparison.Ordinal);
        await server.AssertSameBytesAsync(path, "unheard");
        Assert.DoesNotContain("unheard", await server.UploadsInProgressAsync());
    }

    [Fact]
    public async Task A_single_put_that_is_cut_off_or_unheard_is_sent_again()
    {
        using var files = new TestFiles();
        string path = files.Create(3_000_000);
        _options.SinglePutThreshold = PartSize;
        foreach (LineFault fault in new[] { LineFault.Cut, LineFault.LoseAnswer })
        {
            await using var relay = new Relay(server.Endpoint, fault, "^PUT ", times: 2);
            using S3PresignedUrlProvider provider = Provider(relay);
            using var uploader = new MultipartUploader(provider, _options);

            await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, $"put-{fault}"));

            Assert.Equal(2, relay.Struck);
            await server.AssertSameBytesAsync(path, $"put-{fault}");
        }
    }

    [Fact]
    public async Task A_slow_line_is_not_taken_for_a_dead_one()
    {
        using var files = new TestFiles();
        string path = files.Create((4 * PartSize) + 17);
        // A part takes longer than a silence may last, and what the system's buffers take at once does not.
        await using var relay = new Relay(server.Endpoint, LineFault.None, "^$", times: 0) { BytesPerSecond = 2 << 20 };
        using S3PresignedUrlProvider provider = Provider(relay);
        (_options.PartSize, _options.MaxAttempts, _options.StallTimeout) = (2 * PartSize, 1, TimeSpan.FromSeconds(7));
        using var uploader = new MultipartUploader(provider, _options);

        UploadResult result = await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "slow"));

        Assert.Equal(0, result.BytesResent);
        Assert.True(result.Elapsed > _options.StallTimeout);
        await server.AssertSameBytesAsync(path, "slow");
    }

    [Fact]
    public async Task A_line_that_is_always_cut_fails_the_upload_and_leaves_nothing()
    {
        using var files = new TestFiles();
        string path = files.Create((2 * PartSize) + 17);
        await using var relay = new Relay(server.Endpoint, LineFault.Cut, "^PUT .*partNumber=2&", times: int.MaxValue);
        using S3PresignedUrlProvider provider = Provider(relay);
        (_options.MaxAttempts, _options.OutageTimeout) = (3, TimeSpan.Zero);
        using var uploader = new MultipartUploader(provider, _options);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "always-cut")));

        Assert.Equal((2, 3, UploadOutcome.NotCompleted, false), (failure.PartNumber, failure.Attempts, failure.Outcome, failure.LeftParts));
        Assert.DoesNotContain("always-cut", await server.UploadsInProgressAsync());
        Assert.DoesNotContain("always-cut", await server.KeysAsync());
    }

    private S3PresignedUrlProvider Provider(Relay relay, int maxRetries = 3) =>
        new(server.ProviderOptions(o => (o.Endpoint, o.MaxRetries) = (relay.Endpoint, maxRetries)));
}
