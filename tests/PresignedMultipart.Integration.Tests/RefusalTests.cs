using System.Text.RegularExpressions;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>What a real server refuses is explained by how the URL was signed, whatever words the server has for it.</summary>
public sealed partial class RefusalTests(StorageServer server) : IClassFixture<StorageServer>
{
    private static readonly MultipartUploadOptions InParts = new() { SinglePutThreshold = 0, MaxAttempts = 1 };

    private UploadTarget Target => new(server.Bucket, "refused") { ContentType = "text/csv", Metadata = new Dictionary<string, string> { ["a"] = "b" } };

    [Fact]
    public async Task A_header_that_was_signed_and_is_not_sent_is_named() =>
        AssertSays("x-amz-meta-a, and the provider gave no value", await RefuseAsync(url => With(url, url.Headers.Where(header => !header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)))));

    [Fact]
    public async Task Another_content_type_than_was_signed_is_named() =>
        AssertSays("signs content-type", await RefuseAsync(url => With(url, [.. url.Headers.Where(header => header.Key != "Content-Type"), new("Content-Type", "text/plain")])));

    [Fact]
    public async Task A_url_that_is_always_expired_is_the_signers()
    {
        string message = await RefuseAsync(url => new PresignedUrl(SigningTime().Replace(url.Uri.OriginalString, "X-Amz-Date=20200101T000000Z"), url.Headers));

        AssertSays("hands out URLs that have expired already", message);
        AssertSays("failed after 4 attempts", message);
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_is_the_signers()
    {
        using var provider = new S3PresignedUrlProvider(server.ProviderOptions(o => o.AccessKey = "UNKNOWNKEY"));

        AssertSays(server.Capabilities.TellsUnknownKeys ? "does not know the access key" : "the signer's secret key", await RefuseAsync(url => url, provider));
    }

    [Fact]
    public async Task A_secret_that_is_wrong_is_the_signers()
    {
        using var provider = new S3PresignedUrlProvider(server.ProviderOptions(o => o.SecretKey = "wrong"));

        AssertSays("secret key", await RefuseAsync(url => url, provider));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        using var uploader = new MultipartUploader(server.Provider);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(new byte[1_000], new UploadTarget("no-such-bucket-here", "key")));

        AssertSays("Correct the bucket's name", failure.Message);
    }

    [Fact]
    public async Task An_upload_that_somebody_aborts_meanwhile_is_gone()
    {
        var provider = new InterceptedProvider(server.Provider)
        {
            SignParts = async (_, upload, parts) =>
            {
                await server.Provider.AbortMultipartUploadAsync(upload);
                return await server.Provider.PresignPartsAsync(upload, parts);
            },
        };
        using var uploader = new MultipartUploader(provider, InParts);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(new byte[1_000], Target));

        Assert.Equal(("NoSuchUpload", 1), (failure.ErrorCode, failure.PartNumber));
        AssertSays("aborted or completed by somebody else", failure.Message);
    }

    [Fact]
    public async Task A_header_that_was_not_signed_is_named()
    {
        PresignedUrl Add(PresignedUrl url) => With(url, [.. url.Headers, new("x-amz-acl", "private")]);
        if (server.Capabilities.TakesUnsignedHeaders)
        {
            using var uploader = new MultipartUploader(new InterceptedProvider(server.Provider) { Alter = Add });
            await uploader.UploadAsync(new byte[1_000], Target);
            await server.EmptyBucketAsync();
            return;
        }

        AssertSays("provider hands over the header x-amz-acl", await RefuseAsync(Add));
    }

    private static void AssertSays(string expected, string message) => Assert.True(message.Contains(expected, StringComparison.Ordinal), message);

    private static PresignedUrl With(PresignedUrl url, IEnumerable<KeyValuePair<string, string>> headers) => new(url.Uri.OriginalString, headers.ToDictionary());

    private async Task<string> RefuseAsync(Func<PresignedUrl, PresignedUrl> alter, IPresignedUrlProvider? provider = null)
    {
        using var uploader = new MultipartUploader(new InterceptedProvider(provider ?? server.Provider) { Alter = alter });

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(new byte[1_000], Target));

        Assert.Empty(await server.KeysAsync());
        return failure.Message;
    }

    [GeneratedRegex("X-Amz-Date=[0-9TZ]+")]
    private static partial Regex SigningTime();
}
