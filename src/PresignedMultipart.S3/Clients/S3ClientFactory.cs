using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.S3;

namespace PresignedMultipart.S3.Clients;

/// <summary>Makes the SDK's client from checked options.</summary>
internal static class S3ClientFactory
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    public static SignedPathS3Client Create(S3ProviderOptions options, AwsEnvironment environment, TimeProvider time)
    {
        string region = environment.FindRegion(options) ?? throw new ArgumentException("The options name no region.", nameof(options));
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle ?? options.Endpoint is not null,
            UseAccelerateEndpoint = options.UseAccelerateEndpoint,
            UseDualstackEndpoint = options.UseDualstackEndpoint,

            // The SDK's default adds CRC headers and trailers that older and other stores refuse.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,

            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = options.MaxRetries,

            // These would send a completion up to ten times more, uncounted, when its answer breaks off.
            MaxStaleConnectionRetries = 0,
            ConnectTimeout = ConnectTimeout,
        };

        // The SDK takes the one that was set last, so only one is ever set.
        if (options.Endpoint is { } endpoint)
        {
            // The SDK would keep a last slash and add its own.
            config.ServiceURL = endpoint.AbsoluteUri.TrimEnd('/');
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return new SignedPathS3Client(FindCredentials(options, environment), config, time);
    }

    private static AWSCredentials FindCredentials(S3ProviderOptions options, AwsEnvironment environment)
    {
        if (options.Credentials is { } given)
        {
            return given;
        }

        if (!string.IsNullOrEmpty(options.AccessKey))
        {
            return string.IsNullOrEmpty(options.SessionToken)
                ? new BasicAWSCredentials(options.AccessKey, options.SecretKey)
                : new SessionAWSCredentials(options.AccessKey, options.SecretKey, options.SessionToken);
        }

        return string.IsNullOrEmpty(options.Profile)
            ? new ChainCredentials()
            : AWSCredentialsFactory.GetAWSCredentials(environment.FindProfile(options.Profile), new CredentialProfileStoreChain());
    }
}
