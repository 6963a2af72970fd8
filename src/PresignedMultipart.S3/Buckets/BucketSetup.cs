using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Errors;

namespace PresignedMultipart.S3.Buckets;

/// <summary>Makes sure that a bucket is there to be used.</summary>
internal sealed class BucketSetup(IAmazonS3 s3)
{
    /// <summary>The region whose buckets are made without a location constraint, for historical reasons.</summary>
    private const string RegionWithoutConstraint = "us-east-1";

    public async Task EnsureAsync(string bucket, CancellationToken cancellationToken)
    {
        if (!await IsUsableAsync(bucket, cancellationToken).ConfigureAwait(false))
        {
            await CreateAsync(bucket, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsUsableAsync(string bucket, CancellationToken cancellationToken)
    {
        try
        {
            await S3Call.InvokeAsync(
                "HeadBucket", $"s3://{bucket}", () => s3.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket }, cancellationToken), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PresignedUrlProviderException refusal) when (refusal.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            // Forbidden is somebody else's bucket, or ours without the right to look at it. Only an attempt to create it tells.
            return false;
        }
    }

    private async Task CreateAsync(string bucket, CancellationToken cancellationToken)
    {
        var request = new PutBucketRequest { BucketName = bucket, UseClientRegion = false, BucketRegion = LocationConstraint(s3.Config) };
        try
        {
            await S3Call.InvokeAsync("CreateBucket", $"s3://{bucket}", () => s3.PutBucketAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException exists) when (exists.ErrorCode == "BucketAlreadyOwnedByYou")
        {
        }
        catch (PresignedUrlProviderException taken) when (taken.ErrorCode == "BucketAlreadyExists")
        {
            throw new PresignedUrlProviderException(
                $"The bucket name '{bucket}' belongs to another account; names are unique among all accounts of a partition or store. Choose another, for example with your company's name in it.", taken)
            {
                StatusCode = taken.StatusCode,
                ErrorCode = taken.ErrorCode,
                RequestId = taken.RequestId,
            };
        }
    }

    /// <summary>
    /// Amazon wants the region named except in <c>us-east-1</c>; other stores know their own, and many refuse a name that is not theirs.
    /// </summary>
    private static S3Region? LocationConstraint(IClientConfig config)
    {
        string? region = config.RegionEndpoint?.SystemName ?? config.AuthenticationRegion;
        bool isAmazon = string.IsNullOrEmpty(config.ServiceURL) || AwsPartition.OfHost(new Uri(config.ServiceURL).Host) is not null;
        return isAmazon && region is not (null or RegionWithoutConstraint) ? S3Region.FindValue(region) : null;
    }
}
