using System.Net;
using System.Text.RegularExpressions;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>What a user does wrong is said in plain words, and nothing stays behind.</summary>
public sealed partial class FailureTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const int MiB = 1 << 20;

    public static TheoryData<long> Thresholds => [0, 16 * MiB];

    [Theory]
    [MemberData(nameof(Thresholds))]
    public async Task A_wrong_secret_is_a_signature_that_does_not_match(long singlePutThreshold)
    {
        using var provider = new S3PresignedUrlProvider(server.ProviderOptions(o => o.SecretKey = "wrong-secret"));
        using var uploader = new MultipartUploader(provider, new MultipartUploadOptions { SinglePutThreshold = singlePutThreshold });

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(new byte[1_000], new UploadTarget(server.Bucket, "key")));

        Assert.Equal((HttpStatusCode.Forbidden, "SignatureDoesNotMatch", 1), (failure.StatusCode, failure.ErrorCode, failure.Attempts));
        Assert.NotNull(failure.RequestId);
        Assert.Empty(await server.KeysAsync());
    }

    [Theory]
    [MemberData(nameof(Thresholds))]
    public async Task A_missing_bucket_is_named(long singlePutThreshold)
    {
        using var uploader = new MultipartUploader(server.Provider, new MultipartUploadOptions { SinglePutThreshold = singlePutThreshold });

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(new byte[1_000], new UploadTarget("no-such-bucket-here", "key")));

        Assert.Equal((HttpStatusCode.NotFound, "NoSuchBucket", "no-such-bucket-here"), (failure.StatusCode, failure.ErrorCode, failure.Bucket));
        Assert.Contains("no-such-bucket-here", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_url_is_refused_by_the_storage_and_replaced_by_the_uploader()
    {
        var provider = new InterceptedProvider(server.Provider)
        {
            // The storage looks at the expiry before the signature, so a date of long ago is enough.
            SignParts = async (before, upload, parts) => [.. (await server.Provider.PresignPartsAsync(upload, parts)).Select(url =>
                before < 2 ? new PresignedUrl(SigningTime().Replace(url.Uri.OriginalString, "X-Amz-Date=20200101T000000Z"), url.Headers) : url)],
        };
        using var uploader = new MultipartUploader(provider, new MultipartUploadOptions { SinglePutThreshold = 0, MaxAttempts = 1 });

        await uploader.UploadAsync(new byte[1_000], new UploadTarget(server.Bucket, "expired"));

        Assert.Equal(["expired"], await server.KeysAsync());
        Assert.Equal(3, provider.Signed);
        await server.EmptyBucketAsync();
    }

    [Fact]
    public async Task Cancelled_in_mid_upload_it_leaves_no_upload_behind()
    {
        using var files = new TestFiles();
        using var cancellation = new CancellationTokenSource();
        using var uploader = new MultipartUploader(server.Provider, new MultipartUploadOptions { ProgressInterval = TimeSpan.FromMilliseconds(10) });
        var progress = new CancelWhenMoving(cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploader.UploadFileAsync(files.Create(400L * MiB), new UploadTarget(server.Bucket, "cancelled"), progress, cancellation.Token));

        Assert.InRange(progress.BytesSent, 1, (400L * MiB) - 1);
        Assert.Empty(await server.UploadsInProgressAsync());
        Assert.Empty(await server.KeysAsync());
    }

    [Fact]
    public async Task An_upload_that_is_gone_at_its_completion_is_not_completed()
    {
        // Neither 500 InternalError nor 404 NoSuchUpload says whether the object stands.
        var provider = new InterceptedProvider(server.Provider) { BeforeCompletion = upload => server.Provider.AbortMultipartUploadAsync(upload) };
        using var uploader = new MultipartUploader(provider, new MultipartUploadOptions { SinglePutThreshold = 0 });

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(new byte[1_000], new UploadTarget(server.Bucket, "gone")));

        Assert.Equal(server.Capabilities.CompletionOfGoneUpload, (failure.StatusCode, failure.ErrorCode));
        Assert.Equal((UploadOutcome.NotCompleted, false), (failure.Outcome, failure.LeftParts));
    }

    [GeneratedRegex("X-Amz-Date=[0-9TZ]+")]
    private static partial Regex SigningTime();

    private sealed class CancelWhenMoving(CancellationTokenSource cancellation) : IProgress<UploadProgress>
    {
        public long BytesSent { get; private set; }

        public void Report(UploadProgress value)
        {
            if (value.BytesSent > 0 && !cancellation.IsCancellationRequested)
            {
                BytesSent = value.BytesSent;
                cancellation.Cancel();
            }
        }
    }
}
