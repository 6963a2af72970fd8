using System.Net;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Multipart;

public class CreateMultipartUploadTests
{
    private const string Created = "<InitiateMultipartUploadResult><UploadId>u+/=</UploadId></InitiateMultipartUploadResult>";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_upload_knows_its_id_and_target()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Created);
        using S3PresignedUrlProvider provider = storage.Provider();
        var target = new UploadTarget("bucket", "key");

        MultipartUpload upload = await provider.CreateMultipartUploadAsync(target, 5);

        Assert.Equal("u+/=", upload.UploadId);
        Assert.Same(target, upload.Target);
        Assert.Null(upload.AbortDate);
        Assert.Null(upload.AbortRuleId);
    }

    [Theory]
    [InlineData("Fri, 27 Nov 2026 00:00:00 GMT", true)]
    [InlineData("Mon, 05 Jan 1970 00:00:00 GMT", false)]
    public async Task The_day_on_which_a_rule_aborts_it_is_known_unless_it_has_passed(string abortDate, bool isKnown)
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Created, ("x-amz-abort-date", abortDate), ("x-amz-abort-rule-id", "clean-up"));
        using S3PresignedUrlProvider provider = storage.Provider(time: new FixedTime(Now));

        MultipartUpload upload = await provider.CreateMultipartUploadAsync(new UploadTarget("bucket", "key"), null);

        Assert.Equal(isKnown ? new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero) : null, upload.AbortDate);
        Assert.Equal("clean-up", upload.AbortRuleId);
    }

    public static TheoryData<ServerSideEncryption> KeysOfOthers => [ServerSideEncryption.Kms("key"), ServerSideEncryption.CustomerKey(new byte[32])];

    [Theory]
    [MemberData(nameof(KeysOfOthers))]
    public async Task Where_the_ETag_will_tell_nothing_the_object_is_marked(ServerSideEncryption encryption)
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Created).Answer(HttpStatusCode.OK, Created);
        using S3PresignedUrlProvider provider = storage.Provider();
        var target = new UploadTarget("bucket", "key") { Encryption = encryption };

        string?[] markers = [(await provider.CreateMultipartUploadAsync(target, null)).Marker, (await provider.CreateMultipartUploadAsync(target, null)).Marker];

        Assert.Equal(markers, storage.Requests.Select(request => request.Headers["x-amz-meta-upload-marker"]));
        Assert.All(markers, marker => Assert.Matches("^[0-9a-f]{32}$", marker));
        Assert.NotEqual(markers[0], markers[1]);
    }

    public static TheoryData<UploadTarget> Unmarked =>
    [
        new UploadTarget("bucket", "key"),
        new UploadTarget("bucket", "key") { Encryption = ServerSideEncryption.S3Managed },
        // 2 KB of the user's own, and an entry of the same name.
        new UploadTarget("bucket", "key") { Encryption = ServerSideEncryption.Kms("key"), Metadata = new Dictionary<string, string> { ["a"] = new('b', 2047) } },
        new UploadTarget("bucket", "key") { Encryption = ServerSideEncryption.Kms("key"), Metadata = new Dictionary<string, string> { ["Upload-Marker"] = "mine" } },
    ];

    [Theory]
    [MemberData(nameof(Unmarked))]
    public async Task Where_it_tells_or_the_users_metadata_takes_the_room_only_the_users_metadata_is_kept(UploadTarget target)
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Created);
        using S3PresignedUrlProvider provider = storage.Provider();

        Assert.Null((await provider.CreateMultipartUploadAsync(target, null)).Marker);

        Assert.Equal(target.Metadata.Values, storage.Request.Headers.Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)).Select(header => header.Value));
    }

    [Fact]
    public async Task A_missing_bucket_is_refused_with_the_cure()
    {
        PresignedUrlProviderException refusal = await RefusalAsync(new StubStorage().Error(HttpStatusCode.NotFound, "NoSuchBucket"));

        Assert.Equal("NoSuchBucket", refusal.ErrorCode);
        Assert.Equal(HttpStatusCode.NotFound, refusal.StatusCode);
        Assert.Equal("REQ1", refusal.RequestId);
        Assert.False(refusal.IsNoSuchUpload);
        Assert.Contains("EnsureBucketAsync", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "InvalidAccessKeyId", "AccessKey")]
    [InlineData(HttpStatusCode.Forbidden, "SignatureDoesNotMatch", "SecretKey")]
    [InlineData(HttpStatusCode.MovedPermanently, "PermanentRedirect", "Region")]
    [InlineData(HttpStatusCode.BadRequest, "ExpiredToken", "Credentials")]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied", "s3:PutObject")]
    public async Task A_refusal_of_a_first_set_up_says_what_to_do(HttpStatusCode status, string code, string cure)
    {
        PresignedUrlProviderException refusal = await RefusalAsync(new StubStorage().Error(status, code));

        Assert.Equal(code, refusal.ErrorCode);
        Assert.Contains("Because.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(cure, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_line_leaves_the_outcome_unknown()
    {
        PresignedUrlProviderException failure = await RefusalAsync(new StubStorage().Fail(new HttpRequestException("The line broke.")));

        Assert.Null(failure.StatusCode);
        Assert.True(failure.IsOutcomeUnknown);
        Assert.Contains("The line broke.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_not_an_upload()
    {
        PresignedUrlProviderException failure = await RefusalAsync(new StubStorage().Answer(HttpStatusCode.OK, "<html>Welcome</html>"));

        Assert.Contains("without an upload id", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_and_not_failed()
    {
        using var storage = new StubStorage();
        using S3PresignedUrlProvider provider = storage.Provider();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => provider.CreateMultipartUploadAsync(new UploadTarget("bucket", "key"), null, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task No_failure_shows_a_secret_or_a_url()
    {
        using StubStorage storage = new StubStorage().Error(HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
        using S3PresignedUrlProvider provider = storage.Provider();
        UploadTarget target = Targets.WithEverything(ServerSideEncryption.CustomerKey(Targets.CustomerKey));

        string text = (await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(target, null))).ToString();

        Assert.DoesNotContain("secret-of-the-test", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AKIDEXAMPLE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AAECAwQF", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http://storage.test", text, StringComparison.Ordinal);
    }

    private static async Task<PresignedUrlProviderException> RefusalAsync(StubStorage storage)
    {
        using (storage)
        {
            using S3PresignedUrlProvider provider = storage.Provider();
            return await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(new UploadTarget("bucket", "key"), null));
        }
    }
}
