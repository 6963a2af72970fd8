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
        });
}
