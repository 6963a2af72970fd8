using PresignedMultipart.S3;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>Signers with temporary credentials.</summary>
public class SessionTests
{
    // Ceph says of a session that has ended what it says of a permission that is missing.
    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_URL_of_a_session_to_which_access_is_denied_without_a_reason_is_signed_anew_three_times(int refusals, bool stands)
    {
        await using S3TestServer server = await S3TestServer.StartAsync(new S3TestServerOptions
        {
            DefaultBuckets = { "bucket" },
            Credentials = { new S3TestCredentials("key", "secret"), new S3TestCredentials("session", "secret") { SessionToken = "token" } },
        });
        server.Faults.On(S3Operation.UploadPart).Part(1).Times(refusals).Answer(403, "AccessDenied");
        using var provider = new S3PresignedUrlProvider(new S3ProviderOptions { Endpoint = server.Endpoint, Region = server.Region, AccessKey = "session", SecretKey = "secret", SessionToken = "token" });
        using var uploader = new MultipartUploader(provider, new MultipartUploadOptions { SinglePutThreshold = 0, MaxAttempts = 1 });

        Exception? failure = await Record.ExceptionAsync(() => uploader.UploadAsync(new byte[1_000], new UploadTarget("bucket", "key")));

        if (!stands)
        {
            var failed = Assert.IsType<UploadException>(failure);
            Assert.Equal(("AccessDenied", refusals), (failed.ErrorCode, failed.Attempts));
        }

        Assert.Equal(stands, server.FindObject("bucket", "key") is not null);
        Assert.Empty(server.MultipartUploads);
    }
}
