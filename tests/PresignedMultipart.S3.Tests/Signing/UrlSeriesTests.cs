using Amazon.S3;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Signing;

/// <summary>
/// After the first URL of a series the provider signs itself. What it signs is what the SDK signs, to the letter: compared with a
/// provider over a foreign client, of which it learns nothing.
/// </summary>
public sealed class UrlSeriesTests : IDisposable
{
    private readonly S3PresignedUrlProvider _own = Providers.Offline();
    private readonly AmazonS3Client _client = new("AKIDEXAMPLE", Providers.Secret, new AmazonS3Config { ServiceURL = "http://storage.test:9000", ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
    private readonly S3PresignedUrlProvider _sdk;

    public UrlSeriesTests() => _sdk = new S3PresignedUrlProvider(_client);

    public static TheoryData<string> Keys => Targets.DifficultKeys;

    [Theory]
    [MemberData(nameof(Keys))]
    public Task Objects_of_any_key(string key) =>
        AssertSameAsync(provider => provider.PresignPutObjectAsync(new UploadTarget("bucket", key), contentLength: 7), () => new UploadTarget("bucket", "first"));

    [Fact]
    public Task Objects_with_other_values_of_the_same_headers() => AssertSameAsync(
        provider => provider.PresignPutObjectAsync(
            new UploadTarget("bucket", "other")
            {
                ContentType = "video/mp4",
                CacheControl = "no-store",
                Metadata = new Dictionary<string, string> { ["city"] = "Köln  am Rhein", ["size"] = "two  spaces" },
                Tags = new Dictionary<string, string> { ["a"] = "b c" },
            },
            contentLength: 8),
        () => new UploadTarget("bucket", "first")
        {
            ContentType = "text/plain",
            CacheControl = "max-age=1",
            Metadata = new Dictionary<string, string> { ["city"] = "Bonn", ["size"] = "x" },
            Tags = new Dictionary<string, string> { ["z"] = "y" },
        });

    [Fact]
    public Task Objects_of_another_bucket() =>
        AssertSameAsync(provider => provider.PresignPutObjectAsync(new UploadTarget("other-bucket", "key"), contentLength: 7), () => new UploadTarget("bucket", "first"));

    [Fact]
    public Task Objects_with_more_headers_than_the_first() =>
        AssertSameAsync(provider => provider.PresignPutObjectAsync(Targets.WithEverything(), contentLength: 7), () => new UploadTarget("bucket", "first"));

    [Fact]
    public Task Parts()
    {
        var upload = new MultipartUpload(new UploadTarget("bucket", "sp ace/ünï"), "a+b/c=d==");
        return AssertSameAsync(async provider => (await provider.PresignPartsAsync(upload, [new(1, 10), new(2, 11), new(10_000, 5L << 30)]))[2], () => new UploadTarget("bucket", "first"));
    }

    [Fact]
    public async Task A_storage_takes_what_is_signed_after_the_model_with_keys_of_all_kinds()
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach (string key in Targets.DifficultKeys)
        {
            var target = new UploadTarget(TestServer.Bucket, key) { Metadata = new Dictionary<string, string> { ["name"] = "Zoë" } };

            await server.PutOkAsync(await server.Provider.PresignPutObjectAsync(target, contentLength: 3), [1, 2, 3]);

            Assert.Equal(3, server.Server.FindObject(TestServer.Bucket, target.Key)!.Length);
        }
    }

    public void Dispose()
    {
        _own.Dispose();
        _sdk.Dispose();
        _client.Dispose();
    }

    private async Task AssertSameAsync(Func<S3PresignedUrlProvider, Task<PresignedUrl>> sign, Func<UploadTarget> first)
    {
        await _own.PresignPutObjectAsync(first(), contentLength: 1);
        PresignedUrl own;
        PresignedUrl sdk;
        do
        {
            sdk = await sign(_sdk);
            own = await sign(_own);
        }
        while (SignedQuery.Raw(own, "X-Amz-Date") != SignedQuery.Raw(sdk, "X-Amz-Date"));

        Assert.Equal(PathOf(sdk), PathOf(own));
        Assert.Equal(Parameters(sdk), Parameters(own));
        Assert.Equal(sdk.Headers.OrderBy(header => header.Key), own.Headers.OrderBy(header => header.Key));
    }

    private static string PathOf(PresignedUrl url) => url.Uri.OriginalString[..url.Uri.OriginalString.IndexOf('?', StringComparison.Ordinal)];

    private static IEnumerable<string> Parameters(PresignedUrl url) => url.Uri.Query.TrimStart('?').Split('&').Order(StringComparer.Ordinal);
}
