using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3;
using Samples;

namespace Backend;

/// <summary>Makes a bucket fit for uploads from the pages of one origin.</summary>
internal static class BucketSetup
{
    /// <summary>
    /// A front end of the classic contract cannot abort, and any client may die, so the storage deletes what stays incomplete. Longer than tickets live.
    /// </summary>
    private const int DaysToComplete = 8;

    public static async Task RunAsync(BackendStore store, string origin, CancellationToken cancellationToken)
    {
        using var provider = new S3PresignedUrlProvider(store.Options);
        await provider.EnsureBucketAsync(store.Bucket, DaysToComplete, cancellationToken);

        using AmazonS3Client s3 = StoreClient.Create(store.Options);
        await s3.PutCORSConfigurationAsync(
            new PutCORSConfigurationRequest
            {
                BucketName = store.Bucket,
                Configuration = new CORSConfiguration
                {
                    Rules = [new CORSRule { AllowedOrigins = [origin], AllowedMethods = ["PUT"], AllowedHeaders = ["*"], ExposeHeaders = ["ETag"], MaxAgeSeconds = 3600 }],
                },
            },
            cancellationToken);
    }
}
