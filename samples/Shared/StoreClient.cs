using Amazon.Runtime;
using Amazon.S3;
using PresignedMultipart.S3;

namespace Samples;

/// <summary>The AWS SDK's client of a store, for what is no upload.</summary>
internal static class StoreClient
{
    public static AmazonS3Client Create(S3ProviderOptions store)
    {
        var config = new AmazonS3Config();
        if (store.Profile is { } profile)
        {
            config.Profile = new Amazon.Profile(profile);
        }

        if (store.Endpoint is { } endpoint)
        {
            (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (endpoint.ToString(), true, store.Region ?? "us-east-1");
        }
        else if (store.Region is { } region)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }

        return store.AccessKey is { } accessKey
            ? new AmazonS3Client(new BasicAWSCredentials(accessKey, store.SecretKey), config)
            : new AmazonS3Client(config);
    }
}
