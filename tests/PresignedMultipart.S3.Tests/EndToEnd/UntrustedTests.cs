using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.EndToEnd;

public class UntrustedTests
{
    [Fact]
    public async Task Why_no_TLS_connection_could_be_made_is_in_the_message()
    {
        // It speaks HTTP, and so no TLS.
        await using TestServer storage = await TestServer.StartAsync();
        S3ProviderOptions options = storage.Options();
        (options.Endpoint, options.MaxRetries) = (new UriBuilder(options.Endpoint!) { Scheme = Uri.UriSchemeHttps }.Uri, 0);
        using var provider = new S3PresignedUrlProvider(options);

        var failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(new UploadTarget(TestServer.Bucket, "key"), null));

        Assert.Contains($"({failure.GetBaseException().Message})", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsOutcomeUnknown);
    }
}
