using System.Net;
using Amazon.Runtime;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Credentials of a session that ends while an upload runs; every refusal here is the server's own.</summary>
public sealed class TemporaryCredentialsTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const int PartSize = 5 << 20;

    private readonly MultipartUploadOptions _options = new() { PartSize = PartSize, SinglePutThreshold = 0, MaxConcurrency = 2, MaxAttempts = 1 };

    [Fact]
    public async Task A_session_that_ends_in_mid_upload_costs_a_new_URL_and_no_attempt()
    {
        if (!server.Capabilities.TemporaryCredentials)
        {
            await AssertNoneAsync();
            return;
        }

        using var files = new TestFiles();
        string path = files.Create((3 * PartSize) + 17);
        using S3PresignedUrlProvider living = Provider(await server.AssumeRoleAsync(seconds: 900));
        using S3PresignedUrlProvider ended = Provider(await EndedSessionAsync());
        // The signer's session ends after the first URLs, and its credentials are refreshed after two more.
        var provider = new InterceptedProvider(living) { SignParts = (before, upload, parts) => (before is 1 or 2 ? ended : living).PresignPartsAsync(upload, parts) };
        using var uploader = new MultipartUploader(provider, _options);

        UploadResult result = await uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "session"));

        await server.AssertSameBytesAsync(path, "session");
        Assert.Equal(4, result.PartCount);
        Assert.True(provider.Signed > 2);
    }

    [Fact]
    public async Task A_session_that_has_ended_for_good_is_named_by_the_storage_and_leaves_no_object()
    {
        if (!server.Capabilities.TemporaryCredentials)
        {
            await AssertNoneAsync();
            return;
        }

        using var files = new TestFiles();
        string path = files.Create(2 * PartSize);
        using S3PresignedUrlProvider ended = Provider(await EndedSessionAsync());
        var provider = new InterceptedProvider(server.Provider) { SignParts = (_, upload, parts) => ended.PresignPartsAsync(upload, parts) };
        using var uploader = new MultipartUploader(provider, _options);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadFileAsync(path, new UploadTarget(server.Bucket, "ended")));

        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied", false), (failure.StatusCode, failure.ErrorCode, failure.LeftParts));
        Assert.DoesNotContain("ended", await server.KeysAsync());
        Assert.Empty(await server.UploadsInProgressAsync());
    }

    private async Task AssertNoneAsync()
    {
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => server.AssumeRoleAsync(seconds: 900));
        Assert.Equal(HttpStatusCode.BadRequest, refusal.StatusCode);
    }

    private S3PresignedUrlProvider Provider(SessionAWSCredentials session)
    {
        ImmutableCredentials keys = session.GetCredentials();
        return new S3PresignedUrlProvider(server.ProviderOptions(o => (o.AccessKey, o.SecretKey, o.SessionToken) = (keys.AccessKey, keys.SecretKey, keys.Token)));
    }

    /// <summary>A session that the server itself has found to be over.</summary>
    private async Task<SessionAWSCredentials> EndedSessionAsync()
    {
        SessionAWSCredentials session = await server.AssumeRoleAsync(seconds: 1);
        using S3PresignedUrlProvider provider = Provider(session);
        for (DateTime deadline = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < deadline;)
        {
            try
            {
                await provider.FindObjectAsync(new UploadTarget(server.Bucket, "whatever"));
                await Task.Delay(100);
            }
            catch (PresignedUrlProviderException refusal) when (refusal.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
            {
                return session;
            }
        }

        throw new TimeoutException("A session of one second was still good after twenty.");
    }
}
