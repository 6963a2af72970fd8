using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Clients;

namespace PresignedMultipart.S3;

/// <summary>Which objects a client of the SDK cannot reach, said before a bare 403 does.</summary>
internal sealed class TargetRules(IAmazonS3 s3)
{
    public void CheckBucket(UploadTarget target) => CheckAcceleration(target.Bucket);

    public void CheckAcceleration(string bucket)
    {
        if (s3.Config is AmazonS3Config { UseAccelerateEndpoint: true } && bucket.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The bucket name '{bucket}' has a dot in it, which S3 Transfer Acceleration does not take. Use a bucket without one, or leave {nameof(S3ProviderOptions.UseAccelerateEndpoint)} out.", nameof(bucket));
        }
    }

    /// <summary>A URL can be put right after the SDK has made it; a call of a foreign client cannot.</summary>
    public void CheckKeyOfCall(UploadTarget target)
    {
        if (target.Key.StartsWith('/') && s3 is not SignedPathS3Client && IsBucketInPath(target))
        {
            throw new ArgumentException(
                "The key starts with a slash, which AWSSDK.S3 drops from the URL, though it signs it, when the bucket stands in the path; the store would answer 403. " +
                $"Take a key without it, or let {nameof(S3PresignedUrlProvider)} make its own client from {nameof(S3ProviderOptions)}, which keeps it.",
                nameof(target));
        }
    }

    private bool IsBucketInPath(UploadTarget target) =>
        new Uri(s3.DetermineServiceOperationEndpoint(new InitiateMultipartUploadRequest { BucketName = target.Bucket, Key = target.Key }).URL)
            .AbsolutePath.Trim('/').EndsWith(target.Bucket, StringComparison.Ordinal);
}
