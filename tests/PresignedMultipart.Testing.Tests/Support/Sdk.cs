using System.Net.Security;
using Amazon.Runtime;
using Amazon.S3;

namespace PresignedMultipart.Testing.Tests.Support;

/// <summary>Makes AWS's own client for a test server.</summary>
internal static class Sdk
{
    public static AmazonS3Client Client(S3TestServer server, RequestChecksumCalculation checksums = RequestChecksumCalculation.WHEN_SUPPORTED) =>
        new(new BasicAWSCredentials(server.AccessKey, server.SecretKey), new AmazonS3Config
        {
            ServiceURL = server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = server.Region,
            RequestChecksumCalculation = checksums,
            ResponseChecksumValidation = checksums == RequestChecksumCalculation.WHEN_SUPPORTED
                ? ResponseChecksumValidation.WHEN_SUPPORTED
                : ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 0,
            HttpClientFactory = new TrustingClients(),
        });

    /// <summary>Takes the throw-away certificates of the tests.</summary>
    private sealed class TrustingClients : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable },
        });

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
