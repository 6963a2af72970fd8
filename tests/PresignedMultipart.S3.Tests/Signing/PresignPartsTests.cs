using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Signing;

public class PresignPartsTests
{
    [Fact]
    public async Task Each_part_gets_a_url_of_its_own_in_the_order_asked_for()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        IReadOnlyList<PresignedUrl> urls = await provider.PresignPartsAsync(Upload("id"), [new(3, 30), new(1, 10), new(10_000, 7)]);

        Assert.Equal(["3", "1", "10000"], urls.Select(url => SignedQuery.Value(url, "partNumber")));
        Assert.Equal(["30", "10", "7"], urls.Select(url => url.Headers["Content-Length"]));
        Assert.All(urls, url => Assert.Equal(["content-length"], SignedQuery.SignedHeaders(url)));
        Assert.Equal(3, urls.Select(url => SignedQuery.Value(url, "X-Amz-Signature")).Distinct().Count());
    }

    [Fact]
    public async Task A_part_of_unknown_length_signs_none_and_leaves_its_neighbours_theirs()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        IReadOnlyList<PresignedUrl> urls = await provider.PresignPartsAsync(Upload("id"), [new(1, 10), new(2, null), new(3, 30)]);

        Assert.Equal(["10", null, "30"], urls.Select(url => url.Headers.GetValueOrDefault("Content-Length")));
        Assert.Equal(["content-length", "", "content-length"], urls.Select(url => string.Concat(SignedQuery.SignedHeaders(url))));
    }

    [Theory]
    [InlineData("a+b/c=d==", "a%2Bb%2Fc%3Dd%3D%3D")]
    [InlineData("2~plain.id_-", "2~plain.id_-")]
    [InlineData("with space&partNumber=9#x", "with%20space%26partNumber%3D9%23x")]
    public async Task The_upload_id_is_percent_encoded_as_it_was_signed(string uploadId, string expected)
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        PresignedUrl url = Assert.Single(await provider.PresignPartsAsync(Upload(uploadId), [new(1, 1)]));

        Assert.Equal(expected, SignedQuery.Raw(url, "uploadId"));
        Assert.Equal("1", SignedQuery.Raw(url, "partNumber"));
    }

    [Fact]
    public async Task A_part_signs_nothing_that_belongs_to_the_object()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();
        var upload = new MultipartUpload(Targets.WithEverything(ServerSideEncryption.Kms("key")), "id");

        PresignedUrl url = Assert.Single(await provider.PresignPartsAsync(upload, [new(1, 1)]));

        Assert.Equal(["Content-Length"], url.Headers.Keys);
    }

    [Fact]
    public async Task The_customers_own_key_goes_with_every_part()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();
        var upload = new MultipartUpload(new UploadTarget("bucket", "key") { Encryption = ServerSideEncryption.CustomerKey(Targets.CustomerKey) }, "id");

        foreach (PresignedUrl url in await provider.PresignPartsAsync(upload, [new(1, 1), new(2, 1)]))
        {
            Assert.Equal(4, url.Headers.Count);
            Assert.Equal(SignedQuery.SignedHeaders(url).Order(), url.Headers.Keys.Select(name => name.ToLowerInvariant()).Order());
            Assert.DoesNotContain("AAECAwQF", url.Uri.OriginalString, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10_001, 1)]
    [InlineData(1, -1)]
    [InlineData(1, (5L << 30) + 1)]
    public async Task A_part_that_s3_does_not_have_is_refused(int partNumber, long length)
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => provider.PresignPartsAsync(Upload("id"), [new(partNumber, length)]));
    }

    [Fact]
    public async Task A_cancelled_call_signs_nothing_more()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => provider.PresignPartsAsync(Upload("id"), [new(1, 1)], new CancellationToken(canceled: true)));
    }

    private static MultipartUpload Upload(string uploadId) => new(new UploadTarget("bucket", "key"), uploadId);
}
