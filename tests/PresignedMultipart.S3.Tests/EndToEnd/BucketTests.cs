using PresignedMultipart.S3.Tests.Support;
using PresignedMultipart.Testing;

namespace PresignedMultipart.S3.Tests.EndToEnd;

public class BucketTests
{
    [Fact]
    public async Task A_bucket_is_created_once_and_found_again()
    {
        await using TestServer storage = await TestServer.StartAsync();

        await storage.Provider.EnsureBucketAsync("new-bucket");
        await storage.Provider.EnsureBucketAsync("new-bucket");

        Assert.Single(storage.Server.Requests, request => request.Operation == S3Operation.CreateBucket);
        await storage.UploadPartAsync(new UploadTarget("new-bucket", "key"), [1]);
    }

    [Fact]
    public async Task A_new_upload_knows_when_the_buckets_rule_ends_it()
    {
        await using TestServer storage = await TestServer.StartAsync();
        await storage.Provider.EnsureBucketAsync(TestServer.Bucket, abortIncompleteUploadsAfterDays: 7);

        MultipartUpload upload = await storage.Provider.CreateMultipartUploadAsync(new UploadTarget(TestServer.Bucket, "key"), null);

        Assert.Equal("presigned-multipart-abort-incomplete-uploads", upload.AbortRuleId);
        Assert.NotNull(upload.AbortDate);
    }

    [Fact]
    public async Task A_bucket_of_another_account_is_told_apart()
    {
        await using TestServer storage = await TestServer.StartAsync(options =>
        {
            options.Credentials.Add(new S3TestCredentials("OWNER", "owner-secret") { Account = "owner" });
            options.Credentials.Add(new S3TestCredentials("OTHER", "other-secret") { Account = "other" });
        });
        S3ProviderOptions options = storage.Options();
        (options.AccessKey, options.SecretKey) = ("OTHER", "other-secret");
        using var other = new S3PresignedUrlProvider(options);

        PresignedUrlProviderException refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => other.EnsureBucketAsync(TestServer.Bucket));

        Assert.Equal("BucketAlreadyExists", refusal.ErrorCode);
    }

    [Fact]
    public async Task An_upload_into_a_missing_bucket_says_so()
    {
        await using TestServer storage = await TestServer.StartAsync();
        var upload = new MultipartUpload(new UploadTarget("missing-bucket", "key"), "id");

        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAsync<PresignedUrlProviderException>(() => storage.Provider.HeadObjectAsync(upload))).ErrorCode);
        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAsync<PresignedUrlProviderException>(() => storage.Provider.CreateMultipartUploadAsync(upload.Target, null))).ErrorCode);
    }
}
