using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Signing;

public class PresignPutObjectTests
{
    [Fact]
    public async Task The_url_is_signed_with_version_4_for_the_asked_life_and_signs_no_header_unasked()
    {
        using S3PresignedUrlProvider provider = Providers.Offline(configure: o => o.UrlLifetime = TimeSpan.FromMinutes(20));

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "folder/key"));

        Assert.StartsWith("http://storage.test:9000/bucket/folder/key?", url.Uri.OriginalString, StringComparison.Ordinal);
        Assert.Equal("AWS4-HMAC-SHA256", SignedQuery.Value(url, "X-Amz-Algorithm"));
        Assert.Equal("1200", SignedQuery.Value(url, "X-Amz-Expires"));
        Assert.Equal("host", SignedQuery.Value(url, "X-Amz-SignedHeaders"));
        Assert.Matches("^[0-9a-f]{64}$", SignedQuery.Value(url, "X-Amz-Signature"));
        Assert.EndsWith("/us-east-1/s3/aws4_request", SignedQuery.Value(url, "X-Amz-Credential"), StringComparison.Ordinal);
        Assert.Empty(url.Headers);
        Assert.NotNull(url.ExpiresAt);
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(3600, "3600")]
    [InlineData(604_800, "604800")]
    public async Task Every_allowed_life_is_signed_as_it_is(int seconds, string expected)
    {
        using S3PresignedUrlProvider provider = Providers.Offline(configure: o => o.UrlLifetime = TimeSpan.FromSeconds(seconds));

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "key"));

        Assert.Equal(expected, SignedQuery.Value(url, "X-Amz-Expires"));
    }

    [Theory]
    [InlineData("http://storage.test:9000", "http://storage.test:9000/bucket/key?")]
    [InlineData("https://storage.test", "https://storage.test/bucket/key?")]
    [InlineData("https://storage.test:8443", "https://storage.test:8443/bucket/key?")]
    [InlineData("https://storage.test/base/", "https://storage.test/base/bucket/key?")]
    [InlineData(null, "https://bucket.s3.us-east-1.amazonaws.com/key?|https://bucket.s3.amazonaws.com/key?")]
    public async Task The_url_has_the_scheme_host_port_and_path_of_the_endpoint(string? endpoint, string expected)
    {
        using S3PresignedUrlProvider provider = Providers.Offline(endpoint);

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "key"));

        Assert.Contains(expected.Split('|'), start => url.Uri.OriginalString.StartsWith(start, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_path_style_the_bucket_is_in_the_host_name()
    {
        using S3PresignedUrlProvider provider = Providers.Offline(configure: o => o.ForcePathStyle = false);

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "key"));

        Assert.StartsWith("http://bucket.storage.test:9000/key?", url.Uri.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_acceleration_the_url_goes_to_its_host()
    {
        using S3PresignedUrlProvider provider = Providers.Offline(endpoint: null, o => o.UseAccelerateEndpoint = true);

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "key"));

        Assert.Equal("bucket.s3-accelerate.amazonaws.com", url.Uri.Host);
    }

    [Fact]
    public async Task Acceleration_refuses_a_bucket_with_a_dot_with_the_reason()
    {
        using S3PresignedUrlProvider provider = Providers.Offline(endpoint: null, o => o.UseAccelerateEndpoint = true);

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => provider.PresignPutObjectAsync(new UploadTarget("my.bucket", "key")));

        Assert.Contains("dot", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_token_is_part_of_the_url()
    {
        using S3PresignedUrlProvider provider = Providers.Offline(configure: o => o.SessionToken = "token+/=");

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "key"));

        Assert.Equal("token%2B%2F%3D", SignedQuery.Raw(url, "X-Amz-Security-Token"));
    }

    [Fact]
    public async Task A_known_length_is_signed()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "key"), contentLength: 0);

        Assert.Equal("0", Assert.Single(url.Headers).Value);
        Assert.Equal(["content-length"], SignedQuery.SignedHeaders(url));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData((5L << 30) + 1)]
    public async Task A_length_that_no_single_put_can_have_is_refused(long length)
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => provider.PresignPutObjectAsync(new UploadTarget("bucket", "key"), length));
    }

    [Fact]
    public async Task Every_header_to_send_is_signed_and_every_signed_header_is_to_be_sent()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        PresignedUrl url = await provider.PresignPutObjectAsync(Targets.WithEverything(), 5);

        Assert.Equal(SignedQuery.SignedHeaders(url).Order(), url.Headers.Keys.Select(name => name.ToLowerInvariant()).Order());
    }

    [Fact]
    public async Task An_object_that_must_not_exist_is_signed_with_its_condition()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "key") { FailIfExists = true });

        Assert.Equal("*", url.Headers["If-None-Match"]);
    }

    [Fact]
    public async Task A_url_never_shows_its_signature_as_text()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        PresignedUrl url = await provider.PresignPutObjectAsync(new UploadTarget("bucket", "key"));

        Assert.Equal("http://storage.test:9000/bucket/key", url.ToString());
    }
}
