using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Signing;

/// <summary>A key stands in the URL byte for byte, percent-encoded and not normalised, wherever the bucket is.</summary>
public class KeysInUrlsTests
{
    public static TheoryData<string> Keys => Targets.DifficultKeys;

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task With_the_bucket_in_the_path(string key)
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        PresignedUrl put = await provider.PresignPutObjectAsync(new UploadTarget("bucket", key));
        PresignedUrl part = Assert.Single(await provider.PresignPartsAsync(new MultipartUpload(new UploadTarget("bucket", key), "id"), [new(1, 1)]));

        Assert.StartsWith($"http://storage.test:9000/bucket/{Encoded(key)}?", put.Uri.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith($"http://storage.test:9000/bucket/{Encoded(key)}?", part.Uri.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith($"/bucket/{Encoded(key)}?", put.Uri.PathAndQuery, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task With_the_bucket_in_the_host_name(string key)
    {
        using S3PresignedUrlProvider provider = Providers.Offline(configure: o => o.ForcePathStyle = false);

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", key));

        Assert.StartsWith($"http://bucket.storage.test:9000/{Encoded(key)}?", url.Uri.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task In_the_calls_around_the_parts(string key)
    {
        using StubStorage storage = new StubStorage().Answer(System.Net.HttpStatusCode.OK, "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
        using S3PresignedUrlProvider provider = storage.Provider();

        await provider.CreateMultipartUploadAsync(new UploadTarget("bucket", key), objectLength: null);

        Assert.Equal($"/bucket/{Encoded(key)}?uploads", storage.Request.PathAndQuery);
    }

    [Fact]
    public async Task A_foreign_client_refuses_a_leading_slash_with_the_reason_where_it_would_get_a_bare_403()
    {
        using var client = new Amazon.S3.AmazonS3Client("key", "secret", new Amazon.S3.AmazonS3Config { ServiceURL = "http://storage.test:9000", ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        using var provider = new S3PresignedUrlProvider(client);

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => provider.CreateMultipartUploadAsync(new UploadTarget("bucket", "/key"), objectLength: null));

        Assert.Contains("slash", refusal.Message, StringComparison.Ordinal);
    }

    private static string Encoded(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
}
