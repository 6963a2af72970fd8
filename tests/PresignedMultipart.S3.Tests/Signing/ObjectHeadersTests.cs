using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Signing;

/// <summary>What the storage keeps with an object goes into a single PUT and into the creation of an upload in the same words.</summary>
public class ObjectHeadersTests
{
    public static TheoryData<string> HeaderNames { get; } = [.. Targets.ExpectedHeaders.Keys];

    [Theory]
    [MemberData(nameof(HeaderNames))]
    public async Task A_single_put_must_be_sent_with(string header)
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        PresignedUrl url = await provider.PresignPutObjectAsync(Targets.WithEverything());

        Assert.Equal(Targets.ExpectedHeaders[header], url.Headers[header]);
    }

    [Theory]
    [MemberData(nameof(HeaderNames))]
    public async Task An_upload_is_created_with(string header)
    {
        Assert.Equal(Targets.ExpectedHeaders[header], (await CreateAsync(Targets.WithEverything())).Header(header));
    }

    [Fact]
    public async Task An_upload_without_a_type_gets_the_one_of_s3_and_not_a_guess_by_its_key()
    {
        StubRequest request = await CreateAsync(new UploadTarget("bucket", "film.mp4"));

        Assert.Equal("binary/octet-stream", request.Header("Content-Type"));
    }

    [Fact]
    public async Task Encryption_by_the_storage_is_asked_for_by_name()
    {
        foreach (IReadOnlyDictionary<string, string> headers in await BothAsync(ServerSideEncryption.S3Managed))
        {
            Assert.Equal("AES256", headers["x-amz-server-side-encryption"]);
            Assert.DoesNotContain(headers.Keys, name => name.StartsWith("x-amz-server-side-encryption-", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Encryption_by_a_key_service_carries_key_context_and_bucket_key()
    {
        var context = new Dictionary<string, string> { ["department"] = "Zürich" };

        foreach (IReadOnlyDictionary<string, string> headers in await BothAsync(ServerSideEncryption.Kms("arn:aws:kms:us-east-1:1:key/2", context, bucketKeyEnabled: true)))
        {
            Assert.Equal("aws:kms", headers["x-amz-server-side-encryption"]);
            Assert.Equal("arn:aws:kms:us-east-1:1:key/2", headers["x-amz-server-side-encryption-aws-kms-key-id"]);
            Assert.Equal("true", headers["x-amz-server-side-encryption-bucket-key-enabled"]);
            string json = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(headers["x-amz-server-side-encryption-context"]));
            Assert.Equal("Zürich", System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("department").GetString());
        }
    }

    [Fact]
    public async Task Encryption_by_a_key_service_without_more_says_nothing_more()
    {
        foreach (IReadOnlyDictionary<string, string> headers in await BothAsync(ServerSideEncryption.Kms()))
        {
            Assert.Equal(["x-amz-server-side-encryption"], headers.Keys.Where(name => name.StartsWith("x-amz-server-side", StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact]
    public async Task The_customers_own_key_goes_with_its_md5()
    {
        foreach (IReadOnlyDictionary<string, string> headers in await BothAsync(ServerSideEncryption.CustomerKey(Targets.CustomerKey)))
        {
            Assert.Equal("AES256", headers["x-amz-server-side-encryption-customer-algorithm"]);
            Assert.Equal("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", headers["x-amz-server-side-encryption-customer-key"]);
            Assert.Equal("tP/LI3N87DFaSk0aoqYgzg==", headers["x-amz-server-side-encryption-customer-key-MD5"]);
            Assert.DoesNotContain("x-amz-server-side-encryption", headers.Keys);
        }
    }

    [Theory]
    [InlineData("not a type")]
    [InlineData("text")]
    public async Task A_content_type_that_is_none_is_refused_by_name(string contentType)
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => provider.PresignPutObjectAsync(new UploadTarget("bucket", "key") { ContentType = contentType }));

        Assert.Contains("ContentType", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_value_outside_ascii_is_refused_with_the_way_to_write_it()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => provider.PresignPutObjectAsync(new UploadTarget("bucket", "key") { ContentDisposition = "attachment; filename=\"Zürich\"" }));

        Assert.Contains("filename*=UTF-8''", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_cannot_smuggle_a_header_in()
    {
        using S3PresignedUrlProvider provider = Providers.Offline();

        await Assert.ThrowsAsync<ArgumentException>(
            () => provider.PresignPutObjectAsync(new UploadTarget("bucket", "key") { CacheControl = "no-cache\r\nx-amz-acl: public-read" }));
    }

    private static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> BothAsync(ServerSideEncryption encryption)
    {
        using S3PresignedUrlProvider provider = Providers.Offline();
        PresignedUrl url = await provider.PresignPutObjectAsync(Targets.WithEverything(encryption));
        StubRequest request = await CreateAsync(Targets.WithEverything(encryption));
        return [url.Headers, request.Headers];
    }

    private static async Task<StubRequest> CreateAsync(UploadTarget target)
    {
        using StubStorage storage = new StubStorage().Answer(System.Net.HttpStatusCode.OK, "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
        using S3PresignedUrlProvider provider = storage.Provider();
        await provider.CreateMultipartUploadAsync(target, objectLength: null);
        return storage.Request;
    }
}
